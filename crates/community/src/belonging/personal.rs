//! What the question of belonging knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("归属感回答", "Answers on belonging"),
    name: "belonging",
    export: || {
        sql!("select space, answer, answered_at from belonging where tenant = $tenant and persona = $1")
    },
    erase: &[|| sql!("delete from belonging where tenant = $tenant and persona = $1")],
}];
