//! What invitations know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("发出的邀请", "Invitations made"),
    name: "invitation",
    export: || {
        sql!(
            "select space, created_at, expires_at, used_at from invitation where tenant = $tenant and inviter = $1"
        )
    },
    erase: &[],
}];
