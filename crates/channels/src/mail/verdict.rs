//! What a mail server's answer means: for the address, for the letter, for the next try, and for the operator.

use lettre::transport::smtp::Error;
use weilu_vocabulary::Text;

/// Why a letter did not go out, with the server's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// Nobody is reached by this address: final, and no further letter goes there.
    Address {
        /// As the server said.
        words: String,
    },
    /// This letter is refused: final for it.
    Letter {
        /// As the server said.
        words: String,
    },
    /// The settings do not fit: tried again, since somebody may mend them.
    Setup {
        /// As the server said.
        words: String,
    },
    /// The server is not reached or asks to come back.
    Later {
        /// As the server said.
        words: String,
    },
}

impl SendError {
    /// The carrier's own words.
    #[must_use]
    pub fn words(&self) -> &str {
        let (SendError::Address { words }
        | SendError::Letter { words }
        | SendError::Setup { words }
        | SendError::Later { words }) = self;
        words
    }
}

pub(super) fn judged(error: &Error) -> SendError {
    let words = said(error);
    let code = error.status().map(|code| code.to_string().parse::<u16>().unwrap_or_default());
    match code {
        Some(code) => by_code(code, words),
        None if error.is_tls() => SendError::Setup { words },
        None if error.is_client() => SendError::Letter { words },
        None => SendError::Later { words },
    }
}

/// An error with everything behind it, each said once.
fn said(error: &Error) -> String {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let more = inner.to_string();
        if !words.contains(&more) {
            words.push_str(": ");
            words.push_str(&more);
        }
        source = inner.source();
    }
    words
}

/// RFC 5321 and RFC 4954: whose fault a reply code names.
fn by_code(code: u16, words: String) -> SendError {
    match code {
        // The account is refused, or wanted and not given.
        454 | 530 | 534 | 535 | 538 => SendError::Setup { words },
        // The sender is not ours to use.
        502 | 503 | 504 | 555 => SendError::Setup { words },
        550 | 551 | 553 | 556 => by_words(words),
        500..=599 => SendError::Letter { words },
        _ => SendError::Later { words },
    }
}

/// Servers say 550 of unknown people, of senders they do not serve and of letters they suspect.
fn by_words(words: String) -> SendError {
    let said = words.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| said.contains(sign));
    if has(&["5.7.", "spam", "content", "policy", "blocked", "blacklist"]) {
        return SendError::Letter { words };
    }
    if has(&["sender", "mail from", "not owned", "relay"]) {
        return SendError::Setup { words };
    }
    SendError::Address { words }
}

/// What an operator does about it.
#[must_use]
pub fn advice(error: &SendError) -> Text {
    let said = error.words().to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| said.contains(sign));
    match error {
        SendError::Address { .. } => Text::new(
            "收件服务器说没有这个邮箱，请核对收件地址。",
            "The receiving server knows no such mailbox; check the address.",
        ),
        SendError::Letter { .. } => Text::new(
            "收件服务器不收这封信，多半是把我们当成垃圾邮件。请给发件域名配好 SPF 和 DKIM，再试一次。",
            "The receiving server does not take this letter, most likely as spam. Set up SPF and DKIM for the sender's domain, then try again.",
        ),
        SendError::Setup { .. } if has(&["535", "534", "530", "auth", "login", "password"]) => Text::new(
            "账号或密码不对。QQ、163 和企业邮箱要填「授权码」，不是登录密码。",
            "User or password is wrong. Many providers want an app password here, not the one you sign in with.",
        ),
        SendError::Setup { .. } if has(&["sender", "mail from", "not owned", "553", "501"]) => Text::new(
            "发件地址和账号不是一家的，请把发件地址改成这个账号自己的邮箱。",
            "The sender's address does not belong to this account; use the account's own address.",
        ),
        SendError::Setup { .. } => Text::new(
            "加密方式或证书对不上。465 端口一般选 TLS，587 端口选 STARTTLS；服务器要填证书上的域名。",
            "Encryption or certificate do not fit. Port 465 usually wants TLS, port 587 STARTTLS; name the server as on its certificate.",
        ),
        SendError::Later { .. } => Text::new(
            "连不上邮件服务器，或它让我们晚点再来。请核对服务器地址和端口，问问机房有没有放行这个端口。",
            "The mail server is not reached or asks us to come back. Check host and port, and whether your network lets this port out.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_whose_fault_it_is() {
        let judged = |code, words: &str| by_code(code, words.to_owned());
        assert!(matches!(judged(550, "5.1.1 user unknown"), SendError::Address { .. }));
        assert!(matches!(judged(550, "5.7.1 message blocked as spam"), SendError::Letter { .. }));
        assert!(matches!(judged(553, "sender not owned by user"), SendError::Setup { .. }));
        assert!(matches!(judged(535, "authentication failed"), SendError::Setup { .. }));
        assert!(matches!(judged(552, "message too large"), SendError::Letter { .. }));
        assert!(matches!(judged(451, "try again later"), SendError::Later { .. }));
        assert!(matches!(judged(421, "closing"), SendError::Later { .. }));
    }
}
