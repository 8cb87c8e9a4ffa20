//! Questions as people read them: what hangs on a card, lists, who helps, and the console's table.

mod card;
mod console;
mod help;
mod list;

pub use card::{QuestionState, hung};
pub use console::Manage;
pub use help::{AllHelpers, Helpers, MyHelp};
pub use list::List;
