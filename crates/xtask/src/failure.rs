//! The one error of xtask: a sentence for the person at the screen, and an exit status.
//!
//! A message says what was tried and what to do about it. There is no error code: nobody branches on these.

use std::fmt;

/// Why a command of xtask did not succeed.
#[derive(Debug)]
pub struct Failure {
    message: String,
    status: u8,
}

impl Failure {
    /// The work was understood and did not succeed: exit status 1.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    /// The command line was not understood: exit status 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 2 }
    }

    /// Somebody pressed Ctrl-C.
    pub fn interrupted() -> Self {
        Self { message: "stopped".to_string(), status: crate::process::INTERRUPTED }
    }

    /// Exit status of the process.
    pub fn status(&self) -> u8 {
        self.status
    }

    /// A failure of reading, writing or starting something, with what it was about.
    pub fn io(about: impl fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::new(format!("{about}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}
