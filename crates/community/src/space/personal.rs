//! What spaces know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("加入的社群", "Spaces joined"),
    name: "space_member",
    export: || {
        sql!(
            "select s.name, m.number, m.since from space_member m join space s on s.tenant = m.tenant and s.id = m.space where m.tenant = $tenant and m.persona = $1"
        )
    },
    erase: &[|| sql!("delete from space_member where tenant = $tenant and persona = $1")],
}];
