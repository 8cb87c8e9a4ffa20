//! What unread marks know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("看到哪里了", "How far I have read"),
    name: "unread_mark",
    export: || sql!("select space, post, at from unread_mark where tenant = $tenant and persona = $1"),
    erase: &[|| sql!("delete from unread_mark where tenant = $tenant and persona = $1")],
}];
