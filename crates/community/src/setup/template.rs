//! Ready spaces, as data in both languages: charter, gate, welcome, first act and first post.
//!
//! One set for each purpose of the house; the colleagues' own room is in both. Words are stored and never change;
//! texts may, since a space copies them when it is made. Where no phone is asked for by law, a gate that would ask
//! for one stands open.

use crate::{
    gate::Rule,
    space::{
        charter::Charter,
        kind::{self, Words},
    },
};
use weilu_kernel::Role;
use weilu_people::{account::Country, brand::Purpose};
use weilu_vocabulary::Lang;

/// A ready space.
#[derive(Clone, Copy)]
pub struct Ready {
    /// As stored.
    pub word: &'static str,
    /// Kind of space it is made from.
    pub kind: &'static str,
    /// Name.
    pub name: Words,
    /// Core value in one sentence.
    pub line: Words,
    /// For which people.
    pub for_whom: Words,
    /// What it hangs on.
    pub topic: Words,
    /// Which of the nine benefits it promises.
    pub benefits: &'static [&'static str],
    /// House rules besides those of its kind.
    pub rules: &'static [Words],
    /// First four topics.
    pub topics: [Words; 4],
    /// What a newcomer is told.
    pub welcome: Words,
    /// What a newcomer does first.
    pub first_act: Words,
    /// The first post.
    pub post: Words,
    /// Its gate.
    pub gate: fn() -> Rule,
}

impl Ready {
    /// Its charter, with the host as first seed.
    #[must_use]
    pub fn charter(&self, lang: Lang, host: &str) -> Charter {
        let said = |words: &Words| words.text().get(lang).to_owned();
        let own = kind::find(self.kind).map(|k| k.rules).unwrap_or_default();
        Charter {
            for_whom: said(&self.for_whom),
            value: said(&self.line),
            benefits: self.benefits.iter().map(|b| (*b).to_owned()).collect(),
            topic: said(&self.topic),
            rules: own.iter().chain(self.rules).map(said).collect(),
            seeds: vec![host.to_owned()],
            first_topics: self.topics.iter().map(said).collect(),
        }
    }

    /// Its gate where the community stands.
    #[must_use]
    pub fn gate_in(&self, country: Country) -> Rule {
        match ((self.gate)(), country) {
            (Rule::Phone, Country::Elsewhere) => Rule::open(),
            (rule, _) => rule,
        }
    }

    /// Whether strangers may read it.
    #[must_use]
    pub fn is_open_to_read(&self) -> bool {
        kind::find(self.kind).is_some_and(|k| k.open_to_read)
    }

    /// Whether it is for colleagues alone.
    #[must_use]
    pub fn is_for_staff(&self) -> bool {
        self.kind == "work"
    }
}

/// The ready spaces of a purpose, in the order of the page.
pub fn of(purpose: Purpose) -> impl Iterator<Item = &'static Ready> {
    let own: &[Ready] = match purpose {
        Purpose::Brand => BRAND,
        Purpose::Dealers => DEALERS,
    };
    own.iter().chain(std::iter::once(&STAFF))
}

/// The ready space of a word.
#[must_use]
pub fn find(word: &str) -> Option<&'static Ready> {
    BRAND.iter().chain(DEALERS).chain(std::iter::once(&STAFF)).find(|r| r.word == word)
}

fn dealers() -> Rule {
    Rule::Any { of: vec![Rule::Role { role: Role::Dealer }, Rule::Invited, Rule::Hand] }
}

const CONTACTS: Words = Words("别人的联系方式不外传。", "Other people's contacts stay here.");
const NO_POACHING: Words = Words("不私下挖别人的客户。", "Nobody approaches another dealer's customers.");
const NO_LEAKS: Words = Words(
    "价格和资料只在这里看，不截图外发。",
    "Prices and papers are for reading here and leave in no screenshot.",
);

