//! What somebody chose to be told of, by which way, and when: one answer per person, whichever of his faces gave it.

use super::{quiet::QuietHours, state};
use jiff::{Span, civil::Weekday, tz::TimeZone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Category, Tx};
use weilu_vocabulary::{Fault, Lang, PersonaId, Time};

/// How often the digest comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Never.
    #[default]
    Off,
    /// Each day.
    Day,
    /// Each week.
    Week,
}

/// When the digest comes, in the brand's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Digest {
    /// How often.
    pub every: Every,
    /// At which hour, 0 to 23.
    pub hour: i64,
    /// On which day of the week, 1 (Monday) to 7.
    pub weekday: i64,
}

impl Default for Digest {
    fn default() -> Digest {
        Digest { every: Every::Off, hour: 9, weekday: 1 }
    }
}

impl Digest {
    /// The next time after `now` at which it is due.
    #[must_use]
    pub fn next(self, now: Time, zone: &TimeZone) -> Option<Time> {
        if self.every == Every::Off {
            return None;
        }
        let today = now.civil(zone)?.date();
        for days in 0..=7 {
            let day = today.checked_add(Span::new().days(days)).ok()?;
            let fits = self.every == Every::Day || weekday_number(day.weekday()) == self.weekday;
            let at = day.at(i8::try_from(self.hour).ok()?, 0, 0, 0).to_zoned(zone.clone()).ok()?;
            let at = Time(at.timestamp().as_microsecond());
            if fits && at > now {
                return Some(at);
            }
        }
        None
    }
}

fn weekday_number(day: Weekday) -> i64 {
    i64::from(day.to_monday_one_offset())
}

/// By which ways a category reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ways {
    /// On the page.
    pub page: bool,
    /// By mail.
    pub mail: bool,
}

/// What somebody chose; what he left alone follows the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choices {
    /// By category.
    pub ways: BTreeMap<Category, Ways>,
    /// His quiet hours; none: those of the brand.
    pub quiet: Option<QuietHours>,
    /// His digest.
    pub digest: Digest,
    /// Which language letters are written in.
    pub lang: Lang,
    /// No notices by mail at all, whatever stands above: one tap in a letter ended them.
    pub no_mail: bool,
}

impl Choices {
    /// How a category reaches him.
    pub fn of(&self, category: Category) -> Ways {
        self.ways.get(&category).copied().unwrap_or(Ways { page: true, mail: category.mails() })
    }

    /// Whether notices of a category go out by mail.
    pub fn mails(&self, category: Category) -> bool {
        !self.no_mail && self.of(category).mail
    }
}

/// What the person behind a persona chose.
pub(crate) async fn of_persona(tx: &mut Tx, persona: PersonaId) -> Result<Choices, Fault> {
    let stored = state::choice::of_persona(tx, persona).await?;
    Ok(stored.map(|s| read(&s)).unwrap_or_default())
}

/// From storage; what an older version wrote reads as the default.
pub(super) fn read(stored: &str) -> Choices {
    serde_json::from_str(stored).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{DAY, HOUR};

    /// Friday 21 November 2025, midnight in Beijing.
    const MIDNIGHT: Time = Time(1_763_654_400_000_000);

    #[test]
    fn a_digest_comes_at_its_hour_and_not_twice() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let daily = Digest { every: Every::Day, hour: 9, weekday: 1 };
        assert_eq!(daily.next(MIDNIGHT, &zone), Some(MIDNIGHT + 9 * HOUR));
        assert_eq!(daily.next(MIDNIGHT + 9 * HOUR, &zone), Some(MIDNIGHT + DAY + 9 * HOUR));
        let weekly = Digest { every: Every::Week, ..daily };
        // The Monday after.
        assert_eq!(weekly.next(MIDNIGHT, &zone), Some(MIDNIGHT + 3 * DAY + 9 * HOUR));
        assert_eq!(weekly.next(MIDNIGHT + 3 * DAY + 9 * HOUR, &zone), Some(MIDNIGHT + 10 * DAY + 9 * HOUR));
        assert_eq!(Digest::default().next(MIDNIGHT, &zone), None);
    }

    #[test]
    fn what_nobody_chose_follows_the_house_and_one_tap_ends_all_letters() {
        let mut choices = Choices::default();
        assert_eq!(choices.of(Category::Like), Ways { page: true, mail: false });
        assert!(choices.mails(Category::Application));
        choices.no_mail = true;
        assert!(!choices.mails(Category::Application));
        assert!(!read("{\"ways\":{\"like\":{\"page\":false,\"mail\":false}}}").of(Category::Like).page);
        assert_eq!(read("nonsense"), Choices::default());
    }
}
