//! What entry codes know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("做过的入群码", "Entry codes made"),
    name: "entry_code",
    export: || sql!("select name, created_at from entry_code where tenant = $tenant and created_by = $1"),
    erase: &[],
}];
