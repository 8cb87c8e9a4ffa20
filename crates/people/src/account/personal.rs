//! What accounts know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("账号资料", "Profile"),
        name: "member",
        export: || {
            sql!(
                "select m.number, m.name, m.bio, m.created_at from member m join persona p on p.tenant = m.tenant and p.member = m.id where m.tenant = $tenant and p.id = $1"
            )
        },
        erase: &[|| {
            sql!(
                "update member set name = '', bio = '', avatar = null, state = 'erased' where tenant = $tenant and id in (select member from persona where tenant = $tenant and id = $1)"
            )
        }],
    },
    Personal {
        title: ("登录方式", "Ways to sign in"),
        name: "identity",
        export: || {
            sql!(
                "select kind, value, verified_at, created_at from identity where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| sql!("delete from identity where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("登录设备", "Signed-in devices"),
        name: "session",
        export: || {
            sql!(
                "select device, province, created_at, seen_at from session where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| sql!("delete from session where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("同意记录", "Consents"),
        name: "consent",
        export: || {
            sql!(
                "select policy, version, given_at, withdrawn_at from consent where tenant = $tenant and persona = $1"
            )
        },
        erase: &[],
    },
];
