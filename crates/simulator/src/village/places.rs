//! The spaces of the village, each with its charter, gate and first announcement.

use serde_json::{Value as Json, json};

/// A space of the story.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Kind of space.
    pub kind: &'static str,
    /// Name.
    pub name: &'static str,
    /// Who runs it, by name.
    pub owner: &'static str,
    /// Whether strangers may read.
    pub open_to_read: bool,
    /// For whom.
    pub for_whom: &'static str,
    /// What it gives, in one sentence.
    pub value: &'static str,
    /// Benefits of the nine.
    pub benefits: &'static [&'static str],
    /// What it hangs on.
    pub topic: &'static str,
    /// House rules.
    pub rules: &'static [&'static str],
    /// First topics.
    pub topics: [&'static str; 4],
    /// How many of a full village of 1,200 are in.
    pub size: usize,
    /// How much of the talk happens here, in parts of a hundred.
    pub share: usize,
    /// The day it opens.
    pub day: i64,
    /// The announcement that everybody confirms.
    pub notice: &'static str,
}

impl Place {
    /// The charter as the command wants it.
    #[must_use]
    pub fn charter(&self) -> Json {
        json!({
            "for_whom": self.for_whom, "value": self.value, "benefits": self.benefits, "topic": self.topic,
            "rules": self.rules, "seeds": ["阿桃", "满妈", "小赵", "大圆", "乔乔", "老周"],
            "first_topics": self.topics,
        })
    }
}

const RULES: &[&str] =
    &["先坐下，再说话", "不发广告，不拉人头", "可以不同意，不要骂人", "晒图请注明是不是自己拍的"];

/// The nine spaces.
pub const PLACES: &[Place] = &[
    Place {
        kind: "brand",
        name: "雾溪茶友会",
        owner: "秦月明",
        open_to_read: true,
        for_whom: "在雾溪喝过一杯茶，还想再坐一会儿的人",
        value: "有人一起喝茶，也有人替你尝过",
        benefits: &["knowledge", "belonging"],
        topic: "高山绿茶与每天的一壶",
        rules: RULES,
        topics: ["你家第一只茶杯", "一天里最好喝的那一口", "雾溪哪家早点配绿茶", "怎么劝爸妈少喝隔夜茶"],
        size: 640,
        share: 34,
        day: 0,
        notice: "周六晚上「围炉」照常，二十四个座，自己带杯子。",
    },
    Place {
        kind: "expert",
        name: "老白茶研习社",
        owner: "老梁",
        open_to_read: true,
        for_whom: "想把年份看懂、把水烧对的人",
        value: "一年喝明白一种茶",
        benefits: &["knowledge", "standing"],
        topic: "老白茶饼",
        rules: RULES,
        topics: ["陈香和霉味怎么分", "煮还是泡", "存茶的柜子", "一泡茶的七道水"],
        size: 120,
        share: 12,
        day: 3,
        notice: "每位社友有三个邀请名额，请给真想学的人。",
    },
    Place {
        kind: "shop",
        name: "东岸午茶群",
        owner: "苏青禾",
        open_to_read: true,
        for_whom: "在东岸上班、下午想出来透口气的人",
        value: "午后三点，有人给你留着座",
        benefits: &["belonging", "saving"],
        topic: "东岸店的午后茶席",
        rules: RULES,
        topics: ["办公室里的第一把壶", "下午三点喝什么不困", "东岸店靠窗的位子", "同事爱喝什么"],
        size: 180,
        share: 12,
        day: 2,
        notice: "工作日三点到四点，群友到店免换杯费。",
    },
    Place {
        kind: "circle",
        name: "大学城冷泡社",
        owner: "阿榛",
        open_to_read: true,
        for_whom: "考完试想喝点凉的、聊点闲的同学",
        value: "一瓶冷泡，一个能说话的晚上",
        benefits: &["friends", "belonging"],
        topic: "冷泡茶包",
        rules: RULES,
        topics: ["备考夜喝什么", "冷泡八小时还是四小时", "社团招新带什么", "宿舍里的小茶台"],
        size: 150,
        share: 12,
        day: 5,
        notice: "期末周每晚八点图书馆门口有人送冷泡，先到先得。",
    },
    Place {
        kind: "circle",
        name: "茶点妈妈",
        owner: "满妈",
        open_to_read: true,
        for_whom: "带娃的、会烤点心的、想学的",
        value: "孩子睡了，我们吃点好的",
        benefits: &["friends", "information"],
        topic: "茶酥与茶点",
        rules: RULES,
        topics: ["少糖茶酥的方子", "孩子能不能喝茶", "周末带娃去哪坐", "谁家烤箱借一下"],
        size: 90,
        share: 10,
        day: 14,
        notice: "晒方子请写清楚克数和温度，失败的也欢迎。",
    },
    Place {
        kind: "complaint",
        name: "吐槽与点子",
        owner: "罗半山",
        open_to_read: true,
        for_whom: "觉得哪里不好、或者哪里可以更好的人",
        value: "说出来，两小时内有人接",
        benefits: &["information", "standing"],
        topic: "我们做的每一样东西",
        rules: &["对事不对人", "说清楚是哪一件、什么时候", "我们不删批评"],
        topics: ["盖子、袋子、盒子", "店里哪一步最慢", "你想要的下一款", "我们说错过的话"],
        size: 420,
        share: 8,
        day: 0,
        notice: "每条吐槽两小时内确认，处理到哪一步都写在帖子里。",
    },
    Place {
        kind: "partner",
        name: "合伙人群",
        owner: "秦月明",
        open_to_read: false,
        for_whom: "愿意替茶铺想一步的五十个人",
        value: "先看到，先说话，一起定",
        benefits: &["standing", "matching"],
        topic: "下一季做什么",
        rules: RULES,
        topics: ["第四家店开在哪", "口号怎么定", "礼盒要不要涨价", "明年办几场茶会"],
        size: 50,
        share: 5,
        day: 10,
        notice: "群里看到的打样图请不要外传。",
    },
    Place {
        kind: "work",
        name: "东岸分部工作社群",
        owner: "贺行川",
        open_to_read: false,
        for_whom: "东岸分部的同事",
        value: "今天的事今天说清楚",
        benefits: &["information"],
        topic: "分部的日常",
        rules: &["有事说事", "不在群里布置私活"],
        topics: ["本周任务", "客人说了什么", "缺什么货", "谁和谁换班"],
        size: 24,
        share: 4,
        day: 0,
        notice: "每天打烊前三分钟写日志。",
    },
    Place {
        kind: "circle",
        name: "西岸垂钓茶友",
        owner: "阿舟",
        open_to_read: true,
        for_whom: "钓鱼时想喝口热的",
        value: "鱼不上钩的时候有人说话",
        benefits: &["belonging"],
        topic: "旅行杯",
        rules: RULES,
        topics: ["西岸哪个湾子有鲫鱼", "保温多久才够", "夜钓带什么茶", "空军之夜"],
        size: 60,
        share: 1,
        day: 6,
        notice: "下水注意安全。",
    },
];
