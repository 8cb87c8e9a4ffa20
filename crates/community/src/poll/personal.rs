//! What polls know of a person: the choices he wrote, that he voted, and in open polls for what. Votes stay counted
//! when he goes; they name a face, not a person.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("发起的投票", "Polls opened"),
        name: "poll",
        export: || {
            sql!(
                "select d.id, d.post, d.kind, c.number, c.text from post p join poll d on d.tenant = p.tenant and d.post = p.id join poll_choice c on c.tenant = d.tenant and c.poll = d.id where p.tenant = $tenant and p.author = $1"
            )
        },
        erase: &[|| {
            sql!(
                "update poll_choice set text = '' where tenant = $tenant and poll in (select d.id from post p join poll d on d.tenant = p.tenant and d.post = p.id where p.tenant = $tenant and p.author = $1)"
            )
        }],
    },
    Personal {
        title: ("参加过的投票", "Polls voted in"),
        name: "poll_voter",
        export: || sql!("select poll, at from poll_voter where tenant = $tenant and persona = $1"),
        erase: &[],
    },
    Personal {
        title: ("记名投票的选择", "Choices in open polls"),
        name: "poll_ballot",
        export: || {
            sql!("select poll, choice, place from poll_ballot where tenant = $tenant and persona = $1")
        },
        erase: &[],
    },
];
