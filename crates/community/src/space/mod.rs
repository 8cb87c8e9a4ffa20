//! Spaces 社群: a place with a purpose, a gate and an owner.
//!
//! Rules: a space is drafted from the template of its kind, opens only with a whole charter, and is archived,
//! never deleted. Being in a space is a role held there (visitor, member, admin, owner); a space open to
//! readers gives the role of visitor to anyone. Every member has a number in the order of entry, and there is
//! exactly one owner. What owners do is public in the space's log. Invariant: `space.members` equals the rows
//! of `space_member`. It deliberately knows nothing of what is said inside: posts and chats do.

mod archive;
pub mod benefit;
pub mod charter;
pub mod day;
mod discipline;
mod draft;
mod edit;
mod feature;
mod join;
pub mod kind;
mod leave;
mod office;
mod open;
mod own;
mod personal;
mod publish;
mod searched;
pub mod share;
mod speak;
pub mod state;
mod target;
mod tell;
mod views;

pub use archive::Archive;
pub use discipline::{Silence, unsilence};
pub use draft::{Beginning, Draft, begin};
pub use feature::*;
pub use join::{Join, JoinRefusal, enter};
pub use leave::LeaveRefusal;
pub use open::Open;
pub use publish::publish;
pub use speak::{SpeakRefusal, may_speak};
pub use views::SpaceCard;
