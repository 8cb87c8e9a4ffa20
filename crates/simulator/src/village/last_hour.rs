//! The hour before now: what is hot when somebody opens the door. A table is filled, a pot is voted on, a question
//! is answered while one looks.

use super::{Village, asking, ordinary::somebody, polls, talk};
use serde_json::json;
use weilu_vocabulary::{Failure, MINUTE, Time};

const STEPS: usize = 96;
const SETTLE_EVERY: usize = 16;

/// What is said first: where, by whom, whom it names, and how.
const SAID: &[(&str, &str, &str, &str, &str)] = &[
    (
        "雾溪茶友会",
        "阿桃",
        "乔乔",
        "今晚围炉还剩四个位子",
        "炉子已经热了，栗子也剥好了。@乔乔 你几点到？ #围炉#",
    ),
    (
        "老白茶研习社",
        "老梁",
        "",
        "开一饼十二年的，第四道最好",
        "刚撬开，闻着像晒过的棉被。想要一泡样的在下面说。 #老白茶#",
    ),
    ("大学城冷泡社", "简安", "", "", "图书馆靠窗那排今天全满，门口台阶上喝冷泡的倒有七个。 #备考夜#"),
    ("东岸午茶群", "苏青禾", "", "", "今天茶席多备了一壶桂花红茶，路过的进来暖暖手。 #东岸午茶#"),
];
const WARM: &[&str] = &[
    "算我一个。",
    "给我留一个，带点心来。",
    "已经在路上了。",
    "第一次来，可以坐门口那张吗？",
    "加班，替我喝一杯。",
    "我带两只杯子，有人忘带的用我的。",
    "看着就暖和。",
    "这句话我要抄下来。",
    "晚一点到，别收炉子。",
    "上次坐的位子还在吗？",
];

/// Lives through it until `today`.
pub(super) async fn live(village: &mut Village, today: Time) -> Result<(), Failure> {
    let now = village.world.app.clock.now();
    let start = now.max(today - 56 * MINUTE);
    village.world.clock.set(start);
    let mut hot = Vec::new();
    for (place, by, names, title, text) in SAID {
        let named = if names.is_empty() { None } else { Some(village.named(names)?.member) };
        let input = json!({ "title": title, "text": text, "mentions": named.as_slice() });
        let post = village.say(by, place, input).await?;
        hot.extend(post.zip(village.spot(place)));
    }
    polls::last(village).await?;
    asking::ask(village, super::DAYS).await?;
    asking::ask(village, super::DAYS).await?;
    let gap = today.since(village.world.app.clock.now()) / i64::try_from(STEPS + 1).unwrap_or(1);
    for step in 0..STEPS {
        village.world.clock.advance(gap.max(0));
        village.do_what_is_due().await?;
        warm(village, &hot).await?;
        if step % SETTLE_EVERY == 0 {
            village.world.app.settle_database().await?;
        }
    }
    Ok(())
}

/// Somebody does something on what is hot, mostly on what was said first.
async fn warm(village: &mut Village, hot: &[(String, usize)]) -> Result<(), Failure> {
    let (one, other) = (village.world.below(hot.len()), village.world.below(hot.len()));
    let Some((post, at)) = hot.get(one.min(other)) else { return Ok(()) };
    let Some((_, who)) = somebody(village, *at) else { return Ok(()) };
    match village.world.below(10) {
        0..5 => village.try_act(who, "post.like", json!({ "post": post })).await.map(drop),
        5..9 => {
            let text = match village.world.pick(WARM) {
                Some(text) => text.to_owned(),
                None => talk::reply(&mut village.world),
            };
            village.reply_as(who, *at, post, &text).await.map(drop)
        }
        _ => village.try_act(who, "bookmark.save", json!({ "post": post })).await.map(drop),
    }
}
