//! The vendor's answers: error codes as its documents name them, and what each means for us.

use super::refusal::WeChatRefusal;
use weilu_kernel::JobError;
use weilu_vocabulary::{Failure, Fault};

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VendorError {
    /// The vendor said no, with its code and words.
    Said {
        /// `errcode`.
        code: i64,
        /// `errmsg`.
        message: String,
    },
    /// No answer, or none that could be read.
    Silent(String),
}

/// What a code means for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The access token is no longer the newest one: fetch another and try again.
    TokenStale,
    /// The code of a sign-in was used, is too old, or never was.
    CodeSpent,
    /// The day's or the minute's calls are used up.
    Limited,
    /// Try again in a moment.
    Busy,
    /// Somebody has to put the account's settings right.
    Misconfigured,
    /// Anything else.
    Other,
}

/// The meaning of a code.
#[must_use]
pub const fn meaning(code: i64) -> Meaning {
    match code {
        // invalid credential; invalid access_token; access_token missing; access_token expired.
        40001 | 40014 | 41001 | 42001 => Meaning::TokenStale,
        // invalid code; code been used; missing code; oauth_code expired.
        40029 | 40163 | 41008 | 42003 => Meaning::CodeSpent,
        // daily quota; minute quota; too many codes.
        45009 | 45011 | 45029 => Meaning::Limited,
        -1 => Meaning::Busy,
        // appid; appsecret; caller's address not listed; appid or secret missing; interface not granted, blocked
        // or refused to the account.
        40013 | 40125 | 40164 | 41002 | 41004 | 48001 | 48004 | 50001 | 50002 | 61004 => {
            Meaning::Misconfigured
        }
        _ => Meaning::Other,
    }
}

impl VendorError {
    /// What it means.
    #[must_use]
    pub const fn meaning(&self) -> Meaning {
        match self {
            VendorError::Said { code, .. } => meaning(*code),
            VendorError::Silent(_) => Meaning::Busy,
        }
    }

    /// The code, 0 when there was no answer.
    #[must_use]
    pub const fn code(&self) -> i64 {
        match self {
            VendorError::Said { code, .. } => *code,
            VendorError::Silent(_) => 0,
        }
    }
}

impl std::fmt::Display for VendorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            VendorError::Said { code, message } => write!(f, "the vendor answered {code} {message}"),
            VendorError::Silent(why) => write!(f, "the vendor did not answer: {why}"),
        }
    }
}

impl From<VendorError> for Failure {
    fn from(error: VendorError) -> Failure {
        match error.meaning() {
            Meaning::CodeSpent => WeChatRefusal::Spent.into(),
            Meaning::Limited => WeChatRefusal::Limited.into(),
            Meaning::Busy | Meaning::TokenStale => {
                tracing::warn!(%error, "a call to the carrier brought nothing");
                WeChatRefusal::Busy.into()
            }
            Meaning::Misconfigured => {
                tracing::error!(%error, "the official account is not set up right");
                WeChatRefusal::Misconfigured { code: error.code() }.into()
            }
            Meaning::Other => Fault::new(error.to_string()).into(),
        }
    }
}

impl From<VendorError> for JobError {
    fn from(error: VendorError) -> JobError {
        match error.meaning() {
            Meaning::Misconfigured | Meaning::Other => JobError::Dead(error.to_string()),
            _ => JobError::Again(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_mean_what_the_documents_say() {
        for code in [40001, 40014, 42001] {
            assert_eq!(meaning(code), Meaning::TokenStale);
        }
        for code in [40029, 40163, 42003] {
            assert_eq!(meaning(code), Meaning::CodeSpent);
        }
        assert_eq!(meaning(45009), Meaning::Limited);
        assert_eq!(meaning(-1), Meaning::Busy);
        assert_eq!(meaning(40125), Meaning::Misconfigured);
        assert_eq!(meaning(99_999), Meaning::Other);
    }
}
