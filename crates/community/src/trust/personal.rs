//! What trust knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("锁定的信任等级", "A trust level that was set"),
        name: "trust_lock",
        export: || {
            sql!(
                "select l.level, l.reason, l.at from trust_lock l join persona p on p.tenant = l.tenant and p.member = l.member where l.tenant = $tenant and p.id = $1"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from trust_lock where tenant = $tenant and member in (select member from persona where tenant = $tenant and id = $1)"
                )
            },
            || sql!("update trust_lock set reason = '' where tenant = $tenant and set_by = $1"),
        ],
    },
    Personal {
        title: ("信任等级的依据", "What the trust level rests on"),
        name: "trust_count",
        export: || sql!("select days, posts, likes from trust_count where tenant = $tenant and persona = $1"),
        erase: &[],
    },
];
