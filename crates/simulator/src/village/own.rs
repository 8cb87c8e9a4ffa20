//! What the cast does of its own accord: posts with a title, pinned or on one's own page, questions of their own,
//! lists of what they keep, whom and what they follow, and a draft or two.

use super::{DAYS, Village};
use crate::world::Villager;
use serde_json::{Value as Json, json};
use weilu_vocabulary::{Failure, MINUTE, Outcome};

/// A post of somebody of the cast.
struct Said {
    day: i64,
    /// Where; empty for his own page.
    place: &'static str,
    by: &'static str,
    title: &'static str,
    text: &'static str,
    /// Who of the cast is named in it.
    names: &'static [&'static str],
    visibility: &'static str,
    pinned: bool,
}

const PAGE: Said = Said {
    day: 0,
    place: "",
    by: "阿桃",
    title: "",
    text: "",
    names: &[],
    visibility: "public",
    pinned: false,
};

const SAID: &[Said] = &[
    Said {
        day: 9, text: "今天给自己放了半天假，坐在河边喝完一整壶，谁也没等。", ..PAGE
    },
    Said {
        day: 18, by: "雾里", title: "二楼靠窗", text: "写了三行字，喝了四道茶。字没留，茶记得。", ..PAGE
    },
    Said {
        day: 26,
        place: "大学城冷泡社",
        by: "阿榛",
        title: "冷泡三步，照着做不会错",
        text: "一升凉白开，两包茶，冰箱四小时。先拿出来放一刻钟再喝。 #冷泡#",
        pinned: true,
        ..PAGE
    },
    Said {
        day: 37,
        by: "满妈",
        text: "小满今天自己端了一杯温水，说是“敬妈妈”。",
        visibility: "friends",
        ..PAGE
    },
    Said {
        day: 44,
        place: "东岸午茶群",
        by: "苏青禾",
        title: "一束一茶，从今天开始",
        text: "在葛敏店里买一束花，送一张午茶券；在我们这儿坐一下午，送一枝花。@葛敏 谢谢你的花。 #一束一茶#",
        names: &["葛敏"],
        pinned: true,
        ..PAGE
    },
    Said {
        day: 58,
        by: "老梁",
        title: "讲座之后",
        text: "问得最好的一句是：喝不出年份怎么办。答：那就先喝出高兴。 #老白茶#",
        ..PAGE
    },
    Said {
        day: 66, by: "半盏", title: "第十二只杯子", text: "收到了，口沿有一道金。 #杯子#", ..PAGE
    },
    Said {
        day: 77,
        place: "雾溪茶友会",
        by: "小赵",
        title: "新茶消息：桂花红茶下周到",
        text: "今年桂花开得晚，量少，先到先尝。@阿桃 @大圆 老规矩，留你们两罐。 #新茶消息#",
        names: &["阿桃", "大圆"],
        ..PAGE
    },
    Said {
        day: 84,
        place: "雾溪茶友会",
        by: "乔乔",
        title: "最冷的一天，喝最烫的茶",
        text: "今晚八点，门口那只大壶一直烧着，路过的都来一杯。@老周 你的搪瓷缸记得带。 #围炉#",
        names: &["老周"],
        ..PAGE
    },
    Said { day: 88, text: "连着三天梦见同一只壶，醒来发现是水开了。", ..PAGE },
    Said {
        day: 89,
        place: "雾溪茶友会",
        by: "秦月明",
        title: "周六围炉：怎么来、带什么、几点散",
        text: "六点开门，带自己的杯子，九点半散。第一次来的找乔乔，她领座。还剩五个位子，想来的在下面说一声。@乔乔 @满妈 #围炉#",
        names: &["乔乔", "满妈"],
        pinned: true,
        ..PAGE
    },
    Said {
        day: 89,
        by: "满妈",
        title: "少糖茶酥，第四版",
        text: "糖减到三分之一，加一勺奶粉，终于不裂了。方子在茶点妈妈。 #茶酥方子#",
        ..PAGE
    },
    Said {
        day: 89,
        by: "秦月明",
        text: "三个月前第一天开门，来了十八个人。今天有人问我第四家店开在哪。",
        visibility: "friends",
        ..PAGE
    },
];

/// A question of somebody of the cast, with those who answer it at once.
struct Asked {
    day: i64,
    place: &'static str,
    by: &'static str,
    title: &'static str,
    text: &'static str,
    answers: &'static [(&'static str, &'static str)],
    /// What is said to thank for the first answer; empty when none is accepted.
    thanks: &'static str,
}

const fn asked(
    day: i64,
    place: &'static str,
    by: &'static str,
    (title, text): (&'static str, &'static str),
    answers: &'static [(&'static str, &'static str)],
    thanks: &'static str,
) -> Asked {
    Asked { day, place, by, title, text, answers, thanks }
}

