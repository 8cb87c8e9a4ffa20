//! Messages of the vendor: XML in, XML out, and the signature over them. Pure.

use super::refusal::CallbackRefusal;
use data_encoding::HEXLOWER;
use sha1::{Digest, Sha1};

const LONGEST: usize = 64 * 1024;

/// An event or message as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Incoming {
    /// The account's own original id.
    pub to: String,
    /// Who sent it: his id at this account.
    pub from: String,
    /// Seconds.
    pub created: i64,
    /// `event`, `text` …
    pub kind: String,
    /// `subscribe`, `unsubscribe`, `SCAN` …
    pub event: String,
    /// Parameter of a code.
    pub key: String,
    /// Number of a message that is no event.
    pub id: String,
}

/// Signature over parts in the order of their bytes, as the vendor makes it.
pub(super) fn signature(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    HEXLOWER.encode(&Sha1::digest(sorted.concat()))
}

/// Whether two signatures are one, without telling by time where they part.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}

/// The fields of a flat XML document.
pub(super) fn field(document: &roxmltree::Document<'_>, name: &str) -> String {
    let root = document.root_element();
    let found = root.children().find(|node| node.has_tag_name(name));
    found.and_then(|node| node.text()).unwrap_or_default().to_owned()
}

/// Reads a document; no entities and no document type are taken.
pub(super) fn parsed(text: &str) -> Result<roxmltree::Document<'_>, CallbackRefusal> {
    if text.len() > LONGEST {
        return Err(CallbackRefusal::BadMessage);
    }
    roxmltree::Document::parse(text).map_err(|_| CallbackRefusal::BadMessage)
}

/// Reads a message.
pub(super) fn read(text: &str) -> Result<Incoming, CallbackRefusal> {
    let document = parsed(text)?;
    let get = |name| field(&document, name);
    let message = Incoming {
        to: get("ToUserName"),
        from: get("FromUserName"),
        created: get("CreateTime").trim().parse().unwrap_or(0),
        kind: get("MsgType"),
        event: get("Event"),
        key: get("EventKey"),
        id: get("MsgId"),
    };
    if message.from.is_empty() || message.kind.is_empty() {
        Err(CallbackRefusal::BadMessage)
    } else {
        Ok(message)
    }
}

impl Incoming {
    /// Names a message: the vendor sends one again when it was not answered in time.
    pub fn name(&self) -> Vec<u8> {
        let parts = format!(
            "{}\n{}\n{}\n{}\n{}\n{}",
            self.from, self.created, self.kind, self.event, self.key, self.id
        );
        blake3::derive_key("weilu wechat message", parts.as_bytes()).to_vec()
    }

    /// A text to answer with.
    pub fn answered(&self, text: &str, now_seconds: i64) -> String {
        format!(
            "<xml><ToUserName><![CDATA[{}]]></ToUserName><FromUserName><![CDATA[{}]]></FromUserName><CreateTime>{now_seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{}]]></Content></xml>",
            plain(&self.from),
            plain(&self.to),
            plain(text)
        )
    }
}

/// A text that cannot end its section.
fn plain(text: &str) -> String {
    text.replace("]]>", "]] >")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &str = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>123456789</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[desk_a]]></EventKey><Ticket><![CDATA[t]]></Ticket></xml>";

    #[test]
    fn an_event_is_read_and_a_bomb_is_not() {
        let read_ = read(SCAN).unwrap();
        assert_eq!((read_.from.as_str(), read_.event.as_str(), read_.key.as_str()), ("o1", "SCAN", "desk_a"));
        assert_eq!(read_.created, 123_456_789);
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml><FromUserName>&b;</FromUserName><MsgType>event</MsgType></xml>";
        assert!(read(bomb).is_err());
        assert!(read("<xml></xml>").is_err());
        assert!(read("no xml").is_err());
    }

    #[test]
    fn the_signature_is_over_the_sorted_parts() {
        // printf 'abc' | sha1sum
        assert_eq!(signature(&["c", "a", "b"]), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(same("ab", "ab") && !same("ab", "ac") && !same("ab", "abc"));
    }

    #[test]
    fn a_message_sent_again_has_the_same_name() {
        let one = read(SCAN).unwrap();
        assert_eq!(one.name(), read(SCAN).unwrap().name());
        assert_ne!(one.name(), Incoming { created: 1, ..one.clone() }.name());
    }

    #[test]
    fn an_answer_goes_back_to_the_sender() {
        let text = read(SCAN).unwrap().answered("好]]><x/>", 7);
        let document = parsed(&text).unwrap();
        assert_eq!(field(&document, "ToUserName"), "o1");
        assert_eq!(field(&document, "Content"), "好]] ><x/>");
    }
}
