//! What WeChat's door knows of a person: only what is under way, for minutes.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("正在进行的微信登录", "Sign-ins by WeChat under way"),
        name: "wechat_entry",
        export: || {
            sql!("select return_to, expires_at from wechat_entry where tenant = $tenant and persona = $1")
        },
        erase: &[
            || sql!("delete from wechat_entry where tenant = $tenant and persona = $1"),
            || {
                sql!(
                    "delete from wechat_pending where tenant = $tenant and open_id in (select value from identity where tenant = $tenant and persona = $1)"
                )
            },
        ],
    },
    Personal {
        title: ("正在扫码登录的电脑", "Desks that wait for a scan"),
        name: "wechat_desk",
        export: || {
            sql!(
                "select device, province, created_at from wechat_desk where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| {
            sql!(
                "delete from wechat_desk where tenant = $tenant and (persona = $1 or open_id in (select value from identity where tenant = $tenant and persona = $1))"
            )
        }],
    },
];
