//! What labels keep of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[
    Personal {
        title: ("我的标签", "My labels"),
        name: "member_label",
        export: || {
            sql!(
                "select l.kind, l.name, x.source, x.at from member_label x join label l on l.tenant = x.tenant and l.id = x.label where x.tenant = $tenant and x.persona = $1"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from label where tenant = $tenant and created_by = $1 and not exists (select 1 from member_label x where x.tenant = label.tenant and x.label = label.id and x.persona <> $1)"
                )
            },
            || sql!("delete from member_label where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("同好推荐的同意", "Consent to be suggested"),
        name: "label_consent",
        export: || sql!("select given_at from label_consent where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from label_consent where tenant = $tenant and persona = $1")],
    },
];