const BRAND: &[Ready] = &[
    Ready {
        word: "lounge",
        kind: "brand",
        name: Words("会客厅", "The living room"),
        line: Words(
            "认识用同一样东西的人，也认识做它的人。",
            "Meet those who use the same things, and those who make them.",
        ),
        for_whom: Words("用过或想用我们东西的人", "Whoever uses our things, or means to"),
        topic: Words("我们做的东西，和用它过的日子", "What we make, and life with it"),
        benefits: &["friends", "information"],
        rules: &[CONTACTS],
        topics: [
            Words("你是怎么知道我们的？", "How did you come to know us?"),
            Words("晒晒你正在用的那一件", "Show the one you use every day"),
            Words("有什么话早就想对我们说", "What have you long wanted to tell us?"),
            Words("这个月想和大家一起做点什么", "What shall we do together this month?"),
        ],
        welcome: Words(
            "欢迎进来坐。先说一句你是怎么找到这里的，我们都在。",
            "Come in and sit down. Tell us in a line how you found us; we are here.",
        ),
        first_act: Words("说说你是怎么知道我们的", "Say how you came to know us"),
        post: Words(
            "大家好，这里是会客厅。\n\n做东西的人和用东西的人，平时很少坐到一起，所以有了这间屋。你可以问我们任何事，也可以先听听别人怎么用。\n\n从一个简单的问题开始：你是怎么知道我们的？",
            "Hello. This is the living room.\n\nThose who make things and those who use them seldom sit together, so here is a room for it. Ask us anything, or listen first to how others use them.\n\nLet us begin with something simple: how did you come to know us?",
        ),
        gate: Rule::phone,
    },
    Ready {
        word: "newcomers",
        kind: "brand",
        name: Words("新人报到", "Newcomers"),
        line: Words("第一次来，从这里认识大家。", "New here? This is where you meet people."),
        for_whom: Words(
            "刚加入的人，和愿意带新人的老朋友",
            "Those who just came, and old friends who show them round",
        ),
        topic: Words("第一次来", "Being new here"),
        benefits: &["belonging", "friends"],
        rules: &[],
        topics: [
            Words("三句话介绍你自己", "You in three sentences"),
            Words("你在哪个城市，平时爱做什么", "Your city, and what you like to do"),
            Words("来这里最想得到什么", "What do you hope to find here?"),
            Words("老朋友说说：刚来时谁帮过你", "Old friends: who helped you when you were new?"),
        ],
        welcome: Words(
            "第一次来吧？随便说几句，会有人接话。",
            "First time here? Say a few words; somebody will answer.",
        ),
        first_act: Words("用三句话介绍自己", "Introduce yourself in three sentences"),
        post: Words(
            "新来的朋友，先在这里打个招呼吧。\n\n不用写得好看，三句话就行：怎么称呼你，在哪里，为什么来。老朋友看到了，都会来说一声欢迎。\n\n我先来：我是这里的主人家，负责把大家招呼好。轮到你了。",
            "If you are new, say hello here first.\n\nIt need not be elegant. Three sentences do: what to call you, where you are, why you came. Whoever has been here longer will say welcome.\n\nI begin: I keep this house and look after everybody in it. Now you.",
        ),
        gate: Rule::open,
    },
    Ready {
        word: "how_to",
        kind: "brand",
        name: Words("用法与问答", "How to use it"),
        line: Words(
            "哪里不会问哪里，用过的人来答。",
            "Ask what you cannot work out; those who can will answer.",
        ),
        for_whom: Words(
            "正在用我们东西、想用得更好的人",
            "Those who use our things and want to use them better",
        ),
        topic: Words("用法、保养、搭配和小窍门", "Using, caring for and combining our things"),
        benefits: &["knowledge", "saving"],
        rules: &[Words(
            "提问写清楚型号和情况，解决了回一声谢。",
            "Name the model and what happened, and say thanks when it is solved.",
        )],
        topics: [
            Words("新手最常踩的三个坑", "Three mistakes of beginners"),
            Words("我有一个小窍门", "A trick of mine"),
            Words("这样保养能用得更久", "Care that makes it last"),
            Words("还有什么是说明书没写的", "What the manual does not say"),
        ],
        welcome: Words(
            "有问题直接发，写清楚型号和情况，答得更快。",
            "Just ask; with the model and what happened you get an answer sooner.",
        ),
        first_act: Words("说说你在用哪一款，用了多久", "Say which one you use, and since when"),
        post: Words(
            "用着用着遇到问题，就发在这里。\n\n写清楚三件事，别人才好帮你：用的是哪一款、发生了什么、已经试过什么。我们的人会看，用得久的朋友往往答得更好。\n\n先收集一下：你刚开始用的时候，最想有人告诉你什么？",
            "When something puzzles you, post it here.\n\nThree things help others to help you: which one you have, what happened, what you tried. Our people read along, and old users often know best.\n\nTo begin with: what do you wish somebody had told you when you were new?",
        ),
        gate: Rule::open,
    },
    Ready {
        word: "ideas",
        kind: "complaint",
        name: Words("吐槽与点子", "Complaints and ideas"),
        line: Words("不满意就说，有人负责回。", "Say what you dislike; somebody answers for it."),
        for_whom: Words("有话要说的每一个人", "Everybody with something to say"),
        topic: Words("哪里不好，怎样更好", "What is wrong and how to mend it"),
        benefits: &["personality", "standing"],
        rules: &[Words(
            "说清楚是哪件事、哪一天，方便我们查。",
            "Say what it was and when, so that we can look into it.",
        )],
        topics: [
            Words("我们哪里最让你不满意", "What do you dislike most about us?"),
            Words("如果只能改一处，你会改哪里", "If you could change one thing, which?"),
            Words("有没有谁家这一点做得更好", "Who does this better than we do?"),
            Words("你一直在等、还没等到的东西", "What have you been waiting for?"),
        ],
        welcome: Words(
            "不满意的、想要的，都直接说。每一条都会有人回。",
            "Say what you dislike or wish for. Every word gets an answer.",
        ),
        first_act: Words("说一处你觉得该改的地方", "Name one thing that should change"),
        post: Words(
            "这间屋专门听不好听的话。\n\n每一条都会有人在约定的时间里回：能改的说什么时候改，不能改的说为什么。改好了，我们也会回来告诉你。\n\n那就开始吧：我们哪里最让你不满意？",
            "This room is for what is hard to hear.\n\nEvery word gets an answer within the promised time: what can be mended gets a date, what cannot gets a reason. When it is done we come back and say so.\n\nLet us begin: what do you dislike most about us?",
        ),
        gate: Rule::phone,
    },
    Ready {
        word: "together",
        kind: "scene",
        name: Words("活动与聚会", "Meeting up"),
        line: Words("线上聊得来，线下见一面。", "Get on here, then meet in person."),
        for_whom: Words(
            "想出来见见面、一起做点事的人",
            "Those who would like to meet and do things together",
        ),
        topic: Words("聚会、试用、参观和一起动手", "Meetings, tastings, visits and making things together"),
        benefits: &["friends", "belonging"],
        rules: &[Words("报了名来不了，提前说一声。", "If you signed up and cannot come, say so in time.")],
        topics: [
            Words("你想在哪个城市见面", "In which city shall we meet?"),
            Words("最想参加什么样的聚会", "What sort of meeting would you come to?"),
            Words("谁愿意当一次主人家", "Who would be the host for once?"),
            Words("上一次难忘的聚会是什么样", "A gathering you still remember"),
        ],
        welcome: Words(
            "说说你在哪个城市，凑够几个人就能聚一次。",
            "Name your city; a handful of people is enough to meet.",
        ),
        first_act: Words("说说你在哪个城市", "Say which city you are in"),
        post: Words(
            "聊了这么久，不如见一面。\n\n想聚会、想来看看我们怎么做东西、想一起动手，都在这里说。三五个人就能成行，地方和茶点我们来想办法。\n\n先报个到：你在哪个城市？周末有空还是平时有空？",
            "After all this talk, why not meet?\n\nA gathering, a visit to see how things are made, an afternoon of making something: say so here. A handful of people is enough; we find the place and the tea.\n\nTo begin: which city are you in, and is it weekends or weekdays?",
        ),
        gate: Rule::open,
    },
];

