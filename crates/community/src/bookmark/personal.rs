//! What bookmarks know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("收藏", "Bookmarks"),
        name: "bookmark",
        export: || sql!("select post, list, at from bookmark where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from bookmark where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("收藏夹", "Lists of bookmarks"),
        name: "bookmark_list",
        export: || {
            sql!("select id, name, shared, at from bookmark_list where tenant = $tenant and owner = $1")
        },
        erase: &[
            || {
                sql!(
                    "delete from follow where tenant = $tenant and kind = 'bookmark_list' and target in (select id from bookmark_list where tenant = $tenant and owner = $1)"
                )
            },
            || sql!("delete from bookmark_list where tenant = $tenant and owner = $1"),
        ],
    },
];
