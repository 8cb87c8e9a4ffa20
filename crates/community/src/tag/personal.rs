//! What tags know of a person: for export and erasure. A topic is a word of everybody's and stays.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("加过的话题", "Topics put on posts"),
        name: "post_tag",
        export: || {
            sql!(
                "select w.post, t.name, w.at from post_tag w join tag t on t.tenant = w.tenant and t.id = w.tag where w.tenant = $tenant and w.persona = $1"
            )
        },
        erase: &[|| sql!("delete from post_tag where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("创建的话题", "Topics made"),
        name: "tag",
        export: || sql!("select name, at from tag where tenant = $tenant and made_by = $1"),
        // A word nobody else uses goes with the one who made it.
        erase: &[
            || {
                sql!(
                    "delete from tag where tenant = $tenant and made_by = $1 and not exists (select 1 from post_tag w where w.tenant = $tenant and w.tag = tag.id)"
                )
            },
            || sql!("update tag set made_by = null where tenant = $tenant and made_by = $1"),
        ],
    },
];
