//! Whether a record that arrives is somebody we know. Pure.
//!
//! Rules (charter P1): the same source id or the same union id is the same person. A phone or mail verified
//! by code is the same person only when name, year of birth and union id do not contradict and the known
//! record was active within the days of the setting; an older one needs one more fact (name, last order,
//! card). A card number alone never merges. Everything else is for people to decide, with the reasons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::{DAY, MemberId, Time};

/// What points at a known record, or speaks against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The very same source id.
    SameId,
    /// The same union id.
    SameUnionId,
    /// The same phone or mail, verified by code.
    VerifiedAddress,
    /// The same phone or mail, not verified.
    UnverifiedAddress,
    /// The same card.
    SameCard,
    /// The same recorded name and year of birth.
    SameNameAndYear,
    /// Proven with one more fact.
    FactFits,
    /// Staff think so.
    StaffSaysSo,
    /// Another recorded name.
    OtherName,
    /// Another year of birth.
    OtherBirthYear,
    /// Another union id.
    OtherUnionId,
    /// The known record was not active lately.
    LongAway,
}

/// The record that arrives.
#[derive(Clone, Debug, Default)]
pub struct Arriving {
    /// Union id, if it brings one.
    pub union_id: Option<String>,
    /// Recorded name.
    pub name: Option<String>,
    /// Year of birth.
    pub birth_year: Option<String>,
    /// Last order it names.
    pub last_order: Option<String>,
    /// Card it names.
    pub card: Option<String>,
}

/// A record we know that shares something with it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which.
    pub member: MemberId,
    /// Its member number: the older one stays.
    pub number: i64,
    /// What it shares.
    pub shares: Vec<Reason>,
    /// Its union ids.
    pub union_ids: Vec<String>,
    /// Its recorded names.
    pub names: Vec<String>,
    /// Its recorded years of birth.
    pub birth_years: Vec<String>,
    /// Its last orders.
    pub last_orders: Vec<String>,
    /// Its cards.
    pub cards: Vec<String>,
    /// When it was last active.
    pub seen_at: Time,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Records that are surely the same person, the one that stays first.
    pub same: Vec<(MemberId, Reason)>,
    /// Records that may be, with what speaks for and against it.
    pub perhaps: Vec<(MemberId, Vec<Reason>)>,
}

/// Decides about every record that shares something.
#[must_use]
pub fn decide(arriving: &Arriving, known: &[Known], now: Time, active_days: i64) -> Decision {
    let mut known: Vec<&Known> = known.iter().collect();
    known.sort_by_key(|k| k.number);
    let mut decision = Decision::default();
    for record in known {
        let against = contradictions(arriving, record);
        let mut reasons = record.shares.clone();
        reasons.sort_unstable();
        reasons.dedup();
        if let Some(reason) = sure(arriving, record, &against, now, active_days) {
            decision.same.push((record.member, reason));
            continue;
        }
        reasons.extend(against);
        if is_long_away(record, now, active_days) {
            reasons.push(Reason::LongAway);
        }
        decision.perhaps.push((record.member, reasons));
    }
    decision
}

fn sure(a: &Arriving, k: &Known, against: &[Reason], now: Time, days: i64) -> Option<Reason> {
    let shares = |reason| k.shares.contains(&reason);
    if shares(Reason::SameId) {
        return Some(Reason::SameId);
    }
    if shares(Reason::SameUnionId) {
        return Some(Reason::SameUnionId);
    }
    if !shares(Reason::VerifiedAddress) || !against.is_empty() {
        return None;
    }
    if !is_long_away(k, now, days) {
        return Some(Reason::VerifiedAddress);
    }
    fact_fits(a, k).then_some(Reason::FactFits)
}

/// Whether a record was not active within so many days; the last day still counts.
#[must_use]
pub fn is_long_away(known: &Known, now: Time, days: i64) -> bool {
    now.since(known.seen_at) > days * DAY
}

/// Whether one more fact is the known record's own.
#[must_use]
pub fn fact_fits(arriving: &Arriving, known: &Known) -> bool {
    holds(&known.names, arriving.name.as_ref())
        || holds(&known.last_orders, arriving.last_order.as_ref())
        || holds(&known.cards, arriving.card.as_ref())
}

