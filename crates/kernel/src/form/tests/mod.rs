//! Forms: points, flaws, one spelling, and versions that stay. Random forms are small enough to try every
//! answer.

use super::*;
use crate::tests as trial;
use serde_json::{Value as Json, json};
use weilu_vocabulary::{Chance, Failure, FormId, Refuse};

fn tea() -> Form {
    serde_json::from_value(json!({
        "title": { "zh": "入群问卷", "en": "A few questions" },
        "pass_mark": 60,
        "fields": [
            { "key": "brew", "label": { "zh": "绿茶用多热的水", "en": "Water for green tea" }, "required": true,
              "kind": { "type": "single", "options": [
                { "key": "boiling", "label": { "zh": "滚水", "en": "Boiling" } },
                { "key": "eighty", "label": { "zh": "八十度", "en": "80 °C" }, "points": 40 } ] } },
            { "key": "years", "label": { "zh": "喝茶几年", "en": "Years of tea" },
              "kind": { "type": "number", "min": 0, "max": 80, "scores": [
                { "from": 1, "to": 4, "points": 10 }, { "from": 5, "to": 80, "points": 20 } ] } },
            { "key": "kinds", "label": { "zh": "爱喝", "en": "Favourites" },
              "kind": { "type": "multiple", "max_choices": 2, "options": [
                { "key": "green", "label": { "zh": "绿茶", "en": "Green" }, "points": 15 },
                { "key": "white", "label": { "zh": "白茶", "en": "White" }, "points": 5 },
                { "key": "milk", "label": { "zh": "奶茶", "en": "Milk tea" }, "points": -10 } ] } },
            { "key": "why", "label": { "zh": "说说你", "en": "" },
              "kind": { "type": "long_text", "max_chars": 20, "read_by_person": true } },
            { "key": "home", "label": { "zh": "所在地", "en": "Home" }, "kind": { "type": "region" } },
            { "key": "born", "label": { "zh": "生日", "en": "Birthday" },
              "kind": { "type": "date", "earliest": "1900-01-01", "latest": "2020-12-31" } },
            { "key": "phone", "label": { "zh": "电话", "en": "Phone" }, "kind": { "type": "phone" } }
        ]
    }))
    .unwrap()
}

fn settled() -> Form {
    tea().settled().unwrap()
}

fn answers(value: Json) -> Answers {
    serde_json::from_value(value).unwrap()
}

fn flaws(refusal: FormRefusal) -> Vec<(String, String)> {
    let (FormRefusal::BadAnswers { flaws, .. } | FormRefusal::BadForm { flaws, .. }) = refusal;
    flaws.into_iter().map(|f| (f.path, f.code.into_owned())).collect()
}

#[test]
fn answers_are_scored_on_both_sides_of_the_pass_mark() {
    let form = settled();
    let below = form.fill(&answers(json!({ "brew": "eighty", "years": 4, "kinds": ["white"] }))).unwrap();
    assert_eq!(below.score, Score { score: 55, max: 80, passed: false, needs_person: false });
    let at = form.fill(&answers(json!({ "brew": "eighty", "years": 5, "why": "就是爱喝" }))).unwrap();
    assert_eq!(at.score, Score { score: 60, max: 80, passed: true, needs_person: true });
    let mut free = form;
    free.pass_mark = None;
    assert!(free.fill(&answers(json!({ "brew": "boiling" }))).unwrap().score.passed);
}

#[test]
fn answers_come_to_one_spelling() {
    let given = answers(json!({
        "brew": "eighty", "kinds": ["white", "green", "white"], "why": "  山上来的\n ", "years": null,
        "home": ["江西 ", "九江"], "born": "1990-02-03", "phone": "+86 １３８-0013 8000"
    }));
    let filled = settled().fill(&given).unwrap();
    let expected = json!({
        "brew": "eighty", "kinds": ["green", "white"], "why": "山上来的",
        "home": ["江西", "九江"], "born": "1990-02-03", "phone": "13800138000"
    });
    assert_eq!(filled.answers, answers(expected));
    assert_eq!(settled().fill(&filled.answers).unwrap().answers, filled.answers);
}

