//! The front page of a space.

use super::card::{CardRow, MyState, SpaceCard};
use crate::{
    application, gate,
    space::{benefit, charter::Charter, day, kind, state},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, Verdict, link::LinkRefusal, params, sql};
use weilu_vocabulary::{ApplicationId, BlobId, Fault, Id, MemberId, Outcome, SpaceId, Text, Time};

/// One space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub space: SpaceId,
}

/// Somebody's face for the picture of a group.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Face {
    /// Who.
    pub id: MemberId,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// A benefit with its counter.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BenefitShown {
    /// Which of the nine.
    pub word: String,
    /// Its name.
    pub name: Text,
    /// What is counted.
    pub counts: Text,
    /// How many in the last 28 days.
    pub recent: i64,
}

/// What I am in a space.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mine {
    /// My number in the order of entry.
    pub number: i64,
    /// Since when.
    pub since: Time,
    /// Name I go by here.
    pub nickname: Option<String>,
    /// No notifications from here.
    pub muted: bool,
    /// Whether I have seen the welcome.
    pub welcomed: bool,
    /// Until when I am silenced.
    pub silenced_until: Option<Time>,
    /// Until when my posts are limited because I am new.
    pub probation_until: Option<Time>,
}

/// The front page.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// Its card.
    #[serde(flatten)]
    pub card: SpaceCard,
    /// Name of its kind.
    pub kind_name: Text,
    /// First nine faces, for the picture of the group.
    pub faces: Vec<Face>,
    /// The charter in force.
    pub charter: Charter,
    /// Its number, 0 when none was written.
    pub charter_version: i64,
    /// Since when it is in force.
    pub charter_at: Option<Time>,
    /// What it promised, with counters.
    pub benefits: Vec<BenefitShown>,
    /// Modules that are on.
    pub modules: Vec<String>,
    /// What a newcomer is told.
    pub welcome: String,
    /// What a newcomer is asked to do first.
    pub first_act: String,
    /// When it was opened.
    pub opened_at: Option<Time>,
    /// What I am there, when inside.
    pub my: Option<Mine>,
    /// My latest application, when there is one.
    pub my_application: Option<ApplicationId>,
    /// Whether I may read what is said inside.
    pub may_read: bool,
    /// Whether I may run it.
    pub may_run: bool,
    /// Whether I may open, archive and hand it over.
    pub may_own: bool,
}

impl Query for Show {
    const NAME: &'static str = "space.show";
    const SUMMARY: (&'static str, &'static str) = ("一个社群的主页", "The front page of a space");
    type Output = Shown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Shown> {
        let row = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let allowed = Allowed::of(tx, act, &row).await?;
        let listed = kind::find(&row.kind).is_none_or(|k| k.listed);
        if !allowed.inside_or_staff && (row.state != "open" || !listed) {
            return Err(LinkRefusal::NotFound.into());
        }
        let charter = state::charter::load(tx, row.id, row.charter).await?;
        let (charter, charter_at) = charter.map_or((Charter::default(), None), |(c, at)| (c, Some(at)));
        Ok(Shown {
            kind_name: kind::find(&row.kind).map_or(Text::new("社群", "Space"), |k| k.name.text()),
            faces: faces(tx, row.id).await?,
            benefits: benefits(tx, act, row.id, &charter).await?,
            modules: modules(&row),
            my: mine(tx, act, row.id).await?,
            my_application: application::state::latest(tx, act, row.id).await?.map(|a| a.id),
            charter,
            charter_version: row.charter,
            charter_at,
            welcome: row.welcome.clone(),
            first_act: row.first_act.clone(),
            opened_at: row.opened_at,
            may_read: allowed.read,
            may_run: allowed.run,
            may_own: allowed.own,
            card: card(tx, act, row.id).await?,
        })
    }
}

struct Allowed {
    inside_or_staff: bool,
    read: bool,
    run: bool,
    own: bool,
}

