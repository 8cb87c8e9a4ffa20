//! What visits keep of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[Personal {
    title: ("登录前的浏览", "Visits before signing in"),
    name: "visitor_step",
    export: || sql!("select act, thing, at from visitor_step where tenant = $tenant and persona = $1"),
    erase: &[|| sql!("delete from visitor_step where tenant = $tenant and persona = $1")],
}];