#[test]
fn every_flaw_is_named_with_its_path() {
    let given = answers(json!({
        "years": 81, "kinds": ["green", "white", "milk"], "why": "一二三四五六七八九十一二三四五六七八九十一",
        "home": ["江西"], "born": "2021-01-01", "phone": "12345", "extra": 1
    }));
    let refusal = settled().fill(&given).unwrap_err();
    let shown = refusal.refusal();
    assert_eq!((shown.code, shown.status), ("form.bad_answers", 422));
    assert_eq!(shown.text.zh, "还有 8 处要改一改：「绿茶用多热的水」这一题要回答。");
    let expected = [
        ("brew", "form.required"),
        ("years", "form.too_large"),
        ("kinds", "form.too_many"),
        ("why", "form.too_long"),
        ("home", "form.not_a_region"),
        ("born", "form.too_late"),
        ("phone", "form.not_a_phone"),
        ("extra", "form.unknown_field"),
    ];
    let expected: Vec<_> = expected.iter().map(|(p, c)| (format!("answers.{p}"), (*c).to_owned())).collect();
    assert_eq!(flaws(refusal), expected);
}

#[test]
fn wrong_kinds_are_refused_everywhere() {
    for wrong in [json!(true), json!({ "a": 1 }), json!(1.5), json!([[1]])] {
        for key in ["brew", "years", "kinds", "why", "home", "born", "phone"] {
            let mut given = answers(json!({ "brew": "eighty" }));
            given.0.insert(key.to_owned(), wrong.clone());
            let found = flaws(settled().fill(&given).unwrap_err());
            assert_eq!(found.len(), 1, "{key} {wrong}");
        }
    }
}

#[test]
fn phones_from_abroad_are_taken() {
    for (typed, kept) in [
        ("+852 6123 4567", Some("+85261234567")),
        ("+86123", None),
        ("0086 13800138000", Some("13800138000")),
        ("+0123456789", None),
    ] {
        let filled = settled().fill(&answers(json!({ "brew": "eighty", "phone": typed })));
        let found =
            filled.ok().and_then(|f| f.answers.get("phone").and_then(Json::as_str).map(str::to_owned));
        assert_eq!(found.as_deref(), kept, "{typed}");
    }
}

#[test]
fn a_form_that_makes_no_sense_is_refused_where_it_does_not() {
    let cases: [(&str, Json, &str, &str); 11] = [
        ("/pass_mark", json!(81), "pass_mark", "form.pass_mark"),
        ("/fields", json!([]), "fields", "form.field_count"),
        ("/fields/1/key", json!("brew"), "fields[1].key", "form.double_key"),
        ("/fields/1/key", json!("Brew"), "fields[1].key", "form.bad_key"),
        ("/fields/1/label", json!({ "zh": " ", "en": "" }), "fields[1].label", "form.bad_text"),
        ("/fields/0/kind/options", json!([]), "fields[0].kind.options", "form.option_count"),
        (
            "/fields/0/kind/options/1/points",
            json!(1001),
            "fields[0].kind.options[1].points",
            "form.bad_points",
        ),
        ("/fields/1/kind/max", json!(-1), "fields[1].kind", "form.bad_limits"),
        ("/fields/1/kind/scores/1/from", json!(4), "fields[1].kind.scores[1]", "form.bad_range"),
        ("/fields/2/kind/max_choices", json!(4), "fields[2].kind", "form.bad_limits"),
        ("/fields/5/kind/latest", json!("2020-13-01"), "fields[5].kind", "form.bad_day"),
    ];
    for (pointer, value, path, code) in cases {
        let mut body = serde_json::to_value(tea()).unwrap();
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => panic!("{pointer}"),
        }
        let form: Form = serde_json::from_value(body).unwrap();
        let found = flaws(form.settled().unwrap_err());
        assert_eq!(found, vec![(path.to_owned(), code.to_owned())], "{pointer}");
    }
}

#[test]
fn a_language_left_blank_takes_the_words_of_the_other() {
    assert_eq!(settled().field("why").map(|f| f.label.en.to_string()).as_deref(), Some("说说你"));
}

#[test]
fn the_schema_names_every_field() {
    let schema = settled().answers_schema();
    assert_eq!(schema["required"], json!(["brew"]));
    assert_eq!(schema["properties"]["brew"]["enum"], json!(["boiling", "eighty"]));
    assert_eq!(schema["properties"]["years"]["maximum"], json!(80));
    assert_eq!(schema["properties"].as_object().map(serde_json::Map::len), Some(7));
}

