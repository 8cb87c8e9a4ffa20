//! The rule of a gate (S4): leaves joined by AND and OR, judged against what is known of one person.
//!
//! A leaf is met, not met, or waits for a human being (approval by hand, free text to be read); ALL is as good
//! as its worst part, ANY as its best. The judgement is a tree with a sentence for every part and, where it is
//! not met, what would open it: nobody is refused without a reason.

use super::region;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::Role;
use weilu_vocabulary::{Lang, Text};

const DEEPEST: usize = 4;
const MOST_LEAVES: usize = 20;

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(rename = "GateRule")]
pub enum Rule {
    /// Has a valid invitation of a member.
    Invited,
    /// Says he lives in one of these places, or his position is there.
    Region {
        /// Codes of provinces (two digits) or cities (four digits).
        codes: Vec<String>,
    },
    /// His position, given with consent, is near a place.
    Near {
        /// Name of the place.
        place: String,
        /// Latitude in millionths of a degree.
        lat: i64,
        /// Longitude in millionths of a degree.
        lon: i64,
        /// How far at most, in metres.
        metres: i64,
    },
    /// Answered the questionnaire and reached its pass mark.
    Questionnaire,
    /// Bears a label: an interest, an occupation.
    Label {
        /// Its name.
        label: String,
    },
    /// Holds a role of the brand.
    Role {
        /// Which.
        role: Role,
    },
    /// Has been a member of the brand for some days.
    Days {
        /// How many at least.
        days: i64,
    },
    /// Has a verified phone.
    Phone,
    /// Those who run the space say yes.
    Hand,
    /// Every part must be met.
    All {
        /// The parts; none means open to everybody.
        of: Vec<Rule>,
    },
    /// One part is enough.
    Any {
        /// The parts.
        of: Vec<Rule>,
    },
}

/// How a rule stands for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Not met.
    Unmet,
    /// Waits for a human being.
    Waiting,
    /// Met.
    Met,
}

/// What is known of somebody at the door.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whether he has a valid invitation.
    pub invited: bool,
    /// City he named or his position lies in.
    pub city: Option<String>,
    /// Position, in millionths of a degree; never kept.
    pub position: Option<(i64, i64)>,
    /// Whether he reached the pass mark; none when he has not answered.
    pub passed: Option<bool>,
    /// Whether a person has to read what he wrote.
    pub to_be_read: bool,
    /// Labels he bears.
    pub labels: Vec<String>,
    /// Roles he holds on the site.
    pub roles: Vec<Role>,
    /// Days since he joined the brand.
    pub days: i64,
    /// Whether a phone is verified.
    pub phone: bool,
    /// Whether those who run the space said yes.
    pub approved: bool,
}

/// The judgement of a rule or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judged {
    /// `all`, `any`, or the leaf.
    pub kind: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What it asks.
    pub sentence: Text,
    /// What would open it, when it is not met.
    pub help: Option<Text>,
    /// Its parts.
    pub of: Vec<Judged>,
}

impl Rule {
    /// Open to everybody.
    #[must_use]
    pub fn open() -> Rule {
        Rule::All { of: Vec::new() }
    }
    /// A verified phone.
    #[must_use]
    pub fn phone() -> Rule {
        Rule::Phone
    }
    /// Approval by hand.
    #[must_use]
    pub fn hand() -> Rule {
        Rule::Hand
    }
    /// An invitation.
    #[must_use]
    pub fn invited() -> Rule {
        Rule::Invited
    }
    /// An invitation, or else approval by hand.
    #[must_use]
    pub fn invited_or_hand() -> Rule {
        Rule::Any { of: vec![Rule::Invited, Rule::Hand] }
    }
    /// The same region; the owner says which.
    #[must_use]
    pub fn same_region() -> Rule {
        Rule::Region { codes: Vec::new() }
    }
    /// Staff of the brand.
    #[must_use]
    pub fn staff() -> Rule {
        Rule::Any { of: vec![Rule::Role { role: Role::Employee }, Rule::Invited] }
    }

    /// What keeps the rule from ever being met, or from being a rule at all.
    #[must_use]
    pub fn hole(&self, has_form: bool) -> Option<Text> {
        if self.depth() > DEEPEST || self.leaves() > MOST_LEAVES {
            return Some(Text::new(
                "条件太多了，请控制在 4 层、20 条以内。",
                "There are too many conditions: 4 levels and 20 conditions at most.",
            ));
        }
        self.hole_below(has_form)
    }

