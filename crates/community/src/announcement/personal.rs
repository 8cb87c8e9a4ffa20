//! What announcements know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("发布的群公告", "Announcements written"),
        name: "announcement",
        export: || sql!("select space, text, at from announcement where tenant = $tenant and author = $1"),
        erase: &[|| {
            sql!(
                "update announcement set text = '', taken_down_at = coalesce(taken_down_at, at) where tenant = $tenant and author = $1"
            )
        }],
    },
    Personal {
        title: ("确认过的群公告", "Announcements confirmed"),
        name: "announcement_read",
        export: || {
            sql!("select announcement, at from announcement_read where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from announcement_read where tenant = $tenant and persona = $1")],
    },
];
