//! Coming in: whichever way somebody proved who he is, this opens his session.

use super::{JOINED, Me, Noted, SESSION_DAYS, SIGNED_IN, me_of, session, state, tell};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Actor, DAY, Fault, Outcome};

/// A new session.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    /// Who is signed in.
    pub me: Me,
    /// The session token: set as a cookie by the edge and used as a bearer token by programs.
    pub token: String,
    /// Whether the account is new.
    pub new: bool,
}

const DEVICE_MAX: usize = 60;

/// Opens a session for somebody who proved who he is. Somebody suspended comes in too, and finds only the
/// decision, the appeal and his own data (see `suspend`).
///
/// # Errors
/// When the database fails.
pub async fn enter(
    tx: &mut Tx,
    act: &Act,
    known: state::Known,
    device: &str,
    new: bool,
) -> Outcome<SignedIn> {
    member::state::seen(tx, known.member, act.now)?;
    let token = session::new_token(act);
    let until = act.now + SESSION_DAYS * DAY;
    let device: String = device.trim().chars().take(DEVICE_MAX).collect();
    let id = state::open_session(tx, act, known.persona, &session::token_hash(&token), &device, until)?;
    let mut mine = act.again();
    mine.ctx.actor = Actor {
        persona: Some(known.persona),
        member: Some(known.member),
        session: Some(id),
        ..Actor::default()
    };
    if new {
        tx.append(&mine, JOINED.on(known.member));
    }
    tx.append(&mine, SIGNED_IN.on(id));
    tell::note(tx, act, known.persona, Noted::SignedIn)?;
    let me = me_of(tx, &mine).await?.ok_or_else(|| Fault::new("a new session of nobody"))?;
    Ok(SignedIn { me, token, new })
}
