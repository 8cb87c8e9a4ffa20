//! What votes know of a person. They stay when he goes, like likes: they name a face, not a person.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("评价过的内容", "Votes on what was said"),
    name: "vote",
    export: || sql!("select post, value, at from vote where tenant = $tenant and persona = $1"),
    erase: &[],
}];
