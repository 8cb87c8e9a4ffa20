//! What can be done with an announcement: pin it, confirm it, remind of it, take it down.

use super::{CONFIRM, CONFIRMED, PUBLISHED, REMINDED, TAKEN_DOWN, state};
use crate::space::{self, LeaveRefusal, RUN, state::act_log::Done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{AnnouncementId, DAY, HOUR, Outcome, SpaceId, refusals};

const MOST_REMINDED: i64 = 1_000;

/// Pins a notice; the one before stays readable below it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Publish {
    /// Where.
    pub space: SpaceId,
    /// What it says, 1 to 2,000 characters.
    pub text: String,
    /// Whether reading is to be confirmed.
    #[serde(default)]
    pub confirm: bool,
}

/// Pinned.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// Which.
    pub announcement: AnnouncementId,
}

refusals! {
    /// Why something was not done with a notice.
    pub enum NoticeRefusal {
        /// Too short or too long.
        BadText => 422 "announcement.bad_text" "公告请写 1 到 2000 个字。" "An announcement has 1 to 2,000 characters.";
        /// Switched off.
        Off => 409 "announcement.off" "这个群没有开放群公告。" "Announcements are switched off in this space.";
        /// Taken down before.
        TakenDown => 409 "announcement.gone" "这条公告已经撤下了。" "This announcement has been taken down.";
        /// Everybody was reminded today.
        RemindedToday { hours: i64 } => 429 "announcement.reminded_today" "今天已经提醒过了，{hours} 小时后可以再提醒。" "People were reminded already; you may remind them again in {hours} hours.";
        /// Nobody left.
        AllRead => 409 "announcement.all_read" "大家都读过了，不用提醒。" "Everybody has read it; there is nobody to remind.";
    }
}

impl Command for Publish {
    const NAME: &'static str = "announcement.publish";
    const SUMMARY: (&'static str, &'static str) = ("发布群公告", "Pin an announcement");
    type Output = Published;
    type Refusal = NoticeRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Published> {
        let text = self.text.trim();
        if !(1..=2_000).contains(&text.chars().count()) {
            return Err(NoticeRefusal::BadText.into());
        }
        let row = space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if !space::kind::module_on(&row.kind, &row.modules, "announcement") {
            return Err(NoticeRefusal::Off.into());
        }
        let id: AnnouncementId = act.id();
        state::insert(tx, act, id, row.id, text, self.confirm)?;
        space::state::act_log::write(tx, act, row.id, Done { kind: "announced", ..Done::default() })?;
        tx.append(act, PUBLISHED.on(id).space(row.id));
        Ok(Published { announcement: id })
    }
}

/// Confirms that I have read a notice.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Confirm {
    /// Which.
    pub announcement: AnnouncementId,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct NoticeDone {}

impl Command for Confirm {
    const NAME: &'static str = "announcement.confirm";
    const SUMMARY: (&'static str, &'static str) = ("确认已读", "Confirm having read an announcement");
    type Output = NoticeDone;
    type Refusal = NoticeRefusal;

    fn need(&self) -> Need {
        Need::On(self.announcement.into(), &CONFIRM)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<NoticeDone> {
        let notice = state::load(tx, self.announcement).await?.ok_or(LinkRefusal::NotFound)?;
        if notice.taken_down_at.is_some() {
            return Err(NoticeRefusal::TakenDown.into());
        }
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let own = space::state::member::of(tx, notice.space, member).await?.ok_or(LeaveRefusal::NotInside)?;
        if state::confirm(tx, act, notice.id, own.persona).await? {
            tx.append(act, CONFIRMED.on(notice.id).space(notice.space));
        }
        Ok(NoticeDone {})
    }
}

/// Reminds those inside who have not confirmed, once a day.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Remind {
    /// Of which notice.
    pub announcement: AnnouncementId,
}

/// Reminded.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reminded {
    /// How many people.
    pub people: i64,
}

impl Command for Remind {
    const NAME: &'static str = "announcement.remind";
    const SUMMARY: (&'static str, &'static str) = ("提醒未读的人", "Remind those who have not read it");
    type Output = Reminded;
    type Refusal = NoticeRefusal;

    fn need(&self) -> Need {
        Need::On(self.announcement.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Reminded> {
        tx.lock(&[self.announcement.into()])?;
        let notice = state::load(tx, self.announcement).await?.ok_or(LinkRefusal::NotFound)?;
        if notice.taken_down_at.is_some() {
            return Err(NoticeRefusal::TakenDown.into());
        }
        if let Some(last) = notice.reminded_at.filter(|last| act.now.since(*last) < DAY) {
            let left = DAY - act.now.since(last);
            return Err(NoticeRefusal::RemindedToday { hours: (left + HOUR - 1) / HOUR }.into());
        }
        let waiting = state::waiting(tx, &notice, MOST_REMINDED).await?;
        if waiting.is_empty() {
            return Err(NoticeRefusal::AllRead.into());
        }
        state::mark_reminded(tx, act, notice.id)?;
        let event = REMINDED.on(notice.id).space(notice.space);
        tx.append(act, waiting.iter().fold(event, |event, (persona, ..)| event.with(*persona)));
        Ok(Reminded { people: i64::try_from(waiting.len()).unwrap_or(i64::MAX) })
    }
}

/// Takes a notice down.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TakeDown {
    /// Which.
    pub announcement: AnnouncementId,
}

impl Command for TakeDown {
    const NAME: &'static str = "announcement.take_down";
    const SUMMARY: (&'static str, &'static str) = ("撤下群公告", "Take an announcement down");
    type Output = NoticeDone;
    type Refusal = NoticeRefusal;

    fn need(&self) -> Need {
        Need::On(self.announcement.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<NoticeDone> {
        let notice = state::load(tx, self.announcement).await?.ok_or(LinkRefusal::NotFound)?;
        if notice.taken_down_at.is_some() {
            return Err(NoticeRefusal::TakenDown.into());
        }
        state::take_down(tx, act, notice.id)?;
        tx.append(act, TAKEN_DOWN.on(notice.id).space(notice.space));
        Ok(NoticeDone {})
    }
}
