//! Questions answered by members (C8), and thanks for those who help (I14).
//!
//! Rules: a question is a post with a title, a reply to it is an answer; one answer is accepted, by who asked or
//! who runs the space, and not one's own. What nobody else answered goes to people who know (experts, leaders, who
//! helped most) after two hours, and to customer service after two more; each once. Helping is unpaid.
//! Invariants: `question_help` is a reading of the log. An answer that was removed later still counts as having
//! come; it deliberately does not judge answers, for that there are votes.

mod accept;
pub mod answer;
mod ask;
mod escalate;
mod feature;
mod help;
mod personal;
pub mod state;
pub mod views;

pub use accept::{Accept, Unaccept};
pub use ask::Ask;
pub(crate) use ask::note;
pub use feature::*;
pub use views::{QuestionState, hung};
