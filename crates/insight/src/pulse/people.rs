//! The people behind a figure, for those who may see them, and never of fewer than five: a figure of four with
//! names is no figure.

use super::{
    SEE_PEOPLE,
    board::{self, Window},
    metric::{self, LEAST},
    views::{asked, read},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, tenant};
use weilu_vocabulary::{BlobId, Id, MemberId, Outcome, SpaceId, day_number, refusals};

/// The people behind a figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PulsePeople")]
pub struct People {
    /// Name of the definition.
    pub metric: String,
    /// Days of the period.
    #[serde(default)]
    pub days: Option<i64>,
    /// Only in this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// Somebody behind it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Behind {
    /// Who.
    pub id: MemberId,
    /// Name as known now.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// How often he did something in the window.
    pub acts: i64,
}

/// The list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PeopleShown {
    /// Those who did most first; at most a hundred.
    pub items: Vec<Behind>,
    /// How many there are in all.
    pub total: i64,
}

refusals! {
    /// Why nobody is shown.
    pub enum PeopleRefusal {
        /// The figure is not made of people.
        NotPeople => 422 "pulse.not_people" "这个数字背后没有名单。" "There is no list of people behind this figure.";
        /// Too few.
        TooFew { least: i64 } => 409 "pulse.too_few" "不到 {least} 个人，名单不显示，免得从数字认出是谁。" "With fewer than {least} people no list is shown, so that nobody is recognised by a figure.";
    }
}

impl Query for People {
    const NAME: &'static str = "pulse.people";
    const SUMMARY: (&'static str, &'static str) = ("数字背后的成员", "The members behind a figure");
    type Output = PeopleShown;

    fn need(&self) -> Need {
        Need::Site(&SEE_PEOPLE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PeopleShown> {
        let metric = board::find(&self.metric).filter(|m| m.people).ok_or(PeopleRefusal::NotPeople)?;
        let today = day_number(act.now, &tenant::zone(tx).await?);
        let space = self.space.map_or(super::count::HOUSE, SpaceId::raw);
        let window = match metric.name {
            name if name == metric::ACTIVE_DAY.name => Window::of(today - 1, 1),
            name if name == metric::ACTIVE_MONTH.name => Window::of(today, metric::MONTH),
            _ => Window::of(today, asked(self.days)),
        };
        let fresh = metric.name == metric::NEW_CONTRIBUTORS.name;
        let total = if fresh {
            read::new_people(tx, space, window).await?
        } else {
            read::active(tx, space, window).await?
        };
        if total < LEAST {
            return Err(PeopleRefusal::TooFew { least: LEAST }.into());
        }
        let items = read::people(tx, space, window, fresh).await?;
        Ok(PeopleShown {
            items: items
                .into_iter()
                .map(|p| Behind { id: p.id, name: p.name, avatar: p.avatar, acts: p.acts })
                .collect(),
            total,
        })
    }
}
