//! What named advisers keep of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[
    Personal {
        title: ("我的专属顾问", "My named advisers"),
        name: "care",
        export: || sql!("select kind, since, until from care where tenant = $tenant and client = $1"),
        erase: &[|| {
            sql!("update care set note = '' where tenant = $tenant and (client = $1 or keeper = $1)")
        }],
    },
    Personal {
        title: ("客户移交", "Hand-overs of customers"),
        name: "handover",
        export: || {
            sql!("select note, state, asked_at from handover where tenant = $tenant and asked_by = $1")
        },
        erase: &[
            || sql!("update handover set note = '' where tenant = $tenant and asked_by = $1"),
            || sql!("update handover set decision_note = '' where tenant = $tenant and decided_by = $1"),
        ],
    },
];
