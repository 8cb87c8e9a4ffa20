//! What villagers say: short texts put together from parts, so that nine thousand posts are not one post.

use crate::world::World;

const TEAS: &[&str] = &[
    "高山绿茶",
    "烘青散茶",
    "桂花红茶",
    "老白茶",
    "冷泡茶包",
    "昨天剩的那点红茶",
    "朋友寄来的岩茶",
    "第二道的绿茶",
];
const TIMES: &[&str] = &[
    "早上六点",
    "刚到公司",
    "午睡醒来",
    "下午三点",
    "下班路上",
    "孩子睡了以后",
    "加班到一半",
    "周末一早",
    "下雨的时候",
    "停电那一会儿",
];
const PLACES: &[&str] = &[
    "窗边",
    "阳台上",
    "雾溪总店二楼",
    "东岸店靠门的桌子",
    "大学城店的长凳",
    "办公室茶水间",
    "老家院子里",
    "河边",
    "图书馆门口",
    "厨房的小凳子上",
];
const FEELINGS: &[&str] = &[
    "心里一下子静了",
    "嘴里回甘到现在",
    "想起我奶奶的搪瓷缸",
    "居然没睡着",
    "比咖啡温柔",
    "烫得刚刚好",
    "香得隔壁桌都回头",
    "喝着喝着就笑了",
    "差点忘了要开会",
    "觉得今天还行",
];
const THINGS: &[&str] = &[
    "新买的盖碗",
    "老茶罐",
    "旅行杯",
    "奶奶留下的壶",
    "便利店的一次性纸杯",
    "缺了个口的杯子",
    "朋友送的公道杯",
    "刚洗好的茶巾",
];
const FOODS: &[&str] =
    &["茶酥", "糖炒栗子", "半块月饼", "烤红薯", "咸花生", "昨晚剩的绿豆糕", "一碟腌萝卜", "面包边"];

const POSTS: &[&str] = &[
    "{time}在{place}泡了一壶{tea}，{feeling}。",
    "今天用{thing}泡{tea}，{feeling}。有人也这样吗？",
    "{tea}配{food}，意外地好。{feeling}。",
    "{place}，{time}，一个人，一壶{tea}。{feeling}。",
    "晒一下{thing}。用了三年，{feeling}。",
    "同事路过问我喝的什么，我说{tea}，他坐下就不走了。",
    "{time}想喝{tea}，家里只剩{food}。先吃为敬。",
    "水温降到八十五度再泡{tea}，真的不一样，{feeling}。",
    "谁说{tea}不能煮？我煮了，{feeling}。",
    "带爸妈去{place}坐了一下午，他们只认{tea}。",
    "收到了！{thing}包得很严实，晚上试{tea}。",
    "连着第五天{time}喝{tea}，睡得比上个月好。",
    "在{place}碰见一位也点{tea}的大哥，聊了半小时，没问名字。",
    "{food}买多了，{time}在{place}，来的人自取。",
    "记一笔：{tea}第三道最好，{feeling}。",
];
const REPLIES: &[&str] = &[
    "我也是{time}喝，{feeling}。",
    "配{food}试试。",
    "这个{thing}在哪儿买的？",
    "看饿了。",
    "{place}那张桌子是我的。",
    "水别太开，{tea}怕烫。",
    "同感，{feeling}。",
    "下次叫上我。",
    "学到了，今晚就试。",
    "我家是{tea}，各有各的好。",
    "哈哈，我妈也这么说。",
    "图呢？",
    "第三道确实好。",
    "抱走这句。",
    "周六见。",
    "我在{place}，还有两个座。",
    "记下了，谢谢。",
    "有点不同意，{tea}还是盖碗稳。",
    "刚泡上，来回你。",
    "这就去买{food}。",
];
/// Posts that have a title.
const TITLED: &[(&str, &str)] = &[
    ("{tea}第三道最好喝", "{time}在{place}慢慢喝出来的，前两道急了。"),
    ("给{thing}写几句", "它陪我的日子比很多人都长。今天拿它泡{tea}，{feeling}。"),
    ("{place}的一个下午", "从{time}坐到天黑，{tea}续了四次水，{feeling}。"),
    ("{tea}配{food}，我投一票", "试了一周，别的都试过了，还是这个。{feeling}。"),
    ("把{tea}带给爸妈", "他们说淡，第二天却自己又泡了一壶。{feeling}。"),
    ("试了一次慢泡", "{tea}，八十五度，等满三分钟再动。{feeling}。"),
];
/// What people speak of again and again, by space.
const TOPICS: &[(&str, &[&str])] = &[
    ("雾溪茶友会", &["今天喝什么", "第一只茶杯", "杯子", "围炉", "爸妈与茶", "泡茶水温"]),
    ("老白茶研习社", &["老白茶", "看年份", "存茶", "一泡七道"]),
    ("东岸午茶群", &["东岸午茶", "办公室午后", "一束一茶"]),
    ("大学城冷泡社", &["冷泡", "备考夜", "宿舍茶台"]),
    ("茶点妈妈", &["茶酥方子", "孩子与茶", "周末带娃"]),
    ("吐槽与点子", &["茶罐", "包装", "点子"]),
    ("合伙人群", &["第四家店", "礼盒"]),
    ("东岸分部工作社群", &["本周任务", "缺货"]),
    ("西岸垂钓茶友", &["夜钓", "空军之夜"]),
];
/// What is said to somebody who is named.
const CALLS: &[&str] = &[
    "你上次说的是不是这个？",
    "来看看，是你喜欢的那种。",
    "这句像你说的。",
    "周六一起？",
    "你家那只{thing}还在吗？",
    "你懂{tea}，来说两句。",
];
/// What people add to their own words a little later.
const ADDED: &[&str] = &[
    "补一句：水温是八十五度。",
    "补一句：{food}是真的配。",
    "更正，是第三道不是第二道。",
    "刚又泡了一遍，还是好喝。",
];

