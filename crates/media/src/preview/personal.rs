//! What link previews know of a person: which links he asked for first. Cards and their pictures go with him.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("我发过的链接", "Links I shared"),
    name: "preview",
    export: || {
        sql!(
            "select address, title, wanted_at from preview where tenant = $tenant and persona = $1 order by id"
        )
    },
    erase: &[|| sql!("delete from preview where tenant = $tenant and persona = $1")],
}];