impl Allowed {
    async fn of(tx: &mut Tx, act: &Act, row: &state::SpaceRow) -> Result<Allowed, Fault> {
        use crate::space::{OWN, READ, RUN, SEE_MEMBERS};
        let place = weilu_kernel::Place { space: Some(row.id), branch: row.branch, author: row.founder };
        let mut yes = [false; 4];
        for (slot, permission) in yes.iter_mut().zip([&SEE_MEMBERS, &READ, &RUN, &OWN]) {
            *slot = act.app.grants.may(tx, act, permission, place).await? == Verdict::Yes;
        }
        let [inside_or_staff, read, run, own] = yes;
        Ok(Allowed { inside_or_staff, read, run, own })
    }
}

/// One card.
pub(super) async fn card(tx: &mut Tx, act: &Act, space: SpaceId) -> Outcome<SpaceCard> {
    let row: Option<CardRow> = tx
        .one(
            sql!(
                "select s.id, s.name, s.kind, s.line, s.topic, s.state, s.avatar, s.open_to_read, s.members,
                   coalesce((select cast(max(case g.role when 'owner' then 4 when 'admin' then 3 when 'member' then 2 else 0 end) as bigint) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = s.id and p.member = $2), 0) as mine
                 from space s where s.tenant = $tenant and s.id = $1"
            ),
            params![space, act.actor.member.map_or(-1, Id::raw)],
        )
        .await?;
    let mut card: SpaceCard = row.map(Into::into).ok_or(LinkRefusal::NotFound)?;
    if card.my_state == MyState::None {
        let asked = application::state::latest(tx, act, space).await?;
        if asked.is_some_and(|a| a.is_waiting()) {
            card.my_state = MyState::Applied;
        }
    }
    Ok(card)
}

pub(super) async fn faces(tx: &mut Tx, space: SpaceId) -> Result<Vec<Face>, Fault> {
    let rows: Vec<weilu_store::Row> = tx
        .all(
            sql!("select b.id, b.name, b.avatar from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona join member b on b.tenant = m.tenant and b.id = p.member where m.tenant = $tenant and m.space = $1 order by m.number limit 9"),
            params![space],
        )
        .await?;
    rows.iter()
        .map(|r| Ok(Face { id: r.get("id")?, name: r.get("name")?, avatar: r.get("avatar")? }))
        .collect()
}

async fn benefits(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    charter: &Charter,
) -> Result<Vec<BenefitShown>, Fault> {
    let today = day::number(act.now, &day::zone(tx).await?);
    let counts = state::day::counts(tx, space, today - 27, today).await?;
    let recent =
        |kinds: &[&str]| counts.iter().filter(|(k, _)| kinds.contains(&k.as_str())).map(|(_, n)| n).sum();
    let known = charter.benefits.iter().filter_map(|word| benefit::find(word));
    Ok(known
        .map(|b| BenefitShown {
            word: b.word.to_owned(),
            name: b.name.clone(),
            counts: b.counts.clone(),
            recent: recent(b.kinds),
        })
        .collect())
}

fn modules(row: &state::SpaceRow) -> Vec<String> {
    let on = kind::MODULES.iter().filter(|m| kind::module_on(&row.kind, &row.modules, m.word));
    on.map(|m| m.word.to_owned()).collect()
}

async fn mine(tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Option<Mine>, Fault> {
    let Some(member) = act.actor.member else { return Ok(None) };
    let Some(own) = state::member::of(tx, space, member).await? else { return Ok(None) };
    let silenced = state::member::silenced(tx, space, member, act.now).await?;
    let probation = gate::probation(tx, own.persona, space, act.now).await?;
    Ok(Some(Mine {
        number: own.number,
        since: own.since,
        nickname: own.nickname,
        muted: own.muted,
        welcomed: own.welcomed_at.is_some(),
        silenced_until: silenced.map(|(until, _)| until),
        probation_until: probation.map(|p| p.until),
    }))
}
