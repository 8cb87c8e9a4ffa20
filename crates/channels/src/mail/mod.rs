//! Mail over SMTP.
//!
//! Rules: server and sender are settings of a brand, read when a letter goes out, so that a change counts at once;
//! connections are kept while the settings stay. A letter is plain text and the same as a page, in the reader's
//! language, without pictures from elsewhere; whether it was read is not tracked. A refused address is final,
//! everything else is tried again. Letters nobody asked for one by one carry a one-tap way out (RFC 8058).

mod letter;
mod verdict;

pub use letter::{Letter, Line, Link, Part};
pub use verdict::{SendError, advice};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, UNIX_EPOCH},
};
use weilu_vocabulary::{TenantId, Time};

const TIMEOUT: Duration = Duration::from_secs(20);

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte (port 465).
    #[default]
    Tls,
    /// After STARTTLS, or not at all (port 587).
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// Where letters go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSetup {
    /// Host name of the server.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: MailTls,
    /// Account on the server; empty when it wants none.
    pub user: String,
    /// Its password.
    pub password: String,
    /// The sender's address.
    pub sender: String,
    /// The sender's name.
    pub sender_name: String,
}

/// One letter, addressed.
#[derive(Clone, Debug)]
pub struct Addressed<'a> {
    /// To whom.
    pub to: &'a str,
    /// What it says.
    pub letter: &'a Letter,
    /// The brand's short name, on the head of the letter.
    pub brand: &'a str,
    /// Makes the Message-ID, so that a letter sent twice can be told.
    pub key: &'a str,
    /// When it is sent.
    pub at: Time,
}

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Connections to the mail servers of all brands, each kept as long as its settings stay.
#[derive(Default)]
pub struct MailCarriers(Mutex<BTreeMap<TenantId, (MailSetup, Transport)>>);

impl MailCarriers {
    /// Sends a letter through the server of a brand.
    ///
    /// # Errors
    /// What the server said, and whether another try makes sense.
    pub async fn send(
        &self,
        tenant: TenantId,
        setup: &MailSetup,
        addressed: &Addressed<'_>,
    ) -> Result<(), SendError> {
        let message = message(setup, addressed)?;
        let transport = self.transport(tenant, setup)?;
        transport.send(message).await.map(drop).map_err(|e| verdict::judged(&e))
    }

    fn transport(&self, tenant: TenantId, setup: &MailSetup) -> Result<Transport, SendError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, transport)) = kept.get(&tenant).filter(|(known, _)| known == setup) {
            let _ = known;
            return Ok(transport.clone());
        }
        let transport = open(setup)?;
        kept.insert(tenant, (setup.clone(), transport.clone()));
        Ok(transport)
    }
}

fn open(setup: &MailSetup) -> Result<Transport, SendError> {
    let parameters =
        || TlsParameters::new(setup.server.clone()).map_err(|e| SendError::Setup { words: e.to_string() });
    let tls = match setup.tls {
        MailTls::Tls => Tls::Wrapper(parameters()?),
        // An account's password never travels in the clear.
        MailTls::Starttls if !setup.user.is_empty() => Tls::Required(parameters()?),
        MailTls::Starttls => Tls::Opportunistic(parameters()?),
        MailTls::None => Tls::None,
    };
    let mut builder =
        Transport::builder_dangerous(setup.server.clone()).port(setup.port).tls(tls).timeout(Some(TIMEOUT));
    if !setup.user.is_empty() {
        builder = builder.credentials(Credentials::new(setup.user.clone(), setup.password.clone()));
    }
    Ok(builder.build())
}

fn message(setup: &MailSetup, addressed: &Addressed<'_>) -> Result<Message, SendError> {
    let letter = addressed.letter;
    let sender =
        setup.sender.parse().map_err(|e| SendError::Setup { words: format!("{}: {e}", setup.sender) })?;
    let from = Mailbox::new((!setup.sender_name.is_empty()).then(|| setup.sender_name.clone()), sender);
    let to: Mailbox = addressed.to.parse().map_err(|e| SendError::Address { words: format!("{e}") })?;
    let host = from.email.domain().to_owned();
    let id: String = addressed.key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '.' }).collect();
    let micros = u64::try_from(addressed.at.0).unwrap_or_default();
    let mut message = Message::builder()
        .from(from)
        .to(to)
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .subject(letter.subject.clone())
        .message_id(Some(format!("<{id}@{host}>")))
        .raw_header(raw("Auto-Submitted", "auto-generated"));
    if let Some(list) = &letter.list {
        message = message
            .raw_header(raw("Precedence", "bulk"))
            .raw_header(raw("List-Id", &format!("<{list}.{host}>")));
    }
    if let Some(address) = &letter.unsubscribe {
        message = message
            .raw_header(raw("List-Unsubscribe", &format!("<{address}>")))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let both =
        MultiPart::alternative_plain_html(letter.as_text(addressed.brand), letter.as_page(addressed.brand));
    message.multipart(both).map_err(|e| SendError::Letter { words: e.to_string() })
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(letter: &Letter) -> String {
        let setup = MailSetup {
            server: "127.0.0.1".into(),
            port: 25,
            tls: MailTls::None,
            user: String::new(),
            password: String::new(),
            sender: "post@tea.example".into(),
            sender_name: "山脚茶事".into(),
        };
        let addressed = Addressed {
            to: "a@b.example",
            letter,
            brand: "山脚茶事",
            key: "digest:1",
            at: Time(1_795_000_000_000_000),
        };
        String::from_utf8(message(&setup, &addressed).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_digest_says_how_it_is_ended_and_a_code_does_not() {
        let digest = Letter {
            subject: "每周摘要".into(),
            unsubscribe: Some("https://tea.example/unsubscribe/abc".into()),
            list: Some("digest".into()),
            ..Letter::default()
        };
        let sent_digest = sent(&digest);
        assert!(
            sent_digest.contains("List-Unsubscribe: <https://tea.example/unsubscribe/abc>"),
            "{sent_digest}"
        );
        assert!(sent_digest.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert!(
            sent_digest.contains("List-Id: <digest.tea.example>") && sent_digest.contains("Precedence: bulk")
        );
        assert!(sent_digest.contains("Message-ID: <digest.1@tea.example>"));
        let code = sent(&Letter { subject: "验证码".into(), ..Letter::default() });
        assert!(!code.contains("List-") && code.contains("Auto-Submitted: auto-generated"));
    }
}
