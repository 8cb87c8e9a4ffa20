//! Spaces as people see them.

pub(super) mod acts;
mod card;
pub(super) mod charters;
pub(super) mod console;
pub(super) mod kinds;
pub(super) mod list;
pub(super) mod members;
pub(super) mod quiet;
pub(super) mod show;

pub use card::SpaceCard;