fn holds(values: &[String], wanted: Option<&String>) -> bool {
    wanted.is_some_and(|w| values.iter().any(|v| fold(v) == fold(w)))
}

fn contradictions(a: &Arriving, k: &Known) -> Vec<Reason> {
    let other = |values: &[String], wanted: Option<&String>| {
        wanted.is_some() && !values.is_empty() && !holds(values, wanted)
    };
    let mut out = Vec::new();
    if other(&k.names, a.name.as_ref()) {
        out.push(Reason::OtherName);
    }
    if other(&k.birth_years, a.birth_year.as_ref()) {
        out.push(Reason::OtherBirthYear);
    }
    if other(&k.union_ids, a.union_id.as_ref()) {
        out.push(Reason::OtherUnionId);
    }
    out
}

/// Names compare without blanks and case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    const NOW: Time = Time(1_800_000_000_000_000);

    fn known(shares: &[Reason]) -> Known {
        Known {
            member: MemberId::from_raw(1),
            number: 1,
            shares: shares.to_vec(),
            union_ids: vec!["u1".into()],
            names: vec!["周 明".into()],
            birth_years: vec!["1970".into()],
            last_orders: vec!["A9".into()],
            cards: vec!["C7".into()],
            seen_at: NOW - 10 * DAY,
        }
    }

    fn same(a: &Arriving, k: &Known) -> Option<Reason> {
        decide(a, std::slice::from_ref(k), NOW, 90).same.first().map(|s| s.1)
    }

    fn text(s: &str) -> Option<String> {
        Some(s.to_owned())
    }

    #[test]
    fn a_union_id_merges_by_itself_and_a_card_never() {
        let a = Arriving { name: text("别人"), ..Arriving::default() };
        assert_eq!(same(&a, &known(&[Reason::SameUnionId])), Some(Reason::SameUnionId));
        assert_eq!(same(&Arriving::default(), &known(&[Reason::SameCard])), None);
        assert_eq!(same(&Arriving::default(), &known(&[Reason::UnverifiedAddress])), None);
        assert_eq!(same(&Arriving::default(), &known(&[Reason::SameNameAndYear])), None);
    }

    #[test]
    fn a_verified_phone_merges_until_the_last_day_and_without_contradiction() {
        let phone = [Reason::VerifiedAddress];
        let mut k = known(&phone);
        k.seen_at = NOW - 90 * DAY;
        assert_eq!(same(&Arriving::default(), &k), Some(Reason::VerifiedAddress));
        k.seen_at = NOW - 90 * DAY - 1;
        assert_eq!(same(&Arriving::default(), &k), None);
        for against in [
            Arriving { name: text("吴姨"), ..Arriving::default() },
            Arriving { birth_year: text("1971"), ..Arriving::default() },
            Arriving { union_id: text("u2"), ..Arriving::default() },
        ] {
            assert_eq!(same(&against, &known(&phone)), None, "{against:?}");
        }
    }

    #[test]
    fn one_more_fact_opens_an_old_record() {
        let mut k = known(&[Reason::VerifiedAddress]);
        k.seen_at = NOW - 200 * DAY;
        for fact in [
            Arriving { name: text("周明"), ..Arriving::default() },
            Arriving { last_order: text("a9"), ..Arriving::default() },
            Arriving { card: text("C7"), ..Arriving::default() },
        ] {
            assert_eq!(same(&fact, &k), Some(Reason::FactFits), "{fact:?}");
        }
        let wrong = Arriving { last_order: text("A8"), ..Arriving::default() };
        assert_eq!(same(&wrong, &k), None);
    }

    #[test]
    fn the_older_record_stays() {
        let mut young = known(&[Reason::SameUnionId]);
        (young.member, young.number) = (MemberId::from_raw(2), 2);
        let both = [young, known(&[Reason::SameUnionId])];
        let same = decide(&Arriving::default(), &both, NOW, 90).same;
        assert_eq!(same.first().map(|s| s.0), Some(MemberId::from_raw(1)));
    }
}