/// A random form of choices and numbers, small enough to try every answer.
fn random_form(chance: &Chance) -> Form {
    let points = || i64::try_from(chance.below(41)).unwrap() - 20;
    let label = || Text::owned("题", "Question");
    let field = |at: u64| {
        let options =
            (0..=chance.below(4)).map(|o| Choice { key: format!("o{o}"), label: label(), points: points() });
        let kind = match chance.below(3) {
            0 => FieldKind::Single { options: options.collect() },
            1 => {
                let options: Vec<_> = options.collect();
                let all = u32::try_from(options.len()).unwrap();
                let most = 1 + u32::try_from(chance.below(all.into())).unwrap();
                let min_choices = 1 + u32::try_from(chance.below(most.into())).unwrap();
                FieldKind::Multiple {
                    options,
                    min_choices,
                    max_choices: (chance.below(2) == 0).then_some(most),
                }
            }
            _ => {
                let min = (chance.below(2) == 0).then_some(-2);
                let scores = (0..chance.below(3)).map(|b| {
                    let from = i64::try_from(b).unwrap() * 4 - 5;
                    Band { from, to: from + i64::try_from(chance.below(4)).unwrap(), points: points() }
                });
                FieldKind::Number {
                    min,
                    max: (chance.below(2) == 0).then_some(5),
                    unit: None,
                    scores: scores.collect(),
                }
            }
        };
        Field { key: format!("f{at}"), label: label(), help: None, required: chance.below(2) == 0, kind }
    };
    let fields = (0..=chance.below(4)).map(field).collect();
    Form { version: 0, title: label(), intro: None, fields, pass_mark: None }
}

/// Every answer to a field that could matter.
fn all_answers(field: &Field) -> Vec<Json> {
    let keys: Vec<&str> = field.kind.options().iter().map(|o| o.key.as_str()).collect();
    match &field.kind {
        FieldKind::Single { .. } => keys.iter().map(|k| json!(k)).collect(),
        FieldKind::Multiple { .. } => (0..1_usize << keys.len())
            .map(|mask| {
                keys.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, k)| json!(k)).collect()
            })
            .collect(),
        _ => (-12..=12).map(|n| json!(n)).collect(),
    }
}

#[test]
fn the_most_points_are_exactly_what_the_best_answers_reach() {
    for seed in 0..500 {
        let form = random_form(&Chance::new(seed)).settled().unwrap();
        let mut best = Answers::default();
        for field in &form.fields {
            let alone = Form { fields: vec![field.clone()], ..form.clone() };
            let with = |a: Json| Answers([(field.key.clone(), a)].into());
            let mut tried: Vec<Filled> =
                all_answers(field).into_iter().filter_map(|a| alone.fill(&with(a)).ok()).collect();
            tried.extend(alone.fill(&Answers::default()));
            let top = tried.into_iter().max_by_key(|f| f.score.score).unwrap();
            best.0.extend(top.answers.0);
        }
        let filled = form.fill(&best).unwrap();
        assert_eq!(filled.score.score, filled.score.max, "seed {seed}: {form:?}");
    }
}

#[test]
fn any_form_survives_json_and_any_input_is_answered() {
    for seed in 0..500 {
        let chance = Chance::new(seed);
        let form = random_form(&chance).settled().unwrap();
        let text = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<Form>(&text).unwrap(), form, "seed {seed}");
        let mut given = Answers::default();
        for field in &form.fields {
            let all = all_answers(field);
            let at = usize::try_from(chance.below(u64::try_from(all.len()).unwrap() + 1)).unwrap();
            given.0.extend(all.get(at).map(|a| (field.key.clone(), a.clone())));
        }
        match form.fill(&given) {
            Ok(filled) => {
                assert!(filled.score.score <= filled.score.max, "seed {seed}");
                assert_eq!(form.fill(&filled.answers).unwrap(), filled, "seed {seed}");
            }
            Err(refusal) => assert!(!flaws(refusal).is_empty(), "seed {seed}"),
        }
    }
}

#[tokio::test]
async fn versions_stay_as_they_were_written() {
    let (app, _) = trial::open(&[]).await;
    let act = trial::member(&app, 1);
    let id = FormId::new(5);
    let keep = |form: Form| {
        let act = act.clone();
        trial::within(&app, move |tx| {
            let (act, form) = (act.clone(), form.clone());
            Box::pin(async move { save(tx, &act, id, form).await })
        })
    };
    assert_eq!(keep(tea()).await.unwrap().version, 1);
    assert_eq!(keep(tea()).await.unwrap().version, 1);
    let mut second = tea();
    second.pass_mark = Some(10);
    assert_eq!(keep(second).await.unwrap().version, 2);
    assert_eq!(keep(tea()).await.unwrap().version, 3);
    let mut broken = tea();
    broken.fields.clear();
    assert_eq!(keep(broken).await.unwrap_err().code(), Some("form.bad_form"));
    let (first, last, none) = trial::within(&app, move |tx| {
        Box::pin(async move {
            Ok::<_, Failure>((load(tx, id, 1).await?, newest(tx, id).await?, load(tx, id, 4).await?))
        })
    })
    .await
    .unwrap();
    assert_eq!(first.map(|f| (f.version, f.pass_mark)), Some((1, Some(60))));
    assert_eq!(last.map(|f| f.version), Some(3));
    assert_eq!(none, None);
}
