//! What brings a newcomer to the door of the house: an invitation, for the one person it is for, or a printed entry
//! code, for everybody who scans it.

use super::{check, hash_of, state};
use crate::entry_code;
use futures_util::future::BoxFuture;
use weilu_kernel::{Act, Tx};
use weilu_people::admission::{Door, Vouches};
use weilu_vocabulary::Fault;

/// Vouches for newcomers by the tokens of the rooms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tokens;

impl Vouches for Tokens {
    fn door<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        token: &'t str,
    ) -> BoxFuture<'t, Result<Door, Fault>> {
        Box::pin(async move {
            if let Some(invited) = state::by_token(tx, &hash_of(token)).await? {
                return Ok(if check(&invited, act.now).is_ok() { Door::Once } else { Door::Closed });
            }
            let code = entry_code::state::by_token(tx, token).await?;
            Ok(if code.is_some_and(|c| c.stopped_at.is_none()) { Door::Many } else { Door::Closed })
        })
    }
}