const ASKED: &[Asked] = &[
    asked(
        8,
        "雾溪茶友会",
        "阿桃",
        ("盖碗总烫手，是手法还是碗的问题？", "换了三只都一样，一倒水就想扔。 #泡茶水温#"),
        &[
            ("老梁", "水别满，离口沿留一指。拇指中指捏边，食指只管按盖，别去扶身子。"),
            ("满妈", "碗口外翻大一点的不烫，我那只就行，下次带给你试。"),
        ],
        "留了一指，真的不烫了。老梁说话少，句句管用。",
    ),
    asked(
        40,
        "雾溪茶友会",
        "秦月明",
        ("新朋友进群第一天，最想看到什么？", "想把欢迎语改一改，请老朋友回想一下自己的第一天。"),
        &[
            ("阿桃", "有人先跟我说一句话，比十条规矩有用。"),
            ("老周", "告诉我群里不让干什么，三条以内，多了没人看。"),
            ("大圆", "有张照片，知道你们长什么样、坐在哪儿。"),
        ],
        "就按这句改：先有人说话，再说规矩。",
    ),
    asked(
        63,
        "老白茶研习社",
        "半盏",
        ("老白茶用紫砂还是盖碗？", "收了只小壶，一直没舍得开。 #老白茶#"),
        &[("老梁", "年份浅用盖碗，看得清；老的用壶，闷得住。一壶只泡一种，别换。")],
        "那这只壶以后就归老白茶了。",
    ),
    asked(
        76,
        "茶点妈妈",
        "阿桃",
        ("茶酥配哪种茶最不腻？", "我配红茶，吃两块就饱了。 #茶酥方子#"),
        &[("盐罐", "配烘青，涩一点正好刮油，一口酥一口茶。"), ("满妈", "冷泡也好，孩子们爱吃完再喝。")],
        "烘青赢了，一口气吃了四块。",
    ),
    asked(
        87,
        "雾溪茶友会",
        "秦月明",
        ("下个月的话题日历，你们最想聊什么？", "每周一个，先收二十个，再让大家投。 #话题日历#"),
        &[
            ("小赵", "聊聊今年喝到的最便宜的好茶。"),
            ("乔乔", "带爸妈来喝茶那一天，每家都有故事。"),
            ("大圆", "只要不聊养生就行，哈哈。"),
        ],
        "",
    ),
    asked(
        88,
        "雾溪茶友会",
        "何以宁",
        ("刻字盖碗能不能把两个人的名字刻在盖子里面？", "婚礼回礼用，想揭开盖子才看见。 #送礼#"),
        &[],
        "",
    ),
    asked(
        89,
        "吐槽与点子",
        "吴姨",
        ("旅行杯的密封圈能单独买吗？", "用了一年，圈松了，杯子还好好的，扔了可惜。"),
        &[],
        "",
    ),
    asked(
        89,
        "大学城冷泡社",
        "简安",
        ("图书馆闭馆后还有哪儿能坐着喝口热的？", "宿舍十一点熄灯，想再看一会儿书。 #备考夜#"),
        &[],
        "",
    ),
    asked(
        89,
        "老白茶研习社",
        "雾里",
        ("一饼茶拆开以后，剩下的怎么收？", "撬得乱七八糟，碎的比整的多。 #存茶#"),
        &[],
        "",
    ),
    asked(
        89,
        "西岸垂钓茶友",
        "阿舟",
        ("西岸哪段路晚上有灯，骑车去夜钓安全些？", "上周摸黑摔了一跤，茶洒了一路。 #夜钓#"),
        &[],
        "",
    ),
    asked(
        89,
        "雾溪茶友会",
        "阿桃",
        ("周六围炉带自家点心，要不要提前登记？", "怕带重了，六盒茶酥摆一桌。 #围炉#"),
        &[],
        "",
    ),
];

const LISTS: &[(&str, &str, bool)] = &[
    ("阿桃", "想学的泡法", true),
    ("阿桃", "周末去处", false),
    ("满妈", "少糖方子", true),
    ("老梁", "年份与存茶", true),
    ("秦月明", "新人先看这几条", true),
    ("秦月明", "可以写进章程的话", false),
    ("简安", "备考夜清单", false),
    ("雾里", "好句子", true),
];
/// Those who follow each other, more or less.
const FRIENDS: &[&str] = &["秦月明", "阿桃", "满妈", "小赵", "大圆", "乔乔", "老周", "老梁"];
const DRAFTS: &[(&str, &str, &str)] = &[
    ("秦月明", "年末的一封信", "写给来过的每一位：这九十天，我们一起烧开了多少壶水，我没数过，但"),
    ("满妈", "", "小满问我茶为什么是苦的，我想了半天，"),
];

/// What the cast does on the morning of a day.
pub(super) async fn morning(village: &mut Village, day: i64) -> Result<(), Failure> {
    for said in SAID.iter().filter(|s| s.day == day) {
        say(village, said).await?;
    }
    for asked in ASKED.iter().filter(|a| a.day == day) {
        ask(village, asked).await?;
    }
    match day {
        6 => befriend(village).await?,
        20 => make_lists(village).await?,
        28 => follow_lists(village).await?,
        40 | 75 => follow_topics(village).await?,
        _ => {}
    }
    if day > 20 && (day % 4 == 1 || day >= DAYS - 2) {
        fill_lists(village).await?;
    }
    if day == DAYS - 1 {
        for (name, title, text) in DRAFTS {
            let draft = json!({ "place": "page", "title": title, "text": text });
            village.must(village.named(name)?, "draft.save", draft).await?;
        }
    }
    Ok(())
}

