//! What applications know of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[
    Personal {
        title: ("入群申请", "Applications"),
        name: "application",
        export: || {
            sql!(
                "select space, state, answers, note, city, appeal, at from application where tenant = $tenant and persona = $1"
            )
        },
        erase: &[
            || {
                sql!(
                    "update application_step set reason = '' where tenant = $tenant and (actor = $1 or application in (select id from application where tenant = $tenant and persona = $1))"
                )
            },
            || {
                sql!(
                    "update application set answers = '{}', note = '', text_hash = null, city = null, near = null, appeal = '', signs = '[]', judged = 'null' where tenant = $tenant and persona = $1"
                )
            },
        ],
    },
    Personal {
        title: ("同意保留的问卷答案", "Answers kept by consent"),
        name: "kept_answer",
        export: || {
            sql!("select form, field, answer, at from kept_answer where tenant = $tenant and persona = $1")
        },
        erase: &[|| sql!("delete from kept_answer where tenant = $tenant and persona = $1")],
    },
];
