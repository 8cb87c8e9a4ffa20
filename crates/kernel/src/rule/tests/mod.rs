//! Rules of two small conditions: faces that agree, flaws with paths, reasons for one person.

use super::*;
use crate::{App, Feature, Tx, tests as trial};
use serde_json::json;
use std::sync::Arc;
use weilu_vocabulary::{Chance, Failure, MemberId, Outcome, Refusal, Refuse, Text, refusals};

/// Somebody's number says how many years he has been here: the test's stand-in for a real reading.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Years {
    /// Least years.
    least: i64,
    /// Whether years elsewhere count.
    #[serde(default)]
    elsewhere: bool,
}

refusals! {
    /// What is wrong with a test condition.
    pub enum TrialFlaw {
        /// Not above zero.
        Years => 422 "trial.years" "年数要大于零。" "Years must be above zero.";
        /// No such label.
        NoLabel => 422 "trial.no_label" "没有这个标签。" "There is no such label.";
    }
}

impl Condition for Years {
    const KIND: &'static str = "years.at_least";
    const SAYS: (&'static str, &'static str) = ("来了至少 {least} 年", "here for at least {least} years");
    const SAYS_NOT: Option<(&'static str, &'static str)> =
        Some(("来了不到 {least} 年", "here for less than {least} years"));

    async fn check(&self, _: &mut Tx, _: &Act) -> Result<Vec<Flaw>, Fault> {
        Ok(if self.least > 0 { Vec::new() } else { vec![Flaw::at("least", &TrialFlaw::Years)] })
    }

    async fn live(&self, _: &mut Tx, _: &Act, who: &Candidate) -> Result<Finding, Fault> {
        let years = who.member.map_or(0, weilu_vocabulary::Id::raw);
        let more = self.least - years;
        Ok(Finding::of(more <= 0)
            .because(Text::owned(format!("你来了 {years} 年"), format!("you have been here {years} years")))
            .opens(Text::owned(format!("再过 {more} 年"), format!("in {more} years"))))
    }
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Has {
    label: String,
}

impl Condition for Has {
    const KIND: &'static str = "label.has";
    const SAYS: (&'static str, &'static str) = ("带有标签「{label}」", "has the label “{label}”");

    async fn check(&self, _: &mut Tx, _: &Act) -> Result<Vec<Flaw>, Fault> {
        Ok(if self.label == "gone" { vec![Flaw::at("label", &TrialFlaw::NoLabel)] } else { Vec::new() })
    }

    async fn words(&self, _: &mut Tx, _: &Act) -> Result<Words, Fault> {
        let tea = (self.label == "tea").then(|| ("label", Text::new("爱茶", "Tea lover")));
        Ok(tea.into_iter().collect())
    }

