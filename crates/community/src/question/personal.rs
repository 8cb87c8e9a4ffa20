//! What questions know of a person beyond the posts they stand on.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("采纳与致谢", "Accepted answers and thanks"),
    name: "question",
    export: || {
        sql!(
            "select post, accepted, accepted_at, thanks from question where tenant = $tenant and accepted_by = $1"
        )
    },
    erase: &[|| {
        sql!(
            "update question set thanks = null, accepted_by = null where tenant = $tenant and accepted_by = $1"
        )
    }],
}];
