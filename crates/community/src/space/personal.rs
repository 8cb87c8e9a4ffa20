//! What spaces know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("加入的社群", "Spaces joined"),
        name: "space_member",
        export: || {
            sql!(
                "select s.name, m.number, m.nickname, m.since from space_member m join space s on s.tenant = m.tenant and s.id = m.space where m.tenant = $tenant and m.persona = $1"
            )
        },
        erase: &[
            || {
                sql!(
                    "update space set members = members - 1 where tenant = $tenant and id in (select space from space_member where tenant = $tenant and persona = $1)"
                )
            },
            || sql!("delete from space_member where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("被群主处理的记录", "What owners did about me"),
        name: "space_act",
        export: || {
            sql!("select kind, reason, until, at from space_act where tenant = $tenant and target = $1")
        },
        erase: &[|| sql!("update space_act set reason = '' where tenant = $tenant and target = $1")],
    },
    Personal {
        title: ("我写的处理原因", "Reasons I gave"),
        name: "space_act_given",
        export: || sql!("select kind, reason, at from space_act where tenant = $tenant and actor = $1"),
        erase: &[|| sql!("update space_act set reason = '' where tenant = $tenant and actor = $1")],
    },
    Personal {
        title: ("禁言与移出", "Silences and removals"),
        name: "space_removal",
        export: || sql!("select reason, at from space_removal where tenant = $tenant and persona = $1"),
        erase: &[
            || sql!("delete from space_silence where tenant = $tenant and persona = $1"),
            || {
                sql!(
                    "update space_removal set reason = '' where tenant = $tenant and (persona = $1 or removed_by = $1)"
                )
            },
        ],
    },
    Personal {
        title: ("写过的章程", "Charters written"),
        name: "space_charter",
        export: || {
            sql!(
                "select space, version, body, at from space_charter where tenant = $tenant and written_by = $1"
            )
        },
        erase: &[],
    },
];