    fn hole_below(&self, has_form: bool) -> Option<Text> {
        match self {
            Rule::All { of } => of.iter().find_map(|r| r.hole_below(has_form)),
            Rule::Any { of } if of.is_empty() => {
                Some(Text::new("“任一”里至少要有一个条件。", "“Any of” needs at least one condition."))
            }
            Rule::Any { of } => of.iter().find_map(|r| r.hole_below(has_form)),
            Rule::Region { codes } if codes.is_empty() || codes.iter().any(|c| region::name(c).is_none()) => {
                Some(Text::new("请选择限定的城市或省份。", "Choose the cities or provinces it is for."))
            }
            Rule::Near { lat, lon, metres, .. } => {
                let sound = (-90_000_000..=90_000_000).contains(lat)
                    && (-180_000_000..=180_000_000).contains(lon)
                    && (100..=200_000).contains(metres);
                (!sound).then(|| {
                    Text::new(
                        "请填写地点和 100 米到 200 公里的距离。",
                        "Give a place and a distance of 100 m to 200 km.",
                    )
                })
            }
            Rule::Questionnaire if !has_form => Some(Text::new(
                "还没有问卷，请先写好题目。",
                "There is no questionnaire yet; write its questions first.",
            )),
            Rule::Label { label } if label.trim().is_empty() => {
                Some(Text::new("请写明要哪个标签。", "Say which label it asks for."))
            }
            Rule::Days { days } if !(1..=3650).contains(days) => {
                Some(Text::new("天数请填 1 到 3650。", "Days lie between 1 and 3650."))
            }
            _ => None,
        }
    }

    fn depth(&self) -> usize {
        1 + self.parts().iter().map(Rule::depth).max().unwrap_or(0)
    }

    fn leaves(&self) -> usize {
        if let Rule::All { .. } | Rule::Any { .. } = self {
            self.parts().iter().map(Rule::leaves).sum()
        } else {
            1
        }
    }

    fn parts(&self) -> &[Rule] {
        match self {
            Rule::All { of } | Rule::Any { of } => of,
            _ => &[],
        }
    }

    /// Whether a kind of leaf stands anywhere in it.
    #[must_use]
    pub fn asks(&self, leaf: fn(&Rule) -> bool) -> bool {
        leaf(self) || self.parts().iter().any(|r| r.asks(leaf))
    }

    /// Judges it against what is known of somebody.
    #[must_use]
    pub fn judge(&self, known: &Known) -> Judged {
        let of: Vec<Judged> = self.parts().iter().map(|r| r.judge(known)).collect();
        let verdict = match self {
            Rule::All { .. } => of.iter().map(|j| j.verdict).min().unwrap_or(Verdict::Met),
            Rule::Any { .. } => of.iter().map(|j| j.verdict).max().unwrap_or(Verdict::Unmet),
            leaf => leaf.leaf_verdict(known),
        };
        let leaf = of.is_empty() && verdict != Verdict::Met;
        let help = leaf.then(|| self.help(known));
        Judged { kind: self.word().to_owned(), verdict, sentence: self.sentence(), help, of }
    }

    fn leaf_verdict(&self, known: &Known) -> Verdict {
        let met = match self {
            Rule::Invited => known.invited,
            Rule::Region { codes } => known
                .city
                .as_deref()
                .is_some_and(|city| codes.iter().any(|code| city.starts_with(code.as_str()))),
            Rule::Near { lat, lon, metres, .. } => {
                known.position.is_some_and(|from| region::metres_between(from, (*lat, *lon)) <= *metres)
            }
            Rule::Questionnaire => match known.passed {
                Some(true) if known.to_be_read && !known.approved => return Verdict::Waiting,
                passed => passed == Some(true),
            },
            Rule::Label { label } => known.labels.iter().any(|l| l == label.trim()),
            Rule::Role { role } => known.roles.contains(role),
            Rule::Days { days } => known.days >= *days,
            Rule::Phone => known.phone,
            Rule::Hand if known.approved => true,
            Rule::Hand => return Verdict::Waiting,
            Rule::All { .. } | Rule::Any { .. } => false,
        };
        if met { Verdict::Met } else { Verdict::Unmet }
    }

