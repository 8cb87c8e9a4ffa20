//! What blocks know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("我拉黑的人", "People I blocked"),
    name: "block",
    export: || {
        sql!(
            "select m.name, k.at from block k join persona p on p.tenant = k.tenant and p.id = k.blocked join member m on m.tenant = p.tenant and m.id = p.member where k.tenant = $tenant and k.persona = $1"
        )
    },
    erase: &[|| sql!("delete from block where tenant = $tenant and (persona = $1 or blocked = $1)")],
}];
