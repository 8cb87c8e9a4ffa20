//! What drafts know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("草稿", "Drafts"),
    name: "draft",
    export: || sql!("select place, title, text, at from draft where tenant = $tenant and persona = $1"),
    erase: &[|| sql!("delete from draft where tenant = $tenant and persona = $1")],
}];