const DEALERS: &[Ready] = &[
    Ready {
        word: "dealer_hall",
        kind: "company",
        name: Words("经销商之家", "The dealers' house"),
        line: Words("总部和各地伙伴，有事坐下来说。", "Headquarters and dealers, at one table."),
        for_whom: Words(
            "我们的经销商、门店负责人和对接的同事",
            "Our dealers, shop heads and the colleagues who serve them",
        ),
        topic: Words("政策、通知和大家的近况", "Policy, notices and how everybody is doing"),
        benefits: &["information", "matching"],
        rules: &[NO_POACHING],
        topics: [
            Words("你的店在哪里，今年最想做成什么", "Where is your shop, and what is your aim this year?"),
            Words("最近生意怎么样，一句话说说", "How is business, in one line?"),
            Words("哪条政策看不明白", "Which policy is unclear?"),
            Words("最希望总部帮你做什么", "What should headquarters do for you?"),
        ],
        welcome: Words(
            "先报个到：你的店在哪里，主要卖什么。",
            "Say where your shop is and what it sells most.",
        ),
        first_act: Words("介绍你的店在哪里", "Say where your shop is"),
        post: Words(
            "各位伙伴，以后我们就在这里说话。\n\n通知会发在这里，政策有疑问也在这里问，总部的人每天会看。别的群消息刷得快，这里说过的话都留得住、找得到。\n\n先认识一下：你的店在哪里，今年最想做成什么？",
            "Partners, from now on this is where we talk.\n\nNotices come here, and questions about policy are asked and answered here; somebody from headquarters reads every day. What is said elsewhere scrolls away. Here it stays and can be found.\n\nLet us meet first: where is your shop, and what is your aim this year?",
        ),
        gate: dealers,
    },
    Ready {
        word: "dealer_goods",
        kind: "company",
        name: Words("新品与资料", "New goods and papers"),
        line: Words("新品、价格和图片，一处看全。", "New goods, prices and pictures in one place."),
        for_whom: Words("要上新、要备货、要做宣传的伙伴", "Dealers who stock, price and advertise"),
        topic: Words("上新、价格表、陈列和宣传图", "New goods, price lists, displays and pictures"),
        benefits: &["information", "saving"],
        rules: &[NO_LEAKS],
        topics: [
            Words("这一批新品，你看好哪一款", "Which of the new goods will sell?"),
            Words("你的陈列，拍一张给大家看", "A photo of your display"),
            Words("还缺什么资料和图片", "Which papers or pictures are missing?"),
            Words("备货多少合适，大家怎么算", "How much to stock: how do you reckon?"),
        ],
        welcome: Words(
            "新品和资料都发在这里，缺什么就说一声。",
            "New goods and papers are posted here; say what is missing.",
        ),
        first_act: Words("说说你最需要哪种资料", "Say which papers you need most"),
        post: Words(
            "上新、价格表、陈列图和宣传素材，以后都发在这里。\n\n每次上新会单独开一帖，价格和到货时间写在开头，有问题就在那一帖下面问，免得找不到。\n\n先问一句：做生意的时候，你最缺哪一种资料？",
            "New goods, price lists, displays and pictures are posted here from now on.\n\nEvery new item gets a post of its own, with price and date on top; ask below it, so that the answer can be found.\n\nFirst a question: which papers do you miss most when you sell?",
        ),
        gate: dealers,
    },
    Ready {
        word: "dealer_craft",
        kind: "profession",
        name: Words("开店心得", "The craft of selling"),
        line: Words("别家怎么做成的，学得来。", "How others made it work, so that you can too."),
        for_whom: Words("愿意交流办法的店主和店长", "Owners and shop heads who share what works"),
        topic: Words("接待、复购、社群和用人", "Serving, regulars, communities and staff"),
        benefits: &["knowledge", "standing"],
        rules: &[NO_POACHING],
        topics: [
            Words("你留住老顾客的一个办法", "One way you keep regulars"),
            Words("最近做成的一单，怎么做成的", "A sale you made lately, and how"),
            Words("生意淡的时候你做什么", "What do you do when trade is slow?"),
            Words("怎么带好一个新店员", "How to train somebody new"),
        ],
        welcome: Words(
            "说一个你自己试过的办法，大小都好。",
            "Share one thing you tried yourself, however small.",
        ),
        first_act: Words("分享一个你试过的办法", "Share one thing that worked"),
        post: Words(
            "开店的难处，只有开店的人懂。\n\n这里不讲大道理，只说做过的事：怎么做的、花了多少、结果怎样，不成的也可以说。一个办法换十个办法，划算。\n\n我来开个头：留住老顾客，你用过最管用的一招是什么？",
            "Only those who keep a shop know how hard it is.\n\nNo sermons here, only what was done: how, at what cost, with what result, failures too. Give one idea and take ten home.\n\nTo begin: what is the best thing you ever did to keep a regular?",
        ),
        gate: dealers,
    },
    Ready {
        word: "dealer_service",
        kind: "company",
        name: Words("售后互助", "After-sales help"),
        line: Words("售后遇到难题，一起想办法。", "Hard after-sales cases, solved together."),
        for_whom: Words("处理售后的伙伴和技术同事", "Those who handle after-sales, and our technicians"),
        topic: Words("安装、维修、退换和顾客投诉", "Installing, repair, returns and complaints"),
        benefits: &["knowledge", "matching"],
        rules: &[Words(
            "顾客的姓名和电话打上码再发。",
            "Blot out customers' names and numbers before you post.",
        )],
        topics: [
            Words("最近最难处理的一单售后", "Your hardest case lately"),
            Words("哪个问题重复出现", "Which problem keeps coming back?"),
            Words("配件和工具哪里不够用", "Which parts or tools are short?"),
            Words("顾客发火时你怎么说", "What do you say to an angry customer?"),
        ],
        welcome: Words(
            "发问题时带上型号和照片，技术同事会来看。",
            "Post with model and photo; our technicians will look.",
        ),
        first_act: Words("说说你遇到最多的售后问题", "Name the problem you meet most"),
        post: Words(
            "售后的事，一个人琢磨不如一起琢磨。\n\n发的时候带上型号、照片和顾客怎么说的，技术同事当天会回。解决了请回来补一句结果，下一位遇到的人就不用再问。\n\n先统计一下：你那里出现最多的问题是哪一个？",
            "After-sales is easier with several heads.\n\nPost model, photo and what the customer says; our technicians answer the same day. When it is solved, come back and say how, so that the next one need not ask.\n\nTo begin: which problem do you meet most?",
        ),
        gate: dealers,
    },
    Ready {
        word: "dealer_voice",
        kind: "complaint",
        name: Words("建议与反映", "Wishes and complaints"),
        line: Words("对总部有意见，说出来有人回。", "Tell headquarters what is wrong; somebody answers."),
        for_whom: Words("每一位伙伴", "Every partner"),
        topic: Words("政策、供货、系统和配合", "Policy, supply, systems and teamwork"),
        benefits: &["personality", "standing"],
        rules: &[],
        topics: [
            Words("供货上最影响你的一件事", "What in our supply hurts you most?"),
            Words("哪一步流程最耽误时间", "Which step wastes most time?"),
            Words("顾客最常抱怨什么", "What do customers complain of?"),
            Words("如果你来管，先改哪里", "What would you change first?"),
        ],
        welcome: Words("有意见直接说，每一条都会有人回。", "Say it plainly; every word gets an answer."),
        first_act: Words("说一件最想让总部改的事", "Name one thing headquarters should change"),
        post: Words(
            "对总部有意见，就在这里说。\n\n供货、政策、系统、配合，哪里不顺就说哪里。每一条都会有对应的同事回，能改的给时间，不能改的给理由。\n\n先来一条：今年最影响你做生意的，是哪一件事？",
            "If headquarters does something badly, say it here.\n\nSupply, policy, systems, teamwork: wherever it sticks. The colleague in charge answers every word, with a date where it can be mended and a reason where it cannot.\n\nTo begin: what has hurt your business most this year?",
        ),
        gate: dealers,
    },
];

