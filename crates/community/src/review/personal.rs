//! What cases know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("审核决定", "Decisions of review"),
    name: "review_case",
    export: || {
        sql!(
            "select id, kind, state, decision, reason, opened_at, decided_at from review_case where tenant = $tenant and author = $1"
        )
    },
    erase: &[
        || {
            sql!(
                "update review_case set signs = '[]', reason = '', proposed_title = '', proposed_text = '' where tenant = $tenant and author = $1"
            )
        },
        || {
            sql!(
                "update review_case set reason = '', proposed_title = '', proposed_text = '' where tenant = $tenant and decider = $1"
            )
        },
        || {
            sql!(
                "update machine_step set reason = '' where tenant = $tenant and machine = 'review_case' and thing in (select id from review_case where tenant = $tenant and author = $1)"
            )
        },
    ],
}];
