//! What notices know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("收到的通知", "Notices"),
        name: "notification",
        export: || {
            sql!(
                "select kind, category, path, people, at, read_at from notification where tenant = $tenant and persona = $1 order by id"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from notification_actor where tenant = $tenant and notification in (select id from notification where tenant = $tenant and persona = $1)"
                )
            },
            || sql!("delete from notification where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("消息设置", "Message settings"),
        name: "notification_choice",
        export: || {
            sql!("select choices, at from notification_choice where tenant = $tenant and persona = $1")
        },
        erase: &[
            || sql!("delete from notification_choice where tenant = $tenant and persona = $1"),
            || sql!("delete from notification_way_out where tenant = $tenant and persona = $1"),
        ],
    },
];
