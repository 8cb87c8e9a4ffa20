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
const QUESTIONS: &[(&str, &str)] = &[
    ("{tea}泡几分钟合适？", "我按包装上的三分钟泡，总觉得涩，是水太烫还是时间太久？"),
    ("{thing}有茶渍怎么洗？", "试过小苏打，边上还是一圈黄，舍不得用钢丝球。"),
    ("孕期能喝{tea}吗？", "家里人意见不一，想听听过来人的做法，也会去问医生。"),
    ("{tea}怎么存不串味？", "柜子里有{food}，打开一股怪味，救得回来吗？"),
    ("送长辈选{tea}还是别的？", "预算两百以内，长辈血压有点高，平时爱喝浓的。"),
    ("{place}周末要不要提前占座？", "想带三个朋友去，怕白跑一趟。"),
    ("冷泡一定要矿泉水吗？", "自来水烧开放凉行不行，味道差多少？"),
    ("茶酥怎么烤不掉渣？", "按群里的方子烤了两次，一次糊，一次散。"),
];
const ANSWERS: &[&str] = &[
    "水先放到八十五度，{tea}两分钟就够，涩多半是闷久了。",
    "泡一勺柠檬酸，热水一小时，软布一擦就掉，别用钢丝。",
    "这个还是听医生的。我当时改喝大麦茶，嘴馋就闻闻{tea}。",
    "罐子密封，单独一格，别跟{food}放一起。已经串味的摊开晾半天试试。",
    "送{tea}稳妥，另外配一只{thing}，长辈会天天用。",
    "周六下午三点前去都有座，过了就等翻台。",
    "凉白开可以，放冰箱一夜，差别没有想象的大。",
    "黄油软化别化开，面团冷藏半小时再烤，温度低十度。",
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

/// A post of ordinary life.
pub fn post(world: &mut World) -> String {
    let template = world.pick(POSTS).unwrap_or_default();
    fill(world, template)
}

/// A reply.
pub fn reply(world: &mut World) -> String {
    let template = world.pick(REPLIES).unwrap_or_default();
    fill(world, template)
}

/// A question: its number among the kinds, headline and text.
pub fn question(world: &mut World) -> (usize, String, String) {
    let kind = world.below(QUESTIONS.len());
    let (title, text) = QUESTIONS.get(kind).copied().unwrap_or_default();
    (kind, fill(world, title), fill(world, text))
}

/// An answer to a question of a kind.
pub fn answer(world: &mut World, kind: usize) -> String {
    let template = ANSWERS.get(kind % ANSWERS.len()).copied().unwrap_or_default();
    fill(world, template)
}