const STAFF: Ready = Ready {
    word: "staff",
    kind: "work",
    name: Words("员工后厨", "The kitchen"),
    line: Words("同事在这里商量怎么招呼好大家。", "Where colleagues plan how to look after everybody."),
    for_whom: Words("一起打理社群的同事", "Colleagues who look after the communities"),
    topic: Words("值班、难题和每周复盘", "Shifts, hard cases and the week in review"),
    benefits: &["information", "knowledge"],
    rules: &[],
    topics: [
        Words("这周谁值班，几点到几点", "Who is on duty this week, and when?"),
        Words("今天遇到的难题，怎么回的", "A hard case today, and what you answered"),
        Words("哪几位成员值得我们记住", "Which members should we remember?"),
        Words("这周做对了什么，下周改什么", "What went well, and what do we change?"),
    ],
    welcome: Words(
        "先看置顶的第一条，里面写着头几天要做的事。",
        "Read the first post; it says what to do in the first days.",
    ),
    first_act: Words("说说你负责哪几个群", "Say which spaces are yours"),
    post: Words(
        "先读这一条。这间屋只有同事看得见，头几天照着做就好：\n\n1. 在控制台「设置」里，把品牌的名字、颜色和一句话介绍看一遍。\n2. 在「协议与公示」里，把用户协议和隐私政策换成自己的，再请人进来。\n3. 每个社群的章程和入群条件看一遍，不合适就改。\n4. 请来十位你叫得出名字的人，一位一位请，别群发。\n5. 每天早上打开控制台的「今日」，从上往下处理。没人回的提问，最要紧。\n\n值班怎么排、难办的事找谁，写在下面的回复里。",
        "Read this first. Only colleagues see this room; the first days go like this:\n\n1. Under Settings in the console, look over the brand's name, colour and sentence.\n2. Under Policy texts, replace the terms and the privacy text by your own before you invite anybody.\n3. Read every space's charter and gate, and change what does not fit.\n4. Invite ten people whose names you know, one by one, not in bulk.\n5. Open Today in the console each morning and work from the top. Questions without an answer come first.\n\nWho is on duty and whom to ask in hard cases: write it in the replies below.",
    ),
    gate: Rule::staff,
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_ready_space_is_whole_and_can_open() {
        let words: BTreeSet<&str> = of(Purpose::Brand).chain(of(Purpose::Dealers)).map(|r| r.word).collect();
        assert_eq!(words.len(), BRAND.len() + DEALERS.len() + 1);
        for ready in of(Purpose::Brand).chain(of(Purpose::Dealers)) {
            assert!(kind::find(ready.kind).is_some(), "{}", ready.word);
            assert!((ready.gate)().hole(false).is_none(), "{}", ready.word);
            for lang in [Lang::Zh, Lang::En] {
                let charter = ready.charter(lang, "阿桃");
                assert_eq!((charter.missing(), charter.wrong()), (vec![], None), "{} {lang:?}", ready.word);
                let length = |words: Words| words.text().get(lang).chars().count();
                assert!((2..=30).contains(&length(ready.name)), "{}", ready.word);
                assert!(length(ready.first_act) <= 60 && length(ready.welcome) <= 500, "{}", ready.word);
            }
        }
    }

    #[test]
    fn each_purpose_offers_four_to_six_and_one_is_for_colleagues() {
        for purpose in [Purpose::Brand, Purpose::Dealers] {
            assert!((4..=6).contains(&of(purpose).count()));
            assert_eq!(of(purpose).filter(|r| r.is_for_staff()).count(), 1);
        }
    }

    #[test]
    fn where_no_phone_is_asked_for_the_gate_stands_open() {
        let lounge = find("lounge").unwrap();
        assert_eq!(lounge.gate_in(Country::Mainland), Rule::Phone);
        assert_eq!(lounge.gate_in(Country::Elsewhere), Rule::open());
        let hall = find("dealer_hall").unwrap();
        assert_eq!(hall.gate_in(Country::Elsewhere), dealers());
    }
}
