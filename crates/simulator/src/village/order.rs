//! What is pointed at and what becomes of it: some taken out of sight, some let stand, some waiting on the desk.

use super::Village;
use crate::world::Villager;
use serde_json::{Value as Json, json};
use weilu_vocabulary::{Failure, MINUTE};

/// Something said that others point at.
struct Said {
    day: i64,
    /// Where; empty for the author's own page.
    place: &'static str,
    /// Who of the cast; empty for somebody else of the space.
    by: &'static str,
    text: &'static str,
    /// Who points at it, why, and in which words.
    reports: &'static [(&'static str, &'static str, &'static str)],
    /// The reason with which it is taken out of sight the day after; empty when it may stand; none when it waits.
    decided: Option<&'static str>,
}

const SAID: &[Said] = &[
    Said {
        day: 12,
        place: "",
        by: "速富君",
        text: "躺着也能喝上好茶，日入过万不是梦，感兴趣的来主页找我。",
        reports: &[("老周", "pyramid", ""), ("大圆", "advert", ""), ("满妈", "advert", "到处贴，劝过了")],
        decided: Some("招揽下线的话，不在这里说"),
    },
    Said {
        day: 34,
        place: "雾溪茶友会",
        by: "",
        text: "上回买的那罐绿茶香气不足，不值这个价，我就直说了。",
        reports: &[("大圆", "false", "我买的那罐挺香的")],
        decided: Some(""),
    },
    Said {
        day: 52,
        place: "东岸午茶群",
        by: "",
        text: "天天占靠窗座的那位先生，我知道他在几楼上班、姓什么，要不要说出来？",
        reports: &[("丁一", "privacy", "客人来问过了，很不舒服")],
        decided: Some("把别人的私事放到群里，先收起来"),
    },
    Said {
        day: 71,
        place: "大学城冷泡社",
        by: "",
        text: "代写课程作业，一篇换三瓶冷泡，私下找我。",
        reports: &[("阿榛", "illegal", ""), ("简安", "other", "社里不做这种事")],
        decided: Some("代写作业不行，喝茶可以"),
    },
    Said {
        day: 88,
        place: "雾溪茶友会",
        by: "",
        text: "这茶连喝七天，血压自己就下去了，药可以停。",
        reports: &[("老周", "false", "药不能停，这话会害人"), ("吴姨", "false", "我差点就信了")],
        decided: None,
    },
    Said {
        day: 89,
        place: "大学城冷泡社",
        by: "",
        text: "全科复习资料，二十块一份，扫码进群就发。",
        reports: &[("简安", "advert", "")],
        decided: None,
    },
    Said {
        day: 89,
        place: "茶点妈妈",
        by: "",
        text: "昨天谁家孩子在店里打翻了壶？我拍了正脸，要不要发出来认一认。",
        reports: &[("盐罐", "privacy", "孩子的脸不要发"), ("满妈", "privacy", "")],
        decided: None,
    },
];

/// What is said and pointed at on a day, and what is decided about the day before.
pub(super) async fn morning(village: &mut Village, day: i64) -> Result<(), Failure> {
    let decided = village.pointed_at.split_off(0);
    for (post, reason) in decided {
        decide(village, &post, reason).await?;
    }
    for said in SAID.iter().filter(|s| s.day == day) {
        say(village, said).await?;
    }
    Ok(())
}

/// Somebody of a space who is no part of the cast.
pub(super) fn stranger(village: &Village, at: usize) -> Option<Villager> {
    let known = |who: &Villager| village.names.values().any(|n| n.persona == who.persona);
    village.spots.get(at)?.members.iter().rev().find(|who| !known(who)).copied()
}

async fn say(village: &mut Village, said: &Said) -> Result<(), Failure> {
    let at = village.spot(said.place);
    let by = match at {
        Some(at) => stranger(village, at),
        None => Some(village.named(said.by)?),
    };
    let Some(by) = by else { return Ok(()) };
    let space = at.and_then(|at| village.spots.get(at)).map(|spot| spot.id.clone());
    let written = village.try_act(by, "post.write", json!({ "space": space, "text": said.text })).await?;
    let Some(post) = written.and_then(|w| Some(w.get("post")?.as_str()?.to_owned())) else { return Ok(()) };
    for (name, reason, note) in said.reports {
        let who = village.named(name)?;
        if let Some(at) = at {
            village.enter(at, who).await?;
        }
        village.world.clock.advance(3 * MINUTE);
        let report = json!({ "about": post, "reason": reason, "note": note });
        village.must(who, "report.send", report).await?;
    }
    if let Some(reason) = said.decided {
        village.pointed_at.push((post, reason));
    }
    Ok(())
}

async fn decide(village: &mut Village, post: &str, reason: &str) -> Result<(), Failure> {
    let reviewer = village.named("方砚")?;
    let queue = village.world.ask(reviewer, "review.queue", json!({ "state": "waiting" })).await?;
    let about = |card: &&Json| card.get("about").and_then(Json::as_str) == Some(post);
    let case = queue
        .as_ref()
        .and_then(|q| q.get("items"))
        .and_then(Json::as_array)
        .and_then(|items| items.iter().find(about))
        .and_then(|card| card.get("id"))
        .cloned();
    let Some(case) = case else { return Ok(()) };
    if reason.is_empty() {
        return village.must(reviewer, "review.approve", json!({ "cases": [case] })).await.map(drop);
    }
    let hide = json!({ "cases": [case], "reason": reason });
    village.must(reviewer, "review.hide", hide).await.map(drop)
}
