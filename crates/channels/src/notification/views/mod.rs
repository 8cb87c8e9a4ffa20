//! Notices as people read them.

pub mod list;
pub mod settings;
pub(super) mod told;
