//! What roles know of a person: which he holds, and where. They go with him, so that nobody who is gone counts among
//! those who hold one.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("担任的角色", "Roles held"),
    name: "role_grant",
    export: || {
        sql!("select role, scope_kind, scope, since from role_grant where tenant = $tenant and persona = $1")
    },
    erase: &[|| sql!("delete from role_grant where tenant = $tenant and persona = $1")],
}];
