//! What consents know of a person: which purpose, which version, when. No text.

use weilu_kernel::{Kept, Personal, sql};

const KEPT_DAYS: i64 = 3 * 365;

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("同意记录", "Consents"),
    name: "consent",
    export: || {
        sql!(
            "select purpose, version, given, at from consent_act where tenant = $tenant and persona = $1 order by id"
        )
    },
    erase: &[|| sql!("delete from consent_act where tenant = $tenant and persona = $1")],
}];

/// That somebody had agreed must be provable for three years.
pub(super) const KEPT: &[Kept] = &[Kept {
    title: ("同意记录", "Consents"),
    name: "consent",
    days: KEPT_DAYS,
    rows: || {
        sql!(
            "select purpose, version, given, at from consent_act where tenant = $tenant and persona = $1 order by id"
        )
    },
}];