    async fn live(&self, _: &mut Tx, _: &Act, _: &Candidate) -> Result<Finding, Fault> {
        Ok(Finding::of(self.label == "tea"))
    }
}

const TRIAL: Feature = Feature {
    name: "trial",
    zh: "试",
    en: "Trial",
    leaves: &[LeafSpec::of::<Years>(), LeafSpec::of::<Has>()],
    ..Feature::EMPTY
};

async fn open() -> Arc<App> {
    trial::open(&[&TRIAL]).await.0
}

fn years(least: i64) -> Rule {
    Rule::leaf(&Years { least, elsewhere: false })
}

fn has(label: &str) -> Rule {
    Rule::leaf(&Has { label: label.to_owned() })
}

fn not(rule: Rule) -> Rule {
    Rule::Not(Box::new(rule))
}

fn read(value: Json) -> Rule {
    serde_json::from_value(value).unwrap()
}

async fn settle(app: &Arc<App>, rule: Rule) -> Outcome<Rule> {
    let act = trial::member(app, 1);
    trial::within(app, move |tx| {
        let (act, rule) = (act.clone(), rule.clone());
        Box::pin(async move { rule.settled(tx, &act).await })
    })
    .await
}

async fn flaws(app: &Arc<App>, rule: Rule) -> Vec<(String, String)> {
    let Err(Failure::Refused(refusal)) = settle(app, rule).await else { panic!("it was taken") };
    told(&refusal)
}

fn told(refusal: &Refusal) -> Vec<(String, String)> {
    let flaws: Vec<Flaw> = serde_json::from_value(refusal.fields["flaws"].clone()).unwrap();
    flaws.into_iter().map(|f| (f.path, f.code.into_owned())).collect()
}

async fn weigh(app: &Arc<App>, rule: Rule, years: i64) -> (bool, Weighed) {
    let act = trial::member(app, 1);
    trial::within(app, move |tx| {
        let (act, rule) = (act.clone(), rule.clone());
        Box::pin(async move {
            let who = Candidate { member: Some(MemberId::new(years)), ..Candidate::default() };
            Ok((rule.holds(tx, &act, &who).await?, rule.weigh(tx, &act, &who).await?))
        })
    })
    .await
    .unwrap()
}

async fn sentence(app: &Arc<App>, rule: Rule) -> Text {
    let act = trial::member(app, 1);
    trial::within(app, move |tx| {
        let (act, rule) = (act.clone(), rule.clone());
        Box::pin(async move { Ok(rule.sentence(tx, &act).await?) })
    })
    .await
    .unwrap()
}

#[test]
fn the_conditions_make_sense_and_broken_ones_are_told() {
    assert_eq!(complaints(&[&TRIAL]), Vec::<String>::new());
    const ODD: LeafSpec = LeafSpec { kind: "Odd", says: ("{wrong}", "{least}"), ..LeafSpec::of::<Years>() };
    const BROKEN: Feature = Feature { leaves: &[ODD], ..Feature::EMPTY };
    let expected = [
        "Odd: not spelt noun.condition, or declared twice",
        "Odd: its sentence names wrong, which is no parameter",
    ];
    assert_eq!(complaints(&[&BROKEN]), expected);
}

#[tokio::test]
async fn a_rule_is_brought_to_one_spelling() {
    let app = open().await;
    let given = read(
        json!({ "all": [{ "any": [{ "leaf": { "kind": "years.at_least", "params": { "least": 3 } } }] }] }),
    );
    assert_eq!(settle(&app, given).await.unwrap(), years(3));
    let everybody = read(json!({ "all": [] }));
    assert_eq!(settle(&app, everybody.clone()).await.unwrap(), everybody);
}

#[tokio::test]
async fn every_flaw_of_a_rule_is_named_with_its_path() {
    let app = open().await;
    let leaf = |kind: &str, params: Json| json!({ "leaf": { "kind": kind, "params": params } });
    let rule = read(json!({ "any": [
        leaf("moon.full", json!({})),
        { "not": leaf("years.at_least", json!({ "least": 0 })) },
        { "all": [] },
        leaf("years.at_least", json!({ "least": "three" })),
        leaf("years.at_least", json!({ "least": 3, "most": 4 })),
        leaf("years.at_least", json!({ "least": 1.5 })),
        leaf("years.at_least", json!({})),
        leaf("label.has", json!({ "label": "gone" })),
    ] }));
    let expected = [
        ("rule.any[0].leaf.kind", "rule.unknown_leaf"),
        ("rule.any[1].not.leaf.params.least", "trial.years"),
        ("rule.any[2].all", "rule.empty"),
        ("rule.any[3].leaf.params", "rule.bad_params"),
        ("rule.any[4].leaf.params.most", "rule.unknown_param"),
        ("rule.any[5].leaf.params.least", "rule.whole_numbers"),
        ("rule.any[6].leaf.params", "rule.bad_params"),
        ("rule.any[7].leaf.params.label", "trial.no_label"),
    ];
    let expected: Vec<_> = expected.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect();
    assert_eq!(flaws(&app, rule).await, expected);
}

#[tokio::test]
async fn depth_and_size_are_limited_on_both_sides() {
    let app = open().await;
    let deep = |levels: usize| (1..levels).fold(years(1), |rule, _| not(rule));
    assert_eq!((deep(6).depth(), settle(&app, deep(6)).await.is_ok()), (6, true));
    assert_eq!(flaws(&app, deep(7)).await, [("rule".to_owned(), "rule.too_deep".to_owned())]);
    let wide = |leaves: i64| Rule::Any((1..=leaves).map(years).collect());
    assert_eq!((wide(99).size(), settle(&app, wide(99)).await.is_ok()), (100, true));
    assert_eq!(flaws(&app, wide(100)).await, [("rule".to_owned(), "rule.too_large".to_owned())]);
}

#[tokio::test]
async fn a_rule_reads_as_a_sentence() {
    let app = open().await;
    let rule = Rule::All(vec![has("tea"), Rule::Any(vec![years(3), not(has("coffee"))]), not(years(9))]);
    let text = sentence(&app, rule).await;
    assert_eq!(
        text.zh,
        "带有标签「爱茶」，并且（来了至少 3 年，或者并非带有标签「coffee」），并且来了不到 9 年"
    );
    assert_eq!(
        text.en,
        "has the label “Tea lover”, and (here for at least 3 years, or not: has the label “coffee”), and here for less than 9 years"
    );
    assert_eq!(sentence(&app, Rule::All(Vec::new())).await.zh, "所有人都可以");
    assert_eq!(
        sentence(&app, not(Rule::Any(vec![years(1), years(2)]))).await.zh,
        "并非（来了至少 1 年，或者来了至少 2 年）"
    );
}

#[tokio::test]
async fn one_person_learns_what_holds_and_what_would_open_it() {
    let app = open().await;
    let rule = Rule::All(vec![has("tea"), Rule::Any(vec![years(3), has("guest")])]);
    let (holds, weighed) = weigh(&app, rule.clone(), 3).await;
    assert!(holds && weighed.holds && weighed.opens.is_none());
    let (holds, weighed) = weigh(&app, rule.clone(), 2).await;
    assert!(!holds && !weighed.holds);
    assert_eq!(
        weighed.opens.map(|t| t.zh.into_owned()).as_deref(),
        Some("（再过 1 年，或者带有标签「guest」）")
    );
    let parts: Vec<_> = weighed.parts.iter().map(|p| (p.node, p.holds)).collect();
    assert_eq!(parts, [(Node::Leaf, true), (Node::Any, false)]);
    assert_eq!(
        weighed.parts[1].parts[0].because.as_ref().map(|t| t.en.as_ref()),
        Some("you have been here 2 years")
    );
    let (holds, weighed) = weigh(&app, not(years(2)), 2).await;
    assert!(!holds);
    assert_eq!(weighed.opens.map(|t| t.zh.into_owned()).as_deref(), Some("来了不到 2 年"));
}

#[test]
fn text_is_read_as_people_write_it() {
    let rule = Rule::parse(
        " years.at_least( least:3 ,elsewhere : false) and not label.has(label: \"茶, (浓)\")or anyone ",
    );
    let expected = Rule::Any(vec![Rule::All(vec![years(3), not(has("茶, (浓)"))]), Rule::All(Vec::new())]);
    assert_eq!(rule.as_ref(), Ok(&expected));
    assert_eq!(
        expected.text(),
        "(years.at_least(elsewhere: false, least: 3) and not label.has(label: \"茶, (浓)\")) or anyone"
    );
}

#[test]
fn unreadable_text_says_where() {
    let deep = format!("{}a.b", "(".repeat(50));
    let cases = [
        ("", 1),
        ("茶", 1),
        ("a.b and", 8),
        ("a.b a.c", 5),
        ("(a.b", 5),
        ("a.b(x)", 6),
        ("a.b(x: )", 8),
        ("a.b(x: 1, x: 2)", 15),
        ("a.b(x: 1 y: 2)", 10),
        ("ab", 1),
        (deep.as_str(), 21),
    ];
    for (text, column) in cases {
        let refusal = Rule::parse(text).unwrap_err().refusal();
        assert_eq!(told(&refusal), [("text".to_owned(), "rule.unreadable".to_owned())], "{text}");
        assert!(refusal.text.zh.contains(&format!("第 {column} 个字")), "{text}: {}", refusal.text.zh);
    }
    let huge = Rule::parse(&" ".repeat(20_001)).unwrap_err().refusal();
    assert_eq!(told(&huge)[0].1, "rule.too_large");
}

/// A random rule in its one spelling: no groups of one.
fn random_rule(chance: &Chance, depth: u64) -> Rule {
    let below = |n: u64| chance.below(n);
    let parts = |chance: &Chance| (0..2 + chance.below(2)).map(|_| random_rule(chance, depth - 1)).collect();
    match if depth == 0 { 3 } else { below(6) } {
        0 => Rule::All(parts(chance)),
        1 => Rule::Any(parts(chance)),
        2 => not(random_rule(chance, depth - 1)),
        _ => {
            let words = ["茶", "a \"b\" \\", ") and not (", "行\n二", "", "anyone", "😀,:"];
            let word = |n: u64| usize::try_from(n).ok().and_then(|n| words.get(n)).copied().unwrap_or("or");
            let value = || match below(6) {
                0 => json!(i64::try_from(below(1 << 40)).unwrap() - (1 << 39)),
                1 => json!([word(below(7)), below(9), true]),
                2 => json!(below(2) == 0),
                3 => Json::Null,
                4 => json!({ word(below(7)): word(below(7)) }),
                _ => json!(word(below(7))),
            };
            let names = ["x", "level", "and", "no_t9", "名", "A b", "or"];
            let name = || names[usize::try_from(below(7)).unwrap()].to_owned();
            let params = (0..below(4)).map(|_| (name(), value())).collect();
            let kinds = ["a.b", "label.has", "x1.y_2.z", "not.or", "anyone.a"];
            Rule::Leaf(Leaf { kind: kinds[usize::try_from(below(5)).unwrap()].to_owned(), params })
        }
    }
}

#[test]
fn every_face_leads_back_to_the_same_rule() {
    for seed in 0..2000 {
        let chance = Chance::new(seed);
        let rule = random_rule(&chance, chance.below(5));
        let text = rule.text();
        let back = Rule::parse(&text).map_err(|r| r.refusal().text.en);
        assert_eq!(back.as_ref(), Ok(&rule), "seed {seed}: {text}");
        assert_eq!(back.map(|r| r.text()), Ok(text), "seed {seed}");
        let data = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&data).unwrap(), rule, "seed {seed}");
        assert_eq!(rule.clone().plain(), rule, "seed {seed}");
    }
}

