//! What joining knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("入会申请", "Asking to join"),
    name: "admission",
    export: || {
        sql!(
            "select name, words, state, asked_at, decided_at from admission where tenant = $tenant and persona = $1"
        )
    },
    erase: &[
        || sql!("delete from admission where tenant = $tenant and persona = $1"),
        || sql!("delete from admission_token where tenant = $tenant and persona = $1"),
        || sql!("update admission set reason = '' where tenant = $tenant and decided_by = $1"),
    ],
}];
