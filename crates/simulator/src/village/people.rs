//! Who lives in the village. Every person is invented; phones use a range no operator has issued.

use weilu_kernel::Role;

/// A named person of the story.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Nickname, as shown.
    pub name: &'static str,
    /// Roles on the whole site.
    pub roles: &'static [Role],
    /// Speciality on the personal card; empty when the person shows none.
    pub speciality: &'static str,
    /// A line about the person.
    pub bio: &'static str,
}

const fn person(
    name: &'static str,
    roles: &'static [Role],
    speciality: &'static str,
    bio: &'static str,
) -> Named {
    Named { name, roles, speciality, bio }
}

/// The cast, in the order of the story.
pub const CAST: &[Named] = &[
    person(
        "秦月明",
        &[Role::Operator, Role::Headquarters],
        "办活动、记人名",
        "总部社群运营，茶会的门由她开。",
    ),
    person("温棠", &[Role::Service], "退换与补寄", "客服，白天都在。"),
    person("罗半山", &[Role::Product], "茶罐与包装", "商品经理，吐槽区有问必答。"),
    person("方砚", &[Role::Reviewer], "", "内容审核责任人。"),
    person("沈拾", &[Role::TaskAdmin], "", "任务管理员，表格比茶还多。"),
    person("贺行川", &[Role::BranchHead], "", "东岸分部负责人。"),
    person("苏青禾", &[Role::SubBranchHead], "午后茶席", "东岸店店长。"),
    person("丁一", &[Role::Employee], "", "客户经理，记得每位老客的口味。"),
    person("阿榛", &[Role::Employee], "拍短视频", "大学城店实习店员。"),
    person("牛望川", &[Role::Dealer], "", "经销商，母婴店里也卖茶，做事快。"),
    person("葛敏", &[Role::Dealer], "一束一茶", "花店老板，和茶铺做邻居。"),
    person("老梁", &[Role::Expert], "老白茶", "梁知秋，退休茶评师，话少，喝得多。"),
    person("阿桃", &[Role::Seed], "起话头", "什么都想聊两句。"),
    person("满妈", &[Role::Seed], "带娃喝茶", "林小满妈妈，认识半条街的人。"),
    person("小赵", &[Role::Seed], "新茶消息", "哪家上新，他先知道。"),
    person("大圆", &[Role::Seed], "捧场", "别人说话，他来叫好。"),
    person("乔乔", &[Role::Seed], "主持", "茶会上拿话筒的那位。"),
    person("老周", &[Role::Seed], "挑毛病", "较真，但讲理。"),
    person("何以宁", &[Role::Customer], "", "想给婚礼订一批刻字盖碗。"),
    person("简安", &[], "", "大三，只看不买，先来蹭个座。"),
    person("吴姨", &[Role::Customer], "", "老客，字要大一点。"),
    person("速富君", &[], "", "朋友圈日入过万（自称）。"),
    person("雾里", &[], "", "写字的人，常在二楼靠窗。"),
    person("阿舟", &[], "骑行", "每周骑车绕雾溪一圈。"),
    person("盐罐", &[], "做茶点", "在家烤茶酥，常常糊。"),
    person("半盏", &[], "看盏", "收了十一只杯子，还想收。"),
];

const SURNAMES: &[&str] = &[
    "云", "山", "溪", "石", "松", "竹", "青", "白", "半", "小", "阿", "老", "大", "南", "北", "西", "东",
    "晚", "早", "远",
];
const MIDDLES: &[&str] = &[
    "茶", "雨", "灯", "鱼", "月", "糖", "米", "书", "盐", "桥", "舟", "叶", "瓦", "墨", "笋", "柚", "栗",
    "橘", "枣", "雀",
];
const TAILS: &[&str] = &[
    "", "子", "儿", "君", "同学", "先生", "阿姨", "老师", "师傅", "妈妈", "爸爸", "姐", "哥", "客", "匠",
    "伯",
];

/// The nickname of the n-th ordinary villager: no two alike in the first six thousand.
#[must_use]
pub fn ordinary_name(n: usize) -> String {
    let part =
        |list: &[&'static str], at: usize| list.get(at % list.len().max(1)).copied().unwrap_or_default();
    let (first, second) = (part(SURNAMES, n), part(MIDDLES, n / SURNAMES.len() + n));
    let tail = part(TAILS, n / (SURNAMES.len() * MIDDLES.len()) + n / 7);
    format!("{first}{second}{tail}")
}
