//! Whom applications concern: those who answer for the space, and whoever asked.

use super::{ACCEPTED, APPEALED, ASKED, ESCALATED, OVERDUE, REFUSED};
use weilu_kernel::{
    Category, NoticeSpec, Role, Whom,
    notice::{to_object, to_space},
};
use weilu_people::role::{self, Site};
use weilu_vocabulary::Event;

fn to_queue(event: &Event) -> String {
    to_space(event, "/applications")
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        many: Some((
            "{actor} 等 {n} 人申请加入{space}",
            "{actor} and others ({n} in all) ask to enter {space}",
        )),
        about: |event| event.space.map(Into::into),
        leads: to_queue,
        ..NoticeSpec::of(
            ASKED.name,
            Category::Application,
            "{actor} 申请加入{space}",
            "{actor} asks to enter {space}",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            ACCEPTED.name,
            Category::Application,
            "你的申请通过了，{space}的门开了",
            "Your application was accepted; {space} is open to you",
        )
    },
    NoticeSpec {
        leads: |event| to_object(event, "/applications"),
        firm: true,
        ..NoticeSpec::of(
            REFUSED.name,
            Category::Application,
            "你这次没能加入{space}，看看还差什么",
            "You were not let into {space} this time; see what is missing",
        )
    },
    NoticeSpec {
        leads: to_queue,
        ..NoticeSpec::of(
            APPEALED.name,
            Category::Application,
            "{actor} 对{space}的入群结果提出了申诉",
            "{actor} appeals against a decision of {space}",
        )
    },
    NoticeSpec {
        leads: to_queue,
        ..NoticeSpec::of(
            OVERDUE.name,
            Category::Application,
            "有人申请加入{space}，等得太久了",
            "Somebody has waited too long to enter {space}",
        )
    },
    NoticeSpec {
        whom: Whom::Found(|tx, _| Box::pin(role::holders(tx, Role::Operator, Site::Whole))),
        leads: |_| "/console/applications".to_owned(),
        mail: false,
        ..NoticeSpec::of(
            ESCALATED.name,
            Category::Work,
            "{space}有入群申请超时没答复，请跟进",
            "An application to {space} is overdue; please look after it",
        )
    },
];
