//! Posts: what people say in a space or on their own page, and what others answer.
//!
//! Rules: everything said goes through [`publish`](publish::publish), whatever its kind; a post stands in one
//! space or on its author's own page; replies hang on a thread, and below one reply of it on a branch; who sees a
//! post is its visibility on top of the right to read where it stands; an edit keeps the version before; what its
//! author removed is kept for some days and then forgotten. A like is one event and taking it back another.
//! Invariants: counts and `post_latest` are readings of the log (`post.count`) and can be rebuilt. It
//! deliberately knows nothing of how votes, questions and polls work: those hang their own rows on a post.

mod count;
pub(crate) mod deadline;
mod edit;
mod feature;
mod history;
mod like;
pub mod mention;
pub mod order;
mod personal;
mod pin;
pub mod publish;
mod remove;
mod say;
mod searched;
pub mod share;
pub mod sight;
pub mod state;
mod tell;
pub mod views;
mod write;

pub use feature::*;
pub use like::{Like, Unlike};
pub use publish::{Visibility, Words};
pub use say::say;
pub(crate) use tell::first_words;
pub use views::{Post, Timeline};
pub use write::{Write, Written};
