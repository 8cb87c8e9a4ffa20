//! What appeals know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("申诉", "Appeals"),
    name: "appeal",
    export: || {
        sql!("select text, state, reason, at, decided_at from appeal where tenant = $tenant and persona = $1")
    },
    erase: &[
        || sql!("update appeal set text = '', reason = '' where tenant = $tenant and persona = $1"),
        || sql!("update appeal set reason = '' where tenant = $tenant and decider = $1"),
    ],
}];
