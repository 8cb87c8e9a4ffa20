//! What points know of a person: for export and erasure.
//!
//! The lines of the ledger stay: they hold ids and numbers alone, and its books must go on summing to zero. Points of an
//! erased person end with their last day.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("积分明细", "Statement of points"),
        name: "points",
        export: || {
            sql!(
                "select t.kind, case when t.target = a.id then t.amount else -t.amount end as points, t.reason, t.at from ledger_account a join ledger_transfer t on t.tenant = a.tenant and (t.source = a.id or t.target = a.id) where a.tenant = $tenant and a.owner = $1 and a.owner_kind = 'persona' and a.book = 'points' and a.role = 'available' order by t.id"
            )
        },
        erase: &[],
    },
    Personal {
        title: ("积分来源", "What points were earned by"),
        name: "point_earned",
        export: || {
            sql!("select rule, points, undone, at from point_earned where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from point_earned where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("运营调整积分的理由", "Why staff changed points"),
        name: "point_note",
        export: || sql!("select text from point_note where tenant = $tenant and persona = $1"),
        erase: &[
            || sql!("delete from point_note where tenant = $tenant and persona = $1"),
            || {
                sql!(
                    "update point_note set text = '', written_by = null where tenant = $tenant and written_by = $1"
                )
            },
        ],
    },
];
