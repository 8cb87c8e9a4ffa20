//! What reports know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("我的举报", "Reports"),
    name: "report",
    export: || sql!("select reason, note, state, at from report where tenant = $tenant and reporter = $1"),
    erase: &[|| sql!("update report set note = '' where tenant = $tenant and reporter = $1")],
}];
