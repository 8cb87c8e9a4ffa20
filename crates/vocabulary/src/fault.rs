//! Faults: the world failed (disk, database, network). A member reads "try again", an operator reads
//! the chain of contexts with the place where it began.

use std::{fmt, panic::Location};

/// What went wrong outside our rules, with what was being done when it did.
#[derive(Debug)]
pub struct Fault {
    chain: Vec<String>,
    place: &'static Location<'static>,
    retry: bool,
}

impl Fault {
    /// A fault with its first context.
    #[track_caller]
    pub fn new(what: impl Into<String>) -> Fault {
        Fault { chain: vec![what.into()], place: Location::caller(), retry: false }
    }

    /// A fault that another try may heal (a deadlock, a lost race of two transactions).
    #[track_caller]
    pub fn retryable(what: impl Into<String>) -> Fault {
        Fault { chain: vec![what.into()], place: Location::caller(), retry: true }
    }

    /// Whether the same act may be tried again at once.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        self.retry
    }

    /// Says what was being done.
    #[must_use]
    pub fn context(mut self, what: impl Into<String>) -> Fault {
        self.chain.push(what.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for what in self.chain.iter().rev() {
            write!(f, "{what}: ")?;
        }
        write!(f, "at {}:{}", self.place.file(), self.place.line())
    }
}

impl std::error::Error for Fault {}

/// Turns any error into a [`Fault`] with a context.
pub trait Faulty<T> {
    /// Says what was being done when the error came.
    ///
    /// # Errors
    /// The fault, when there was an error.
    fn context(self, what: impl Into<String>) -> Result<T, Fault>;
}

impl<T, E: fmt::Display> Faulty<T> for Result<T, E> {
    #[track_caller]
    fn context(self, what: impl Into<String>) -> Result<T, Fault> {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(Fault::new(error.to_string()).context(what)),
        }
    }
}