#[test]
fn any_text_at_all_is_answered() {
    let pieces = [
        "a.b", "(", ")", " and ", " or ", "not ", "anyone", "x: ", "\"", "1", ",", "茶", " ", "\\", "{", "[",
    ];
    for seed in 0..3000 {
        let chance = Chance::new(seed);
        let text: String =
            (0..chance.below(12)).map(|_| pieces[usize::try_from(chance.below(16)).unwrap()]).collect();
        if let Ok(rule) = Rule::parse(&text) {
            let once = rule.plain().text();
            assert_eq!(Rule::parse(&once).map(|r| r.text()), Ok(once.clone()), "seed {seed}: {text}");
        }
    }
}

#[tokio::test]
async fn asking_quickly_and_asking_why_agree() {
    let app = open().await;
    for seed in 0..200 {
        let chance = Chance::new(seed);
        let number = || i64::try_from(chance.below(6)).unwrap() + 1;
        let leaf = || {
            if chance.below(2) == 0 {
                years(number())
            } else {
                has(["tea", "other"][usize::try_from(chance.below(2)).unwrap()])
            }
        };
        let inner = || match chance.below(3) {
            0 => Rule::All(vec![leaf(), leaf()]),
            1 => Rule::Any(vec![leaf(), leaf()]),
            _ => not(leaf()),
        };
        let rule = match chance.below(3) {
            0 => Rule::All(vec![inner(), inner(), leaf()]),
            1 => Rule::Any(vec![inner(), leaf()]),
            _ => not(inner()),
        };
        let settled = settle(&app, rule.clone()).await.unwrap();
        let (holds, weighed) = weigh(&app, settled, number()).await;
        assert_eq!(holds, weighed.holds, "seed {seed}: {}", rule.text());
        assert_eq!(holds, weighed.opens.is_none(), "seed {seed}");
    }
}

