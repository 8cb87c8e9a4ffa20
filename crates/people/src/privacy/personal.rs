//! What exports and erasures themselves know of a person.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("数据导出记录", "Exports"),
    name: "data_export",
    export: || {
        sql!(
            "select state, bytes, asked_at, ready_at, expires_at from data_export where tenant = $tenant and persona = $1 order by id"
        )
    },
    erase: &[|| sql!("delete from data_export where tenant = $tenant and persona = $1")],
}];
