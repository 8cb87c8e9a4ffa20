//! What posts know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("帖子与回复", "Posts and replies"),
        name: "post",
        export: || {
            sql!(
                "select id, kind, title, text, visibility, province, created_at from post where tenant = $tenant and author = $1"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from post_version where tenant = $tenant and post in (select id from post where tenant = $tenant and author = $1)"
                )
            },
            || {
                sql!(
                    "delete from post_mention where tenant = $tenant and post in (select id from post where tenant = $tenant and author = $1)"
                )
            },
            || {
                sql!(
                    "update post set title = '', text = '', preview = null, province = null, state = 'erased', pinned_at = null where tenant = $tenant and author = $1"
                )
            },
        ],
    },
    Personal {
        title: ("帖子的旧版本", "Earlier versions of posts"),
        name: "post_version",
        export: || {
            sql!(
                "select v.post, v.version, v.title, v.text, v.at from post_version v join post p on p.tenant = v.tenant and p.id = v.post where v.tenant = $tenant and p.author = $1"
            )
        },
        erase: &[],
    },
    Personal {
        title: ("提到我的帖子", "Posts that name me"),
        name: "post_mention",
        export: || sql!("select post from post_mention where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from post_mention where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("点过的赞", "Likes"),
        name: "post_like",
        export: || sql!("select post, at from post_like where tenant = $tenant and persona = $1"),
        erase: &[],
    },
];
