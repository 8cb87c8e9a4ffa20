//! What rosters know of a person: what he wrote on them. The line of an erased person stays counted where it closed, and
//! says nothing.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("发起的接龙", "Rosters opened"),
        name: "roster",
        export: || {
            sql!(
                "select r.id, r.post, r.unit, r.most, r.closes_at from post p join roster r on r.tenant = p.tenant and r.post = p.id where p.tenant = $tenant and p.author = $1"
            )
        },
        erase: &[|| {
            sql!(
                "update roster set unit = '' where tenant = $tenant and post in (select id from post where tenant = $tenant and author = $1)"
            )
        }],
    },
    Personal {
        title: ("参加的接龙", "Rosters joined"),
        name: "roster_line",
        export: || {
            sql!("select roster, text, count, at from roster_line where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("update roster_line set text = '' where tenant = $tenant and persona = $1")],
    },
];
