//! What feeds know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("私密订阅地址", "Secret feed addresses"),
    name: "feed",
    export: || {
        sql!("select what, q, created_at, fetched_at from feed where tenant = $tenant and persona = $1")
    },
    erase: &[|| sql!("delete from feed where tenant = $tenant and persona = $1")],
}];
