//! What the founding of circles knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("发起的圈子", "Circles proposed"),
        name: "proposal",
        export: || {
            sql!("select name, charter, state, at from proposal where tenant = $tenant and proposer = $1")
        },
        erase: &[|| {
            sql!(
                "update proposal set name = '', charter = '{}', state = case when state in ('gathering', 'held', 'hidden') then 'lapsed' else state end where tenant = $tenant and proposer = $1"
            )
        }],
    },
    Personal {
        title: ("联署过的圈子", "Proposals signed"),
        name: "proposal_signature",
        export: || {
            sql!("select proposal, at from proposal_signature where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from proposal_signature where tenant = $tenant and persona = $1")],
    },
];
