//! What following knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("我的关注", "What I follow"),
    name: "follow",
    export: || sql!("select kind, target, at from follow where tenant = $tenant and persona = $1"),
    erase: &[
        || sql!("delete from follow where tenant = $tenant and persona = $1"),
        || sql!("delete from follow where tenant = $tenant and kind = 'persona' and target = $1"),
    ],
}];
