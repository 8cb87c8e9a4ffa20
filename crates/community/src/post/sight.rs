//! Who sees a post, on top of the right to read where it stands: everybody there, those inside, or friends; and
//! what waits for review only its author and those who review.

use super::{READ_INSIDE, Visibility, state::PostRow};
use crate::{
    follow,
    space::{READ, RUN},
};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Place, Tx, Verdict, link::LinkRefusal};
use weilu_vocabulary::{Fault, Outcome, PersonaId, SpaceId};

/// What one reader sees, remembered while one page is put together.
#[derive(Debug, Default)]
pub struct Sight {
    reads: BTreeMap<SpaceId, bool>,
    inside: BTreeMap<SpaceId, bool>,
    mine: BTreeMap<PersonaId, bool>,
    friends: BTreeMap<PersonaId, bool>,
}

impl Sight {
    /// Whether the reader is the author, by any of his faces.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_mine(&mut self, tx: &mut Tx, act: &Act, author: PersonaId) -> Result<bool, Fault> {
        if act.actor.member.is_none() {
            return Ok(false);
        }
        if let Some(known) = self.mine.get(&author) {
            return Ok(*known);
        }
        let mine = act.app.grants.is_me(tx, act, author).await?;
        self.mine.insert(author, mine);
        Ok(mine)
    }

    /// Whether the reader may read a space; anybody may read what stands on people's own pages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_read(&mut self, tx: &mut Tx, act: &Act, space: Option<SpaceId>) -> Result<bool, Fault> {
        let Some(space) = space.filter(|_| !act.actor.system) else { return Ok(true) };
        if let Some(known) = self.reads.get(&space) {
            return Ok(*known);
        }
        let place = Place { space: Some(space), ..Place::default() };
        let reads = act.app.grants.may(tx, act, &READ, place).await? == Verdict::Yes;
        self.reads.insert(space, reads);
        Ok(reads)
    }

    /// Whether the reader is inside a space, or watches over it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_inside(&mut self, tx: &mut Tx, act: &Act, space: SpaceId) -> Result<bool, Fault> {
        if let Some(known) = self.inside.get(&space) {
            return Ok(*known);
        }
        let place = Place { space: Some(space), ..Place::default() };
        let inside = act.app.grants.may(tx, act, &READ_INSIDE, place).await? == Verdict::Yes;
        self.inside.insert(space, inside);
        Ok(inside)
    }

    async fn is_friend(&mut self, tx: &mut Tx, act: &Act, author: PersonaId) -> Result<bool, Fault> {
        let Some(member) = act.actor.member else { return Ok(false) };
        if let Some(known) = self.friends.get(&author) {
            return Ok(*known);
        }
        let friends = follow::are_friends(tx, member, author).await?;
        self.friends.insert(author, friends);
        Ok(friends)
    }

    /// Whether the reader sees a post; he may read where it stands, which was checked before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sees(
        &mut self,
        tx: &mut Tx,
        act: &Act,
        space: Option<SpaceId>,
        author: PersonaId,
        visibility: Visibility,
    ) -> Result<bool, Fault> {
        if act.actor.system {
            return Ok(true);
        }
        match visibility {
            Visibility::Public => Ok(true),
            _ if self.is_mine(tx, act, author).await? => Ok(true),
            Visibility::Space => match space {
                Some(space) => self.is_inside(tx, act, space).await,
                None => Ok(false),
            },
            Visibility::Friends => self.is_friend(tx, act, author).await,
        }
    }
}

/// Refuses as if there were no such post, unless the actor sees it.
///
/// # Errors
/// 404.
pub async fn check(tx: &mut Tx, act: &Act, post: &PostRow) -> Outcome<()> {
    let mut sight = Sight::default();
    if sight.sees(tx, act, post.space, post.author, post.shown_to()).await? {
        return Ok(());
    }
    Err(LinkRefusal::NotFound.into())
}

/// A post that stands and that the actor sees.
///
/// # Errors
/// 404.
pub async fn live(tx: &mut Tx, act: &Act, post: weilu_vocabulary::PostId) -> Outcome<PostRow> {
    let row =
        super::state::load(tx, post).await?.filter(|p| p.state == "live").ok_or(LinkRefusal::NotFound)?;
    check(tx, act, &row).await?;
    Ok(row)
}

/// Whether the actor sees a post, and with it what hangs on it: while it stands whoever may read it; while it is held
/// back or hidden its author and those who run the space; once it is gone nobody.
///
/// # Errors
/// When the database fails.
pub async fn is_seen(tx: &mut Tx, act: &Act, post: weilu_vocabulary::PostId) -> Result<bool, Fault> {
    let Some(row) = super::state::load(tx, post).await? else { return Ok(false) };
    let mut sight = Sight::default();
    match row.state.as_str() {
        "live" => Ok(sight.may_read(tx, act, row.space).await?
            && sight.sees(tx, act, row.space, row.author, row.shown_to()).await?),
        "held" | "hidden" => {
            let place = Place { space: row.space, ..Place::default() };
            Ok(sight.is_mine(tx, act, row.author).await?
                || act.app.grants.may(tx, act, &RUN, place).await? == Verdict::Yes)
        }
        _ => Ok(false),
    }
}
