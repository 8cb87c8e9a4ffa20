//! What delivery knows of a person: the messages that no carrier took along, found by his addresses.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("收到的消息", "Messages received"),
    name: "simulated_message",
    export: || {
        sql!(
            "select carrier, address, subject, body, at from simulated_message where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1) order by id"
        )
    },
    erase: &[|| {
        sql!(
            "delete from simulated_message where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1)"
        )
    }],
}];
