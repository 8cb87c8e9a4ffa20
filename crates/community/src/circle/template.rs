//! The starter set of circles (S12): eleven circles, each with rules and first topics, in both languages.
//!
//! A pack is data: a proposal may begin with one, and the proposer changes what he likes. New packs are added
//! at the end; words of packs are stored and never change.

use crate::space::{charter::Charter, kind::Words};
use weilu_vocabulary::Lang;

/// A starter circle.
#[derive(Clone, Copy)]
pub struct Template {
    /// As stored.
    pub word: &'static str,
    /// Name.
    pub name: Words,
    /// Core value in one sentence.
    pub line: Words,
    /// For which people.
    pub for_whom: Words,
    /// Its first benefit.
    pub benefit: &'static str,
    /// House rules besides courtesy.
    pub rules: &'static [Words],
    /// First four topics.
    pub topics: &'static [Words],
}

const COURTESY: Words =
    Words("对事不对人，有话好好说。", "Speak about matters, not about persons, and speak kindly.");

/// Every starter circle.
pub const TEMPLATES: &[Template] = &[
    Template {
        word: "finance_technology",
        name: Words("财经科技", "Finance and technology"),
        line: Words(
            "看懂钱和新东西，不被带节奏。",
            "Understand money and new things without being carried away.",
        ),
        for_whom: Words(
            "关心理财常识和科技动向的人",
            "People who care about everyday finance and new technology",
        ),
        benefit: "information",
        rules: &[
            Words("不荐股，不代客理财", "No stock tips and no managing of other people's money"),
            Words("转述要给出处", "Name the source of what you pass on"),
        ],
        topics: &[
            Words("你最近弄懂的一个财经概念", "A term of finance you understood lately"),
            Words("值得买的一件数码好物", "One gadget worth its price"),
            Words("家里的第一笔应急金怎么存", "How to begin an emergency fund"),
            Words("一条新闻，我们一起读", "One piece of news, read together"),
        ],
    },
    Template {
        word: "feelings_life",
        name: Words("情感生活", "Feelings and life"),
        line: Words("有人听，也有人懂。", "Somebody listens, and somebody understands."),
        for_whom: Words("想找人说说心里话的人", "People who want to talk about what moves them"),
        benefit: "belonging",
        rules: &[
            Words("不评判别人的选择", "Do not judge other people's choices"),
            Words("别人的故事不外传", "Stories told here stay here"),
        ],
        topics: &[
            Words("今天让你心里一暖的小事", "A small thing that warmed you today"),
            Words("和家里人最近一次长谈", "The last long talk with your family"),
            Words("一个人的时候怎么好好过", "How to spend time alone well"),
            Words("想对十年前的自己说", "What you would tell yourself ten years ago"),
        ],
    },
    Template {
        word: "travel",
        name: Words("旅行", "Travel"),
        line: Words("一起出发，回来有故事。", "Set out together and come back with stories."),
        for_whom: Words("喜欢出门看看的人", "People who like to see other places"),
        benefit: "friends",
        rules: &[
            Words("结伴同行先见面再出发", "Meet before you travel together"),
            Words("攻略写明时间和花费", "Say when you went and what it cost"),
        ],
        topics: &[
            Words("两天一夜去哪里", "Where to go for two days"),
            Words("行李里一定要带的一件东西", "The one thing you always pack"),
            Words("你走过最安静的地方", "The quietest place you have been"),
            Words("下个月想去哪，谁一起", "Where next month, and who comes along"),
        ],
    },
    Template {
        word: "film_fashion",
        name: Words("影视时尚", "Film and fashion"),
        line: Words("好看的片子，好看的衣服，好看的你。", "Good films, good clothes, and you."),
        for_whom: Words("爱看片也爱打扮的人", "People who love films and dress"),
        benefit: "personality",
        rules: &[
            Words("剧透请先标明", "Mark spoilers"),
            Words("不评论别人的身材", "No remarks on other people's bodies"),
        ],
        topics: &[
            Words("最近一部看哭的片子", "The last film that made you cry"),
            Words("衣柜里穿得最久的一件", "What you have worn longest"),
            Words("你模仿过哪个角色的穿搭", "A character whose clothes you copied"),
            Words("换季第一件想买什么", "What to buy first this season"),
        ],
    },
    Template {
        word: "fitness",
        name: Words("健身", "Fitness"),
        line: Words("动起来，有人陪。", "Move, and not alone."),
        for_whom: Words("想把身体练好的人", "People who want to be fit"),
        benefit: "friends",
        rules: &[
            Words("伤病问医生，不乱开方", "Ask a doctor about injuries, not us"),
            Words("不卖课不卖药", "No courses or remedies for sale"),
        ],
        topics: &[
            Words("今天动了多少", "How much did you move today"),
            Words("新手第一个月怎么练", "The first month of a beginner"),
            Words("坚持不下来时怎么办", "What to do when you want to stop"),
            Words("你最喜欢的一条跑步路线", "Your favourite running route"),
        ],
    },
    Template {
        word: "food",
        name: Words("美食", "Food"),
        line: Words("吃好一点，日子就好一点。", "Eat a little better, live a little better."),
        for_whom: Words("爱吃也爱做的人", "People who love to eat and to cook"),
        benefit: "knowledge",
        rules: &[
            Words("探店说明是否请吃", "Say whether the meal was a gift"),
            Words("食材过敏写清楚", "Name allergens clearly"),
        ],
        topics: &[
            Words("今晚吃什么", "What is for dinner"),
            Words("妈妈的一道拿手菜", "A dish your mother makes best"),
            Words("巷子里的小馆子", "A small place round the corner"),
            Words("十分钟能做好的一餐", "A meal in ten minutes"),
        ],
    },
    Template {
        word: "car_friends",
        name: Words("车友", "Car friends"),
        line: Words("用车省心，出门有伴。", "Easy driving, good company."),
        for_whom: Words("有车或想买车的人", "People who drive or want to"),
        benefit: "saving",
        rules: &[
            Words("不晒别人车牌", "Do not show other people's plates"),
            Words("改装守法规", "Keep modifications legal"),
        ],
        topics: &[
            Words("真实油耗电耗晒一晒", "Real consumption of your car"),
            Words("保养避过的坑", "Traps of maintenance you avoided"),
            Words("第一次自己换备胎", "The first wheel you changed yourself"),
            Words("周末去哪里兜风", "Where to drive this weekend"),
        ],
    },
    Template {
        word: "self_driving",
        name: Words("自驾", "Self-driving"),
        line: Words("车轮上的假期。", "Holidays on wheels."),
        for_whom: Words("喜欢自己开车出远门的人", "People who like long drives"),
        benefit: "friends",
        rules: &[
            Words("路上不飙车不疲劳驾驶", "No racing and no driving when tired"),
            Words("车队听领队", "In a convoy, follow the leader"),
        ],
        topics: &[
            Words("一条三天的自驾线", "A route for three days"),
            Words("车上必备清单", "What to keep in the car"),
            Words("高原和雪地怎么开", "Driving on plateaus and snow"),
            Words("一次救援的经历", "A time you were rescued"),
        ],
    },
    Template {
        word: "drama",
        name: Words("戏剧", "Drama"),
        line: Words("进剧场，也上台。", "Into the theatre, and onto the stage."),
        for_whom: Words("爱看戏也想演戏的人", "People who love plays and want to act"),
        benefit: "personality",
        rules: &[
            Words("观演不拍照", "No pictures during a play"),
            Words("转票按原价", "Tickets change hands at face value"),
        ],
        topics: &[
            Words("看过最难忘的一场", "The play you cannot forget"),
            Words("一段想念给大家听的台词", "Lines you want to read to us"),
            Words("第一次看戏从哪里开始", "Where to begin with theatre"),
            Words("我们排一个十分钟的小戏", "Let us stage ten minutes"),
        ],
    },
    Template {
        word: "film",
        name: Words("电影", "Film"),
        line: Words("灯暗下来，我们一起看。", "The lights go down and we watch together."),
        for_whom: Words("认真看电影的人", "People who watch films with care"),
        benefit: "knowledge",
        rules: &[Words("剧透请先标明", "Mark spoilers"), Words("不发盗版链接", "No links to pirated copies")],
        topics: &[
            Words("这周看什么", "What to watch this week"),
            Words("一个镜头说说它好在哪", "One shot, and why it is good"),
            Words("适合全家看的片子", "Films for the whole family"),
            Words("冷门佳片互换", "Little known films to exchange"),
        ],
    },
    Template {
        word: "football",
        name: Words("足球", "Football"),
        line: Words("一起踢，也一起看。", "Play together, watch together."),
        for_whom: Words("踢球和看球的人", "People who play or watch football"),
        benefit: "friends",
        rules: &[Words("不赌球", "No betting"), Words("输赢都握手", "Shake hands whoever wins")],
        topics: &[
            Words("这周谁来踢", "Who plays this week"),
            Words("你的第一双球鞋", "Your first boots"),
            Words("一场比赛怎么看门道", "How to read a match"),
            Words("约一次线下看球", "Let us watch one together"),
        ],
    },
];

/// The starter circle of a word.
#[must_use]
pub fn find(word: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|t| t.word == word)
}

impl Template {
    /// The charter it begins with; its seeds are those who sign.
    #[must_use]
    pub fn charter(&self, lang: Lang) -> Charter {
        let said = |words: &Words| words.text().get(lang).to_owned();
        let rules = std::iter::once(&COURTESY).chain(self.rules);
        let benefits =
            if self.benefit == "friends" { vec!["friends"] } else { vec![self.benefit, "friends"] };
        Charter {
            for_whom: said(&self.for_whom),
            value: said(&self.line),
            benefits: benefits.into_iter().map(ToOwned::to_owned).collect(),
            topic: said(&self.name),
            rules: rules.map(said).collect(),
            seeds: Vec::new(),
            first_topics: self.topics.iter().map(said).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_circles_lack_nothing_but_their_seeds() {
        assert_eq!(TEMPLATES.len(), 11);
        for template in TEMPLATES {
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(template.charter(lang).missing(), vec!["seeds"], "{}", template.word);
            }
        }
    }
}