#[tokio::test]
async fn the_schema_names_every_condition() {
    let app = open().await;
    let schema = app.rule_schema();
    let leaves = &schema["$defs"]["rule"]["oneOf"][3]["properties"]["leaf"]["oneOf"];
    assert_eq!(leaves[0]["properties"]["kind"]["const"], json!("years.at_least"));
    assert_eq!(leaves[0]["properties"]["params"]["properties"]["least"]["type"], json!("integer"));
    assert_eq!(leaves.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn whoever_writes_a_rule_sees_the_conditions_and_what_it_says() {
    let app = open().await;
    let act = || {
        let mut act = app.act(trial::TENANT);
        act.ctx.actor.member = Some(MemberId::new(1));
        act
    };
    let (leaves, _) = crate::query::ask(&app, act(), Leaves {}).await.unwrap();
    assert_eq!(leaves.iter().map(|l| l.kind.as_str()).collect::<Vec<_>>(), ["years.at_least", "label.has"]);
    let preview = Preview { text: "years.at_least(least: 2)".to_owned() };
    let (shown, _) = crate::query::ask(&app, act(), preview).await.unwrap();
    assert_eq!(shown.rule, years(2));
    assert_eq!(shown.text, "years.at_least(elsewhere: false, least: 2)");
    assert_eq!(shown.sentence.zh, "来了至少 2 年");
    let stranger = crate::query::ask(&app, app.act(trial::TENANT), Leaves {}).await.unwrap_err();
    assert_eq!(stranger.code(), Some("link.sign_in"));
}
