//! What the village decides by vote: open and secret, one choice, several, or an order.

use super::{Village, later::Later};
use serde_json::{Value as Json, json};
use weilu_vocabulary::{Failure, HOUR};

/// A poll of the story.
struct Poll {
    day: i64,
    place: &'static str,
    by: &'static str,
    title: &'static str,
    text: &'static str,
    choices: &'static [&'static str],
    kind: &'static str,
    secret: bool,
    hours: i64,
    /// Of a hundred members so many vote.
    turnout: usize,
}

const ONE: Poll = Poll {
    day: 0,
    place: "雾溪茶友会",
    by: "秦月明",
    title: "",
    text: "",
    choices: &[],
    kind: "single",
    secret: false,
    hours: 72,
    turnout: 60,
};

const POLLS: &[Poll] = &[
    Poll {
        day: 21,
        title: "给茶铺选一句话",
        text: "群里征到四句，选一句挂在门口。三天后见分晓。",
        choices: &["先坐下，再喝茶", "雾溪一口，心里一亩", "茶在山脚，人在灯下", "慢一点，烫一点"],
        turnout: 92,
        ..ONE
    },
    Poll {
        day: 33,
        place: "东岸午茶群",
        by: "苏青禾",
        title: "下午茶席几点开最合适？",
        text: "店里下个月想固定一个时间，按大家方便的来。 #东岸午茶#",
        choices: &["三点整", "三点半", "四点", "随到随开"],
        ..ONE
    },
    Poll {
        day: 47,
        place: "茶点妈妈",
        by: "满妈",
        title: "下次一起烤什么？",
        text: "最多选两样，面粉我来买。 #茶酥方子#",
        choices: &["原味茶酥", "抹茶曲奇", "桂花米糕", "咸口的葱油酥"],
        kind: "multiple",
        turnout: 70,
        ..ONE
    },
    Poll {
        day: 52,
        place: "老白茶研习社",
        by: "老梁",
        title: "讲座先讲哪一段？",
        text: "按想听的先后排一排，排前面的多讲。 #老白茶#",
        choices: &["看年份", "闻陈香", "煮与泡", "怎么存"],
        kind: "ranked",
        hours: 48,
        turnout: 65,
        ..ONE
    },
    Poll {
        day: 70,
        place: "合伙人群",
        title: "礼盒要不要涨价？",
        text: "无记名，说真心话。结果下周一公布，没人知道谁投了什么。",
        choices: &["不涨", "涨十块，盒子换好一点", "出一款小盒"],
        secret: true,
        hours: 96,
        turnout: 80,
        ..ONE
    },
    Poll {
        day: 86,
        place: "大学城冷泡社",
        by: "阿榛",
        title: "考试周几点送冷泡到图书馆门口？",
        text: "人手只够一趟，选一个最需要的时候。 #备考夜#",
        choices: &["晚上七点", "晚上八点", "晚上九点半"],
        hours: 8 * 24,
        ..ONE
    },
    Poll {
        day: 88,
        title: "下个月的茶会想聊什么？",
        text: "可以多选，最多三个。票多的两个做成一晚。 #围炉#",
        choices: &["第一只茶杯的下半集", "谁家的水好", "带爸妈来喝茶", "老白茶盲品", "年末交换一泡茶"],
        kind: "multiple",
        hours: 6 * 24,
        turnout: 75,
        ..ONE
    },
    Poll {
        day: 89,
        title: "年末茶会请谁来主持？",
        text: "无记名投票，截止前看不到票数，投出就不能改。",
        choices: &["乔乔", "阿桃", "满妈", "抽签，谁抽到谁来"],
        secret: true,
        hours: 4 * 24,
        turnout: 55,
        ..ONE
    },
];

/// What is asked in the last hour: an evening's pot.
const LAST: Poll = Poll {
    by: "阿桃",
    title: "今晚围炉第一泡喝什么？",
    text: "水已经在烧了，一小时内定下来。 #围炉#",
    choices: &["桂花红茶", "老白茶", "高山绿茶", "谁带了什么就喝什么"],
    hours: 12,
    turnout: 60,
    ..ONE
};

/// Polls that are opened on a day.
pub(super) async fn morning(village: &mut Village, day: i64) -> Result<(), Failure> {
    for poll in POLLS.iter().filter(|p| p.day == day) {
        open(village, poll, 30 * 60).await?;
    }
    Ok(())
}

/// The poll of the last hour.
pub(super) async fn last(village: &mut Village) -> Result<(), Failure> {
    open(village, &LAST, 45).await
}

/// Opens a poll; members vote over the following minutes.
async fn open(village: &mut Village, poll: &Poll, within: usize) -> Result<(), Failure> {
    let (Some(at), by) = (village.spot(poll.place), village.named(poll.by)?) else { return Ok(()) };
    village.enter(at, by).await?;
    let Some(spot) = village.spots.get(at).cloned() else { return Ok(()) };
    let most = (poll.kind == "multiple").then_some(poll.choices.len().min(3));
    let input = json!({
        "space": spot.id, "title": poll.title, "text": poll.text, "choices": poll.choices, "kind": poll.kind,
        "most": most, "secret": poll.secret, "closes_at": village.world.app.clock.now() + poll.hours * HOUR,
    });
    let opened = village.must(by, "poll.open", input).await?;
    let Some(id) = opened.as_ref().and_then(|o| o.get("poll")).cloned() else { return Ok(()) };
    let shown = village.world.ask(by, "poll.show", json!({ "poll": id })).await?;
    let choices: Vec<Json> = shown
        .as_ref()
        .and_then(|s| s.get("choices"))
        .and_then(Json::as_array)
        .map(|all| all.iter().filter_map(|c| c.get("id").cloned()).collect())
        .unwrap_or_default();
    for who in spot.members {
        if village.world.below(100) < poll.turnout {
            let vote = json!({ "poll": id, "choices": ballot(village, poll, &choices) });
            let minutes = 2 + village.world.below(within);
            village.in_minutes(minutes, Later::Act(who, "poll.vote", vote));
        }
    }
    Ok(())
}

/// Six of ten put the first choice first, as the village remembers its slogan.
fn ballot(village: &mut Village, poll: &Poll, choices: &[Json]) -> Vec<Json> {
    let mut left = choices.to_vec();
    let most = match poll.kind {
        "single" => 1,
        "ranked" => left.len(),
        _ => 1 + village.world.below(left.len().min(3)),
    };
    let mut out = Vec::with_capacity(most);
    while out.len() < most && !left.is_empty() {
        let first = village.world.below(10) < 6;
        let at = if first { 0 } else { village.world.below(left.len()) };
        out.push(left.remove(at));
    }
    out
}