/// What is searched for, and how much there is of it: of some things nobody has written yet.
pub const SEARCHED: &[(&str, i64)] = &[
    ("冷泡", 60),
    ("老白茶", 90),
    ("盖碗", 40),
    ("茶会", 25),
    ("茶酥", 30),
    ("水温", 20),
    ("周六", 12),
    ("停车", 0),
    ("退换", 0),
    ("亲子", 0),
];

/// Puts words into the places of a template.
pub fn fill(world: &mut World, template: &str) -> String {
    let mut text = template.to_owned();
    for (place, words) in [
        ("{tea}", TEAS),
        ("{time}", TIMES),
        ("{place}", PLACES),
        ("{feeling}", FEELINGS),
        ("{thing}", THINGS),
        ("{food}", FOODS),
    ] {
        while text.contains(place) {
            let word = world.pick(words).unwrap_or_default();
            text = text.replacen(place, word, 1);
        }
    }
    text
}

/// A post of ordinary life in a space: its title, mostly none, and its text with a topic of the place now and then.
pub fn post(world: &mut World, place: &str) -> (String, String) {
    let titled = if world.once_in(7) { world.pick(TITLED) } else { None };
    let (title, text) = match titled {
        Some((title, text)) => (fill(world, title), fill(world, text)),
        None => {
            let template = world.pick(POSTS).unwrap_or_default();
            (String::new(), fill(world, template))
        }
    };
    let topics = TOPICS.iter().find(|t| t.0 == place).map_or(&[][..], |t| t.1);
    match world.pick(topics).filter(|_| world.below(100) < 38) {
        Some(topic) => (title, format!("{text} #{topic}#")),
        None => (title, text),
    }
}

/// What is said to somebody who is named.
pub fn call(world: &mut World, name: &str) -> String {
    let template = world.pick(CALLS).unwrap_or_default();
    format!("@{name} {}", fill(world, template))
}

/// A text with something added to it.
pub fn with_more(world: &mut World, text: &str) -> String {
    let template = world.pick(ADDED).unwrap_or_default();
    format!("{text}\n{}", fill(world, template))
}

/// A reply.
pub fn reply(world: &mut World) -> String {
    let template = world.pick(REPLIES).unwrap_or_default();
    fill(world, template)
}
