//! What posts know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("帖子与回复", "Posts and replies"),
        name: "post",
        export: || {
            sql!(
                "select id, kind, text, province, created_at from post where tenant = $tenant and author = $1"
            )
        },
        erase: &[|| {
            sql!(
                "update post set text = '', province = null, state = 'erased' where tenant = $tenant and author = $1"
            )
        }],
    },
    Personal {
        title: ("点过的赞", "Likes"),
        name: "post_like",
        export: || sql!("select post, at from post_like where tenant = $tenant and persona = $1"),
        erase: &[],
    },
];
