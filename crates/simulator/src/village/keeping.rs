//! What people do beside talking: they keep what is worth it, follow who is, call each other by name, think again,
//! and confirm what they have read.

use super::{
    Village,
    later::Later,
    ordinary::{recent, somebody, somewhere},
    talk,
};
use crate::world::Villager;
use serde_json::json;
use weilu_vocabulary::{Failure, Outcome};

/// Whom people call by name.
const CALLED: &[&str] =
    &["阿桃", "满妈", "小赵", "大圆", "乔乔", "老周", "老梁", "秦月明", "苏青禾", "盐罐", "半盏", "阿榛"];

impl Village {
    /// A reply by somebody.
    pub(super) async fn reply_as(
        &self,
        who: Villager,
        at: usize,
        post: &str,
        text: &str,
    ) -> Outcome<Option<String>> {
        let Some(spot) = self.spots.get(at) else { return Ok(None) };
        let input = json!({ "space": spot.id, "text": text, "reply_to": post });
        let written = self.try_act(who, "post.write", input).await?;
        Ok(written.and_then(|w| Some(w.get("post")?.as_str()?.to_owned())))
    }

    /// A question of the last weeks.
    pub(super) fn recent_question(&mut self) -> Option<(String, Villager)> {
        let back = self.world.below(self.questions.len().min(24));
        self.questions.get(self.questions.len().checked_sub(back + 1)?).cloned()
    }

    /// A post or a question that somebody might keep.
    pub(super) fn worth_keeping(&mut self) -> Option<String> {
        let question = if self.world.once_in(2) { self.recent_question() } else { None };
        match question {
            Some((post, _)) => Some(post),
            None => {
                let at = somewhere(self)?;
                recent(self, at).map(|(post, _)| post)
            }
        }
    }

    /// Somebody keeps something.
    pub(super) async fn save(&mut self) -> Result<(), Failure> {
        let Some(at) = somewhere(self) else { return Ok(()) };
        let (Some((_, who)), Some(post)) = (somebody(self, at), self.worth_keeping()) else { return Ok(()) };
        self.try_act(who, "bookmark.save", json!({ "post": post })).await.map(drop)
    }

    /// Somebody follows who wrote something lately.
    pub(super) async fn follow(&mut self) -> Result<(), Failure> {
        let Some(at) = somewhere(self) else { return Ok(()) };
        let (Some((_, who)), Some((_, author))) = (somebody(self, at), recent(self, at)) else {
            return Ok(());
        };
        self.try_act(who, "follow.start", json!({ "what": author.member })).await.map(drop)
    }

    /// Somebody is called by name below a post.
    pub(super) async fn call(&mut self, who: Villager, at: usize, post: &str) -> Result<(), Failure> {
        let Some(name) = self.world.pick(CALLED) else { return Ok(()) };
        let called = self.named(name)?;
        let Some(spot) = self.spots.get(at) else { return Ok(()) };
        let inside = spot.members.iter().any(|m| m.persona == called.persona);
        if !inside || called.persona == who.persona {
            return Ok(());
        }
        let space = spot.id.clone();
        let text = talk::call(&mut self.world, name);
        let input = json!({ "space": space, "text": text, "reply_to": post, "mentions": [called.member] });
        self.try_act(who, "post.write", input).await.map(drop)
    }

    /// One in twenty adds something to his own words within the hour.
    pub(super) fn think_again(&mut self, who: Villager, post: &str, title: &str, text: &str) {
        if self.world.once_in(20) {
            let text = talk::with_more(&mut self.world, text);
            let minutes = 4 + self.world.below(50);
            let edit = json!({ "post": post, "title": title, "text": text });
            self.in_minutes(minutes, Later::Act(who, "post.edit", edit));
        }
    }

    /// Two of three who come in confirm that they read what stands on top.
    pub(super) async fn confirm(&mut self, at: usize, who: Villager) -> Result<(), Failure> {
        let notice = self.spots.get(at).and_then(|s| s.notice.clone());
        match notice.filter(|_| self.world.below(3) < 2) {
            Some(notice) => {
                self.try_act(who, "announcement.confirm", json!({ "announcement": notice })).await.map(drop)
            }
            None => Ok(()),
        }
    }

    /// Those inside confirm a new notice over the following day, as far as they come by.
    pub(super) async fn confirm_some(&mut self) -> Result<(), Failure> {
        for spot in self.spots.clone() {
            let Some(notice) = spot.notice.filter(|_| spot.place.open_to_read) else { continue };
            for who in spot.members {
                if self.world.once_in(2) {
                    let minutes = self.world.below(1_400);
                    let confirm = json!({ "announcement": notice });
                    self.in_minutes(minutes, Later::Act(who, "announcement.confirm", confirm));
                }
            }
        }
        Ok(())
    }
}
