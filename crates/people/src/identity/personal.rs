//! What the recognition of people keeps of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[
    Personal {
        title: ("来源记录里写的编号", "Ids that records named"),
        name: "identity_claim",
        export: || {
            sql!("select kind, value, source, at from identity_claim where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from identity_claim where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("归并记录", "Merges of my record"),
        name: "member_merge",
        export: || {
            sql!(
                "select g.reason, g.at, g.undone_at from member_merge g join member_merge_moved v on v.tenant = g.tenant and v.merge = g.id where g.tenant = $tenant and v.persona = $1"
            )
        },
        erase: &[|| {
            sql!(
                "update merge_case set note = '' where tenant = $tenant and (known in (select member from persona where tenant = $tenant and id = $1) or arrived in (select member from persona where tenant = $tenant and id = $1))"
            )
        }],
    },
];
