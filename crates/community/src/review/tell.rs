//! What authors are told of cases about what they said.

use super::{APPROVED, OVERTURNED, PROPOSED, UPHELD, state};
use weilu_kernel::{Category, NoticeSpec, Whom};
use weilu_vocabulary::CaseId;

const fn of_author(event: &'static str, zh: &'static str, en: &'static str) -> NoticeSpec {
    NoticeSpec {
        whom: Whom::Author,
        leads: |_| "/me/decisions".to_owned(),
        firm: true,
        ..NoticeSpec::of(event, Category::Moderation, zh, en)
    }
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    of_author(
        UPHELD.name,
        "你发的一条内容被收起了，去看理由，也可以申诉",
        "Something you wrote was taken out of sight; read why, and appeal if you like",
    ),
    of_author(
        PROPOSED.name,
        "审核建议改几个字，你同意后就发出来",
        "A change is proposed to what you wrote; it appears once you agree",
    ),
    of_author(
        OVERTURNED.name,
        "申诉成立，你的内容已经恢复",
        "Your appeal was upheld, and what you wrote is back",
    ),
    NoticeSpec {
        // Who was merely reported and cleared hears nothing of it.
        whom: Whom::Found(|tx, event| {
            Box::pin(async move {
                let Some(id) = event.object.and_then(|object| object.get::<CaseId>()) else {
                    return Ok(Vec::new());
                };
                let case = state::load(tx, id).await?.filter(|case| case.kind == "held");
                Ok(case.and_then(|case| case.author).into_iter().collect())
            })
        }),
        ..of_author(
            APPROVED.name,
            "你的内容审核通过，大家可以看到了",
            "What you wrote was let through and can be seen",
        )
    },
];
