//! What the members' list keeps of a person, for export and erasure.

use weilu_kernel::{Personal, sql};

/// Tables with personal data.
pub const PERSONAL: &[Personal] = &[
    Personal {
        title: ("登记的姓名、出生年份与订单", "Recorded name, year of birth and orders"),
        name: "member_fact",
        export: || {
            sql!("select kind, value, source, at from member_fact where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from member_fact where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("所属分支", "Branch"),
        name: "member_home",
        export: || {
            sql!(
                "select b.name, h.since from member_home h join branch b on b.tenant = h.tenant and b.id = h.branch where h.tenant = $tenant and h.persona = $1"
            )
        },
        erase: &[|| sql!("delete from member_home where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("我写的备注名", "Names I gave others"),
        name: "remark",
        export: || sql!("select name, at from remark where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from remark where tenant = $tenant and (persona = $1 or about = $1)")],
    },
    Personal {
        title: ("我的群昵称", "My names in spaces"),
        name: "group_name",
        export: || sql!("select name, at from group_name where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from group_name where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("我申请过的字段", "Fields I asked for"),
        name: "field_request",
        export: || {
            sql!(
                "select field, reason, state, asked_at from field_request where tenant = $tenant and asked_by = $1"
            )
        },
        erase: &[
            || sql!("update field_request set reason = '' where tenant = $tenant and asked_by = $1"),
            || sql!("update field_request set note = '' where tenant = $tenant and decided_by = $1"),
        ],
    },
    Personal {
        title: ("我保存的视图", "My saved views"),
        name: "member_view",
        export: || sql!("select name, created_at from member_view where tenant = $tenant and persona = $1"),
        erase: &[|| sql!("delete from member_view where tenant = $tenant and persona = $1")],
    },
    Personal {
        title: ("我导出过的名单", "Lists I took out"),
        name: "member_export",
        export: || {
            sql!(
                "select format, lines, reason, created_at from member_export where tenant = $tenant and persona = $1"
            )
        },
        erase: &[|| {
            sql!("update member_export set reason = '', filters = '' where tenant = $tenant and persona = $1")
        }],
    },
];
