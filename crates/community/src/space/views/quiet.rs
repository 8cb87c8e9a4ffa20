//! Spaces that went quiet: open for a while, with people inside, and nobody did anything for some days.

use crate::space::{MANAGE, QUIET_DAYS, day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_vocabulary::{DAY, Outcome, SpaceId};

const MOST: i64 = 20;

/// Spaces in which nothing happened lately.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "QuietSpaces")]
pub struct Quiet {}

rows! {
    /// A space that went quiet.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct QuietSpace {
        /// Which.
        pub id: SpaceId,
        /// Name.
        pub name: String,
        /// How many are in.
        pub members: i64,
        /// Number of the day somebody last did something; none when nobody ever did.
        pub last_day: Option<i64>,
    }
}

/// A space with how long it has been quiet.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuietShown {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
    /// How many are in.
    pub members: i64,
    /// Days since somebody did something; none when nobody ever did.
    pub days: Option<i64>,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuietSpaces {
    /// Those with most people inside first.
    pub items: Vec<QuietShown>,
    /// After how many days a space counts as quiet.
    pub after_days: i64,
}

impl Query for Quiet {
    const NAME: &'static str = "space.quiet";
    const SUMMARY: (&'static str, &'static str) = ("安静下来的社群", "Spaces that went quiet");
    type Output = QuietSpaces;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<QuietSpaces> {
        let after_days = QUIET_DAYS.get(tx).await?.max(1);
        let today = day::number(act.now, &day::zone(tx).await?);
        let since = today - after_days;
        let rows: Vec<QuietSpace> = tx
            .all(
                sql!(
                    "select s.id, s.name, s.members, (select max(d.day) from space_day_person d where d.tenant = $tenant and d.space = s.id) as last_day
                     from space s where s.tenant = $tenant and s.state = 'open' and s.kind <> 'work' and s.opened_at < $1
                       and not exists (select 1 from space_day_person d where d.tenant = $tenant and d.space = s.id and d.day > $2)
                     order by s.members desc, s.id limit $3"
                ),
                params![act.now - after_days * DAY, since, MOST],
            )
            .await?;
        let shown = |s: QuietSpace| QuietShown {
            id: s.id,
            name: s.name,
            members: s.members,
            days: s.last_day.map(|last| today - last),
        };
        Ok(QuietSpaces { items: rows.into_iter().map(shown).collect(), after_days })
    }
}