    const fn word(&self) -> &'static str {
        match self {
            Rule::All { .. } => "all",
            Rule::Any { .. } => "any",
            Rule::Invited => "invited",
            Rule::Region { .. } => "region",
            Rule::Near { .. } => "near",
            Rule::Questionnaire => "questionnaire",
            Rule::Label { .. } => "label",
            Rule::Role { .. } => "role",
            Rule::Days { .. } => "days",
            Rule::Phone => "phone",
            Rule::Hand => "hand",
        }
    }

    /// What it asks, in both languages.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Rule::All { of } if of.is_empty() => Text::new("谁都可以进", "Open to everybody"),
            Rule::All { of } => joined(of, "，并且", " and "),
            Rule::Any { of } => joined(of, "，或者", " or "),
            Rule::Invited => Text::new("有成员的邀请", "Invited by a member"),
            Rule::Region { codes } if codes.is_empty() => {
                Text::new("住在同一个地方（群主来定）", "Lives in the same place (the owner says which)")
            }
            Rule::Region { codes } => {
                let names: Vec<Text> = codes.iter().filter_map(|c| region::name(c)).collect();
                let zh = names.iter().map(|n| n.zh.as_ref()).collect::<Vec<_>>().join("、");
                let en = names.iter().map(|n| n.en.as_ref()).collect::<Vec<_>>().join(", ");
                Text::owned(format!("住在{zh}"), format!("Lives in {en}"))
            }
            Rule::Near { place, metres, .. } => {
                let km = format!("{}.{}", metres / 1000, metres % 1000 / 100);
                Text::owned(format!("在{place} {km} 公里以内"), format!("Within {km} km of {place}"))
            }
            Rule::Questionnaire => Text::new("答过入群问卷并及格", "Passed the questionnaire"),
            Rule::Label { label } => {
                Text::owned(format!("有「{label}」标签"), format!("Bears the label “{label}”"))
            }
            Rule::Role { role } => {
                let name = role.text();
                Text::owned(format!("是{}", name.zh), format!("Is {}", name.en.to_lowercase()))
            }
            Rule::Days { days } => {
                Text::owned(format!("入会满 {days} 天"), format!("A member for {days} days or more"))
            }
            Rule::Phone => Text::new("已验证手机号", "Has a verified phone"),
            Rule::Hand => Text::new("群主点头", "The owner says yes"),
        }
    }

    fn help(&self, known: &Known) -> Text {
        match self {
            Rule::Invited => Text::new(
                "请一位群友发邀请给你，从邀请链接进来。",
                "Ask somebody inside for an invitation and come in by its link.",
            ),
            Rule::Region { .. } if known.city.is_some() => Text::new(
                "你填的城市不在范围内；搬过来了可以再申请。",
                "The city you named is outside; apply again once you live there.",
            ),
            Rule::Region { .. } => Text::new("申请时填上你所在的城市。", "Name your city when you apply."),
            Rule::Near { .. } if known.position.is_some() => Text::new(
                "你现在离得有点远；到附近时再试一次。",
                "You are a bit too far away now; try again when you are near.",
            ),
            Rule::Near { .. } => Text::new(
                "申请时同意用一次位置，只留结果，不留位置。",
                "Let us use your position once when you apply; only the result is kept.",
            ),
            Rule::Questionnaire if known.passed == Some(false) => Text::new(
                "这次没到及格线，看看群规再答一次。",
                "This time it fell short of the pass mark; read the rules and try again.",
            ),
            Rule::Questionnaire if known.passed == Some(true) => Text::new(
                "答案里有要人看的内容，等群主看过。",
                "Part of your answers is read by a person; wait for the owner.",
            ),
            Rule::Questionnaire => Text::new("回答几道题就好。", "Answer a few questions."),
            Rule::Label { label } => Text::owned(
                format!("在个人资料里加上「{label}」标签。"),
                format!("Add the label “{label}” to your profile."),
            ),
            Rule::Days { days } => {
                let left = days - known.days;
                Text::owned(format!("再过 {left} 天就可以了。"), format!("Come back in {left} days."))
            }
            Rule::Phone => {
                Text::new("先在「我 · 账号安全」验证手机号。", "Verify a phone under Me · Account first.")
            }
            Rule::Hand => {
                Text::new("交一份申请，群主看过会回复你。", "Send an application; the owner will answer it.")
            }
            _ => Text::new("这是给工作人员的。", "This is for staff."),
        }
    }
}

impl Judged {
    /// The sentences of what is still open, leaves only.
    #[must_use]
    pub fn open_ends(&self, lang: Lang) -> Vec<String> {
        if self.verdict == Verdict::Met {
            return Vec::new();
        }
        match &self.help {
            Some(help) => vec![format!("{} — {}", self.sentence.get(lang), help.get(lang))],
            None => self.of.iter().flat_map(|j| j.open_ends(lang)).collect(),
        }
    }

    /// What is still open as one text in both languages.
    #[must_use]
    pub fn reason(&self) -> Text {
        let one = |lang| {
            self.open_ends(lang).join(match lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            })
        };
        Text::owned(one(Lang::Zh), one(Lang::En))
    }
}

