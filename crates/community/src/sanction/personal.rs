//! What measures know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("处分", "Measures"),
    name: "sanction",
    export: || {
        sql!(
            "select kind, space, reason, at, until, ended_at, end_reason from sanction where tenant = $tenant and persona = $1"
        )
    },
    erase: &[
        || {
            sql!(
                "update sanction set reason = '', end_reason = '' where tenant = $tenant and (persona = $1 or given_by = $1)"
            )
        },
        || sql!("update sanction set end_reason = '' where tenant = $tenant and ended_by = $1"),
    ],
}];
