//! What delivery knows of a person: the messages that no carrier took along, what was refused and what was tried,
//! found by his addresses; and messages of others that name him.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("收到的消息", "Messages received"),
        name: "simulated_message",
        export: || {
            sql!(
                "select carrier, address, subject, body, at from simulated_message where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1) order by id"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from simulated_message where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1)"
                )
            },
            || {
                sql!(
                    "delete from simulated_message where tenant = $tenant and id in (select message from simulated_message_about where tenant = $tenant and persona = $1)"
                )
            },
            || sql!("delete from simulated_message_about where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("没有送达的消息", "Messages that did not arrive"),
        name: "delivery_failure",
        export: || {
            sql!(
                "select carrier, address, template, words, at from delivery_failure where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1) order by id"
            )
        },
        erase: &[
            || {
                sql!(
                    "delete from delivery_failure where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1)"
                )
            },
            || {
                sql!(
                    "delete from refused_address where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1)"
                )
            },
        ],
    },
    Personal {
        title: ("试发的消息", "Test messages"),
        name: "delivery_test",
        export: || {
            sql!(
                "select carrier, address, state, at from delivery_test where tenant = $tenant and (persona = $1 or address in (select value from identity where tenant = $tenant and persona = $1)) order by id"
            )
        },
        erase: &[
            // What a test said stands under its own number in the box.
            || {
                sql!(
                    "delete from simulated_message where tenant = $tenant and template = 'test' and address in (select address from delivery_test where tenant = $tenant and persona = $1)"
                )
            },
            || {
                sql!(
                    "delete from delivery_failure where tenant = $tenant and template = 'test' and address in (select address from delivery_test where tenant = $tenant and persona = $1)"
                )
            },
            || {
                sql!(
                    "delete from delivery_test where tenant = $tenant and (persona = $1 or address in (select value from identity where tenant = $tenant and persona = $1))"
                )
            },
        ],
    },
];
