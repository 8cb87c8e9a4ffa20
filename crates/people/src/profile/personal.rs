//! What profiles keep of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[
    Personal {
        title: ("个人信息", "What is known of me"),
        name: "profile_value",
        export: || {
            sql!(
                "select field, value, source, confidence, at from profile_value where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| sql!("delete from profile_value where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("我的名片", "My card"),
        name: "card",
        export: || {
            sql!(
                "select speciality, way, open_parts, changed_at from card where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| sql!("delete from card where tenant = $tenant and persona = $1")],
    },
];
