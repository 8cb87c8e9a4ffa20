//! What the list of files knows of a person. Their bytes are in the export beside it; an erasure takes rows and bytes
//! together (see `forget`), this catches what came meanwhile.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("我传的文件", "Files I sent"),
    name: "blob",
    export: || {
        sql!(
            "select kind, mime, bytes, name, created_at from blob where tenant = $tenant and persona = $1 order by id"
        )
    },
    erase: &[|| sql!("delete from blob where tenant = $tenant and persona = $1")],
}];