fn joined(of: &[Rule], zh: &str, en: &str) -> Text {
    let part = |r: &Rule| match r {
        Rule::All { of } | Rule::Any { of } if of.len() > 1 => {
            let inner = r.sentence();
            Text::owned(format!("（{}）", inner.zh), format!("({})", inner.en))
        }
        _ => r.sentence(),
    };
    let parts: Vec<Text> = of.iter().map(part).collect();
    Text::owned(
        parts.iter().map(|t| t.zh.as_ref()).collect::<Vec<_>>().join(zh),
        parts.iter().enumerate().map(|(at, t)| small(at, &t.en)).collect::<Vec<_>>().join(en),
    )
}

/// A part inside a sentence begins with a small letter.
fn small(at: usize, part: &str) -> String {
    let (bracket, words) = part.strip_prefix('(').map_or(("", part), |words| ("(", words));
    let mut letters = words.chars();
    match letters.next().filter(|_| at > 0) {
        Some(first) => bracket.chars().chain(first.to_lowercase()).chain(letters).collect(),
        None => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: i64) -> Rule {
        Rule::Days { days }
    }

    #[test]
    fn all_is_as_good_as_its_worst_and_any_as_its_best() {
        let known = Known { days: 3, ..Known::default() };
        let judge = |rule: Rule| rule.judge(&known).verdict;
        assert_eq!(judge(Rule::open()), Verdict::Met);
        assert_eq!(judge(Rule::All { of: vec![days(3), Rule::Hand] }), Verdict::Waiting);
        assert_eq!(judge(Rule::All { of: vec![days(4), Rule::Hand] }), Verdict::Unmet);
        assert_eq!(judge(Rule::Any { of: vec![days(4), Rule::Hand] }), Verdict::Waiting);
        assert_eq!(judge(Rule::Any { of: vec![days(3), Rule::Hand] }), Verdict::Met);
        assert_eq!(judge(Rule::Any { of: vec![] }), Verdict::Unmet);
    }

    #[test]
    fn every_leaf_holds_on_both_sides_of_its_boundary() {
        let at = |days| Known { days, ..Known::default() };
        assert_eq!(days(7).judge(&at(6)).verdict, Verdict::Unmet);
        assert_eq!(days(7).judge(&at(7)).verdict, Verdict::Met);
        let near = Rule::Near { place: "东岸店".into(), lat: 30_000_000, lon: 120_000_000, metres: 5_000 };
        let from = |lat| Known { position: Some((lat, 120_000_000)), ..Known::default() };
        assert_eq!(near.judge(&from(30_044_900)).verdict, Verdict::Met);
        assert_eq!(near.judge(&from(30_045_100)).verdict, Verdict::Unmet);
        let city = |c: &str| Known { city: Some(c.into()), ..Known::default() };
        let region = Rule::Region { codes: vec!["33".into()] };
        assert_eq!(region.judge(&city("3301")).verdict, Verdict::Met);
        assert_eq!(region.judge(&city("3201")).verdict, Verdict::Unmet);
    }

    #[test]
    fn a_passed_questionnaire_with_free_text_waits_for_a_reader() {
        let mut known = Known { passed: Some(true), to_be_read: true, ..Known::default() };
        assert_eq!(Rule::Questionnaire.judge(&known).verdict, Verdict::Waiting);
        known.approved = true;
        assert_eq!(Rule::Questionnaire.judge(&known).verdict, Verdict::Met);
        known.passed = Some(false);
        assert_eq!(Rule::Questionnaire.judge(&known).verdict, Verdict::Unmet);
    }

    #[test]
    fn what_is_open_says_how_to_open_it() {
        let rule = Rule::All { of: vec![Rule::Phone, Rule::Invited] };
        let told = rule.judge(&Known { phone: true, ..Known::default() });
        assert_eq!(told.open_ends(Lang::En).len(), 1);
        assert!(told.reason().zh.contains("邀请"));
        assert_eq!(rule.sentence().en, "Has a verified phone and invited by a member");
    }

    #[test]
    fn a_gate_that_nobody_can_pass_is_found() {
        assert!(Rule::same_region().hole(true).is_some());
        assert!(Rule::Questionnaire.hole(false).is_some());
        assert!(Rule::Questionnaire.hole(true).is_none());
        assert!(Rule::Any { of: vec![] }.hole(true).is_some());
        assert!(Rule::open().hole(false).is_none());
        let many = |n: usize| Rule::All { of: vec![Rule::Phone; n] };
        assert!(many(20).hole(true).is_none() && many(21).hole(true).is_some());
    }
}
