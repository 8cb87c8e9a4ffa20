//! What accounts know of a person: for export and erasure.

use super::SECURITY_LOG_DAYS_LEAST;
use weilu_kernel::{Kept, Personal, sql};

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
                "update member set name = '', bio = '', avatar = null, state = 'erased' where tenant = $tenant and (id in (select member from persona where tenant = $tenant and id = $1) or merged_into in (select member from persona where tenant = $tenant and id = $1))"
            )
        }],
    },
    Personal {
        title: ("账号停用", "Suspension"),
        name: "account_suspension",
        export: || {
            sql!(
                "select s.reason, s.since, s.until from account_suspension s join persona p on p.tenant = s.tenant and p.member = s.member where s.tenant = $tenant and p.id = $1"
            )
        },
        erase: &[|| {
            sql!(
                "delete from account_suspension where tenant = $tenant and member in (select member from persona where tenant = $tenant and id = $1)"
            )
        }],
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
        title: ("密码", "Password"),
        name: "password",
        export: || sql!("select set_at from password where tenant = $tenant and persona = $1"),
        erase: &[
            || sql!("delete from password where tenant = $tenant and persona = $1"),
            || sql!("delete from sign_in_link where tenant = $tenant and persona = $1"),
        ],
    },
    Personal {
        title: ("安全记录", "Security log"),
        name: "security_log",
        export: || {
            sql!(
                "select kind, province, at from security_log where tenant = $tenant and persona = $1 order by id"
            )
        },
        erase: &[|| sql!("delete from security_log where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("登录方式", "Ways to sign in"),
        name: "identity",
        export: || {
            sql!(
                "select kind, value, verified_at, created_at, ended_at from identity where tenant = $tenant and persona = $1"
            )
        },
        // The addresses go last: what others keep about the person is found by them.
        erase: &[
            || {
                sql!(
                    "delete from sign_in_code where tenant = $tenant and address in (select value from identity where tenant = $tenant and persona = $1)"
                )
            },
            || sql!("delete from identity where tenant = $tenant and persona = $1"),
        ],
    },
];

/// The law asks for security logs of at least six months; without the person's name they say who did nothing.
pub(super) const KEPT: &[Kept] = &[Kept {
    title: ("安全记录", "Security log"),
    name: "security_log",
    days: SECURITY_LOG_DAYS_LEAST,
    rows: || {
        sql!(
            "select kind, province, at from security_log where tenant = $tenant and persona = $1 order by id"
        )
    },
}];
