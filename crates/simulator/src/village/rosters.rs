//! What the village counts by lines in the talk: who takes a cake of tea, who comes along, who brings what.

use super::{Village, later::Later};
use serde_json::json;
use weilu_vocabulary::{Failure, HOUR};

/// A roster of the story.
struct Roster {
    day: i64,
    place: &'static str,
    by: &'static str,
    title: &'static str,
    text: &'static str,
    unit: Option<&'static str>,
    most: Option<i64>,
    hours: i64,
    /// What people write on their lines.
    lines: &'static [&'static str],
    /// Of a hundred members so many join.
    turnout: usize,
}

const ROSTERS: &[Roster] = &[
    Roster {
        day: 63,
        place: "茶点妈妈",
        by: "满妈",
        title: "周六一起做茶酥，要几份材料接龙报数",
        text: "面粉、酥油、抹茶我统一称好分装，一份够烤十二块。写上要几份、要不要无糖。 #茶酥方子#",
        unit: Some("份"),
        most: Some(60),
        hours: 48,
        lines: &["原味就好", "一份无糖", "孩子想要抹茶的", "多一点酥油", "替邻居带一份", "第一次做，求带"],
        turnout: 55,
    },
    Roster {
        day: 89,
        place: "雾溪茶友会",
        by: "乔乔",
        title: "年末茶会伴手礼：谁带一泡自己最喜欢的茶？",
        text: "每人带一泡，写清茶名，当天抽签交换。名字前面的序号就是抽签号。 #围炉#",
        unit: None,
        most: None,
        hours: 5 * 24,
        lines: &[
            "五年的老寿眉",
            "自家后山的红茶",
            "一小罐桂花乌龙",
            "朋友送的单丛，舍不得喝完",
            "今年的明前绿",
            "陈皮白茶，煮着喝",
            "还没想好，先占个号",
        ],
        turnout: 22,
    },
];

/// Rosters that are opened on a day.
pub(super) async fn morning(village: &mut Village, day: i64) -> Result<(), Failure> {
    for roster in ROSTERS.iter().filter(|roster| roster.day == day) {
        open(village, roster).await?;
    }
    Ok(())
}

/// Opens a roster; members join over the following hours.
async fn open(village: &mut Village, roster: &Roster) -> Result<(), Failure> {
    let (Some(at), by) = (village.spot(roster.place), village.named(roster.by)?) else { return Ok(()) };
    village.enter(at, by).await?;
    let Some(spot) = village.spots.get(at).cloned() else { return Ok(()) };
    let input = json!({
        "space": spot.id, "title": roster.title, "text": roster.text, "unit": roster.unit, "most": roster.most,
        "closes_at": village.world.app.clock.now() + roster.hours * HOUR,
    });
    let opened = village.must(by, "roster.open", input).await?;
    let Some(id) = opened.as_ref().and_then(|o| o.get("roster")).cloned() else { return Ok(()) };
    for who in spot.members {
        if village.world.below(100) < roster.turnout {
            let text = village.world.pick(roster.lines).unwrap_or_default();
            let count = 1 + village.world.below(2);
            let line = json!({ "roster": id, "text": text, "count": count });
            let minutes = 2 + village.world.below(20 * 60);
            village.in_minutes(minutes, Later::Act(who, "roster.join", line));
        }
    }
    Ok(())
}
