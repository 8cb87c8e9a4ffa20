//! What vouches for a newcomer is made in the rooms: they say here what a token opens.

use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::Fault;

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Nothing, or nothing any more.
    Closed,
    /// The door, for one person.
    Once,
    /// The door, for many.
    Many,
}

/// Knows the tokens that bring people along.
pub trait Vouches: Send + Sync {
    /// What a token opens now.
    fn door<'t>(&'t self, tx: &'t mut Tx, act: &'t Act, token: &'t str)
    -> BoxFuture<'t, Result<Door, Fault>>;
}

/// The port as it is wired.
pub type Invites = Arc<dyn Vouches>;
