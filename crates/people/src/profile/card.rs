//! The personal card as its owner and as others see it.

use super::{ANSWERS_MIN, REACTIONS_PER_WEEK, REACTORS_MIN, react::WEEK, score, state};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{BlobId, Fault, MemberId, Outcome, Text, Time};

/// The parts of a card: key, Chinese, English.
pub const PARTS: &[(&str, &str, &str)] = &[
    ("speciality", "擅长", "Good at"),
    ("way", "做事的方式", "Way of doing things"),
    ("joined", "来的日子", "Here since"),
    ("solves", "解决问题", "Solves problems"),
    ("influence", "影响力", "Influence on others"),
    ("promises", "说到做到", "Keeps promises"),
    ("word_of_mouth", "口碑", "Word of mouth"),
    ("honours", "荣誉", "Honours"),
];

/// A year of weeks: older reactions weigh less than a thousandth.
const WEEKS_KEPT: i64 = 52;

/// The card of a member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct CardOf {
    /// Whose.
    pub member: MemberId,
}

/// A part of a card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Text,
    /// Whether others see it.
    pub open: bool,
    /// The text, where it is one.
    pub text: Option<String>,
    /// The figure in hundredths (percent for shares); none is "not enough data".
    pub value: Option<i64>,
    /// What the figure means.
    pub definition: Option<Text>,
}

/// A card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CardShown {
    /// Whose.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// A line about himself.
    pub bio: String,
    /// Whether it is mine.
    pub mine: bool,
    /// When he came, microseconds, if he shows it.
    pub joined_at: Option<Time>,
    /// What he opened; all of it on my own.
    pub parts: Vec<Part>,
}

impl Query for CardOf {
    const NAME: &'static str = "profile.card";
    const SUMMARY: (&'static str, &'static str) =
        ("个人名片（只显示本人公开的部分）", "A personal card: only what its owner opened");
    type Output = CardShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CardShown> {
        let row = member::state::load_now(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        if row.state != "active" {
            return Err(LinkRefusal::NotFound.into());
        }
        let mine = act.actor.member == Some(row.id);
        let card = state::card(tx, row.id).await?;
        let open: Vec<String> = serde_json::from_str(&card.open_parts).unwrap_or_default();
        let mut parts = Vec::new();
        for (key, zh, en) in PARTS {
            let is_open = open.iter().any(|o| o == key);
            if is_open || mine {
                parts.push(Part { open: is_open, ..part(tx, act, row.id, (key, zh, en), &card).await? });
            }
        }
        let shows_joined = mine || open.iter().any(|o| o == "joined");
        Ok(CardShown {
            id: row.id,
            name: row.name,
            avatar: row.avatar,
            bio: row.bio,
            mine,
            joined_at: shows_joined.then_some(row.created_at),
            parts,
        })
    }
}

async fn part(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    name: (&str, &'static str, &'static str),
    card: &state::CardRow,
) -> Result<Part, Fault> {
    let mut part = Part {
        key: name.0.to_owned(),
        name: Text::new(name.1, name.2),
        open: false,
        text: None,
        value: None,
        definition: definition(name.0),
    };
    match name.0 {
        "speciality" => part.text = Some(card.speciality.clone()),
        "way" => part.text = Some(card.way.clone()),
        "influence" => part.value = popularity(tx, act, member).await?,
        "solves" => part.value = solves(tx, member).await?,
        "promises" => part.value = score::keeps(0, 0),
        "word_of_mouth" => part.value = score::word_of_mouth(0, 0),
        _ => {}
    }
    Ok(part)
}

async fn popularity(tx: &mut Tx, act: &Act, member: MemberId) -> Result<Option<i64>, Fault> {
    let weeks = state::reactions(tx, member, act.now.0.div_euclid(WEEK) - WEEKS_KEPT).await?;
    Ok(score::popularity(&weeks, act.now, REACTIONS_PER_WEEK.get(tx).await?, REACTORS_MIN.get(tx).await?))
}

async fn solves(tx: &mut Tx, _member: MemberId) -> Result<Option<i64>, Fault> {
    Ok(score::solves(0, 0, ANSWERS_MIN.get(tx).await?))
}

fn definition(key: &str) -> Option<Text> {
    Some(match key {
        "influence" => Text::new(
            "ln(1 + 不同的人的回应之和)：同一个人每周有上限，30 天减半，买不到。",
            "ln(1 + reactions of different people): each person capped per week, halved every 30 days, not for sale.",
        ),
        "solves" => Text::new(
            "被采纳的回答占给出回答的比例；回答少的时候向三分之一收缩。",
            "Accepted answers among given ones, shrunk towards one third while there are few.",
        ),
        "promises" => {
            Text::new("任务、交易、报名里守约的比例。", "Share of tasks, trades and sign-ups that were kept.")
        }
        "word_of_mouth" => Text::new(
            "好评占有评价之事的比例，取 95% 区间的下限。",
            "Positive among rated deeds, lower end of the 95 % interval.",
        ),
        _ => return None,
    })
}
