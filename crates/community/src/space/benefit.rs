//! The nine benefits a space may promise (S3), each with the events that show whether it keeps its promise.
//!
//! A counter is the number of such events in the space, read from the log by day; a benefit without a kind of
//! event of its own yet is counted by the nearest act there is.

use weilu_vocabulary::Text;

/// A benefit.
pub struct Benefit {
    /// As stored.
    pub word: &'static str,
    /// As read by people.
    pub name: Text,
    /// What its counter counts.
    pub counts: Text,
    /// The kinds of events counted.
    pub kinds: &'static [&'static str],
}

/// Every benefit.
pub const BENEFITS: &[Benefit] = &[
    Benefit {
        word: "knowledge",
        name: Text::new("知识", "Knowledge"),
        counts: Text::new("问题和回答", "questions and answers"),
        kinds: &["question.asked", "question.answered", "question.accepted", "post.accepted"],
    },
    Benefit {
        word: "friends",
        name: Text::new("交友", "Friends"),
        counts: Text::new("互相回应", "replies to one another"),
        kinds: &["post.replied"],
    },
    Benefit {
        word: "jobs",
        name: Text::new("工作机会", "Jobs"),
        counts: Text::new("机会帖和撮合", "jobs posted and matched"),
        kinds: &["job.posted", "job.matched"],
    },
    Benefit {
        word: "matching",
        name: Text::new("资源对接", "Resource matching"),
        counts: Text::new("需求与供给", "needs and offers"),
        kinds: &["need.posted", "need.matched"],
    },
    Benefit {
        word: "saving",
        name: Text::new("买得更省", "Cheaper buying"),
        counts: Text::new("拼团与订单", "group-buys and orders"),
        kinds: &["group_buy.joined", "order.paid"],
    },
    Benefit {
        word: "information",
        name: Text::new("消息灵通", "Information"),
        counts: Text::new("新帖与公告", "posts and announcements"),
        kinds: &["post.written", "announcement.published"],
    },
    Benefit {
        word: "belonging",
        name: Text::new("归属感", "Belonging"),
        counts: Text::new("新伙伴入群", "people who came in"),
        kinds: &["space.joined"],
    },
    Benefit {
        word: "standing",
        name: Text::new("身份与认可", "Standing"),
        counts: Text::new("被点赞", "likes received"),
        kinds: &["post.liked"],
    },
    Benefit {
        word: "personality",
        name: Text::new("表达自己", "Personality"),
        counts: Text::new("说出自己的话", "things said in one's own words"),
        kinds: &["post.written", "post.replied"],
    },
];

/// The benefit of a word.
#[must_use]
pub fn find(word: &str) -> Option<&'static Benefit> {
    BENEFITS.iter().find(|b| b.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_benefits_and_each_counts_something() {
        assert_eq!(BENEFITS.len(), 9);
        assert!(BENEFITS.iter().all(|b| !b.kinds.is_empty()));
    }
}