impl Village {
    /// Pins a post on top of its space.
    pub(super) async fn pin(&self, who: Villager, post: &str) -> Outcome<()> {
        self.try_act(who, "post.pin", json!({ "post": post, "on": true })).await.map(drop)
    }
}

async fn say(village: &mut Village, said: &Said) -> Result<(), Failure> {
    let by = village.named(said.by)?;
    let at = village.spot(said.place);
    let mut named = Vec::new();
    for name in said.names {
        let who = village.named(name)?;
        if let Some(at) = at {
            village.enter(at, who).await?;
        }
        named.push(who.member);
    }
    let input = json!({
        "title": said.title, "text": said.text, "mentions": named, "visibility": said.visibility,
    });
    if at.is_none() {
        village.world.clock.advance(2 * MINUTE);
        return village.must(by, "post.write", input).await.map(drop);
    }
    let post = village.say(said.by, said.place, input).await?;
    match post.filter(|_| said.pinned) {
        Some(post) => village.pin(by, &post).await,
        None => Ok(()),
    }
}

async fn ask(village: &mut Village, asked: &Asked) -> Result<(), Failure> {
    let (Some(at), by) = (village.spot(asked.place), village.named(asked.by)?) else { return Ok(()) };
    village.enter(at, by).await?;
    let Some(space) = village.spots.get(at).map(|s| s.id.clone()) else { return Ok(()) };
    village.world.clock.advance(2 * MINUTE);
    let input = json!({ "space": space, "title": asked.title, "text": asked.text });
    let written = village.must(by, "question.ask", input).await?;
    let Some(post) = written.and_then(|w| Some(w.get("post")?.as_str()?.to_owned())) else { return Ok(()) };
    village.questions.push((post.clone(), by));
    let mut first = None;
    for (name, text) in asked.answers {
        let who = village.named(name)?;
        village.enter(at, who).await?;
        village.world.clock.advance(7 * MINUTE);
        let answer = village.reply_as(who, at, &post, text).await?;
        first = first.or(answer);
    }
    match first.filter(|_| !asked.thanks.is_empty()) {
        Some(answer) => {
            let accept = json!({ "answer": answer, "thanks": asked.thanks });
            village.must(by, "question.accept", accept).await.map(drop)
        }
        None => Ok(()),
    }
}

async fn befriend(village: &mut Village) -> Result<(), Failure> {
    for (n, one) in FRIENDS.iter().enumerate() {
        for (m, other) in FRIENDS.iter().enumerate() {
            if n != m && (n + 2 * m) % 4 != 0 {
                let (one, other) = (village.named(one)?, village.named(other)?);
                village.must(one, "follow.start", json!({ "what": other.member })).await?;
            }
        }
    }
    Ok(())
}

async fn make_lists(village: &mut Village) -> Result<(), Failure> {
    for (name, title, shared) in LISTS {
        let who = village.named(name)?;
        let made =
            village.must(who, "bookmark.make_list", json!({ "name": title, "shared": shared })).await?;
        if let Some(list) = made.and_then(|m| Some(m.get("list")?.as_str()?.to_owned())) {
            village.lists.push((who, list, *shared));
        }
    }
    Ok(())
}

/// Each list grows by one: a question out of two, a post otherwise.
async fn fill_lists(village: &mut Village) -> Result<(), Failure> {
    for (who, list, _) in village.lists.clone() {
        village.world.clock.advance(MINUTE);
        if let Some(post) = village.worth_keeping() {
            village.try_act(who, "bookmark.save", json!({ "post": post, "list": list })).await?;
        }
    }
    Ok(())
}

async fn follow_lists(village: &mut Village) -> Result<(), Failure> {
    let people = village.world.people.clone();
    for (owner, list, _) in village.lists.clone().into_iter().filter(|l| l.2) {
        for _ in 0..8 {
            let Some(who) = village.world.pick(&people).filter(|w| w.persona != owner.persona) else {
                continue;
            };
            village.try_act(who, "follow.start", json!({ "what": list })).await?;
        }
    }
    Ok(())
}

async fn follow_topics(village: &mut Village) -> Result<(), Failure> {
    let host = village.named("秦月明")?;
    let shown = village.world.ask(host, "tag.list", json!({})).await?;
    let tags: Vec<Json> = shown
        .as_ref()
        .and_then(|s| s.get("items"))
        .and_then(Json::as_array)
        .map(|all| all.iter().take(8).filter_map(|t| t.get("id").cloned()).collect())
        .unwrap_or_default();
    let mut people = village.names.values().copied().collect::<Vec<_>>();
    people.extend(village.world.people.iter().skip(people.len()).step_by(9).take(30));
    for who in people {
        let at = village.world.below(tags.len());
        if let Some(tag) = tags.get(at) {
            village.try_act(who, "follow.start", json!({ "what": tag })).await?;
        }
    }
    Ok(())
}
