//! Chats as people read them.

pub mod card;
pub mod excerpt;
pub mod list;
pub mod messages;
mod names;
pub mod people;
pub mod search;
pub mod show;
