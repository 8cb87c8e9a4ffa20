//! Typed ids and references to things.
//!
//! An id is 63 bits: 41 of milliseconds since 2020, 10 of node, 12 of counter. It is newtyped per noun
//! and shown as `prefix_base32`, because JavaScript cannot hold 63 bits and because a reader of a log
//! should see what kind of thing is meant. Ids are no secrets; what must not be guessed is a token.

use data_encoding::{Encoding, Specification};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr, sync::LazyLock};

static BASE32: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.encoding().ok()
});

fn encode(id: i64) -> String {
    BASE32.as_ref().map_or_else(|| id.to_string(), |e| e.encode(&id.to_be_bytes()))
}

fn decode(text: &str) -> Option<i64> {
    let bytes = BASE32.as_ref()?.decode(text.as_bytes()).ok()?;
    let id = i64::from_be_bytes(bytes.try_into().ok()?);
    (id > 0).then_some(id)
}

/// A newtyped id: the number that is stored, and the kind of thing it names.
pub trait Id: Copy + fmt::Display + Send + Sync + 'static {
    /// The kind of thing it names.
    const KIND: RefKind;
    /// Wraps a stored number.
    fn from_raw(raw: i64) -> Self;
    /// The number as stored.
    fn raw(self) -> i64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $kind:ident $name:ident $word:literal $prefix:literal;)*) => {
        /// What a [`Ref`] can point at: the noun, as the glossary spells it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefKind { $($(#[$doc])* $kind,)* }

        impl RefKind {
            /// Every kind there is.
            pub const ALL: &'static [RefKind] = &[$(RefKind::$kind,)*];
            /// The noun, as in SQL, JSON and URLs.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(RefKind::$kind => $word,)* } }
            /// The prefix of its ids.
            #[must_use]
            pub const fn prefix(self) -> &'static str { match self { $(RefKind::$kind => $prefix,)* } }
            /// The kind a stored word stands for.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some(RefKind::$kind),)* _ => None } }
            fn from_prefix(prefix: &str) -> Option<Self> { match prefix { $($prefix => Some(RefKind::$kind),)* _ => None } }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(i64);

            impl $name {
                /// Wraps a number; for constants.
                #[must_use]
                pub const fn new(raw: i64) -> Self { Self(raw) }
            }
            impl Id for $name {
                const KIND: RefKind = RefKind::$kind;
                fn from_raw(raw: i64) -> Self { Self(raw) }
                fn raw(self) -> i64 { self.0 }
            }
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}_{}", $prefix, encode(self.0)) }
            }
            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
            }
            impl FromStr for $name {
                type Err = NotAnId;
                fn from_str(s: &str) -> Result<Self, NotAnId> {
                    let tail = s.strip_prefix(concat!($prefix, "_")).ok_or(NotAnId($prefix))?;
                    decode(tail).map(Self).ok_or(NotAnId($prefix))
                }
            }
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
            }
            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    let s = Cow::<'de, str>::deserialize(d)?;
                    s.parse().map_err(de::Error::custom)
                }
            }
            impl JsonSchema for $name {
                fn inline_schema() -> bool { true }
                fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "_[0-9a-hjkmnp-tv-z]{13}$") })
                }
            }
            impl From<$name> for crate::Value {
                fn from(id: $name) -> crate::Value { crate::Value::Int(id.0) }
            }
            impl crate::FromValue for $name {
                fn from_value(value: crate::Value) -> Option<Self> { <i64 as crate::FromValue>::from_value(value).map(Self) }
            }
            impl From<$name> for Ref {
                fn from(id: $name) -> Ref { Ref { kind: RefKind::$kind, id: id.0 } }
            }
        )*
    };
}

ids! {
    /// One brand.
    Tenant TenantId "tenant" "ten";
    /// One person's record.
    Member MemberId "member" "mem";
    /// Under which face a person acted; a member has one or more.
    Persona PersonaId "persona" "psn";
    /// A way to be recognised: phone, mail, WeChat id, card, till number.
    Identity IdentityId "identity" "idn";
    /// One signed-in device.
    Session SessionId "session" "ses";
    /// A node of the organisation tree.
    Branch BranchId "branch" "brn";
    /// A label of people.
    Label LabelId "label" "lbl";
    /// A saved target persona.
    TargetPersona TargetPersonaId "target_persona" "tpn";
    /// A case of the merge queue.
    MergeCase MergeCaseId "merge_case" "mrg";
    /// A merge of two member records that can be undone.
    Merge MergeId "merge" "mge";
    /// A department's request to see a field.
    FieldRequest FieldRequestId "field_request" "frq";
    /// Customers passing from one keeper to another.
    Handover HandoverId "handover" "hnd";
    /// A saved view of a table.
    View ViewId "view" "viw";
    /// A community space.
    Space SpaceId "space" "spc";
    /// A line of a space's public log.
    SpaceAct SpaceActId "space_act" "sac";
    /// A request to be let in.
    Application ApplicationId "application" "apl";
    /// An invitation into a space.
    Invitation InvitationId "invitation" "inv";
    /// A printable entry code.
    EntryCode EntryCodeId "entry_code" "cod";
    /// A proposal to found a circle.
    Proposal ProposalId "proposal" "prp";
    /// An announcement of a space.
    Announcement AnnouncementId "announcement" "ann";
    /// A post, reply, question or answer.
    Post PostId "post" "pst";
    /// A poll.
    Poll PollId "poll" "pol";
    /// A choice of a poll.
    PollChoice PollChoiceId "poll_choice" "pch";
    /// A numbered list to which everybody adds a line.
    Roster RosterId "roster" "rst";
    /// A line of a roster.
    RosterLine RosterLineId "roster_line" "rln";
    /// A tag of content.
    Tag TagId "tag" "tag";
    /// A list of saved posts.
    BookmarkList BookmarkListId "bookmark_list" "bml";
    /// A chat: group or one to one.
    Chat ChatId "chat" "cht";
    /// A message in a chat.
    Message MessageId "message" "msg";
    /// A file: picture, video, attachment.
    Blob BlobId "blob" "blb";
    /// What a link leads to.
    Preview PreviewId "preview" "prv";
    /// A notification to one person.
    Notification NotificationId "notification" "ntf";
    /// A report of bad content.
    Report ReportId "report" "rep";
    /// A moderation case.
    Case CaseId "case" "cas";
    /// A sanction on a person.
    Sanction SanctionId "sanction" "sct";
    /// An appeal against a decision.
    Appeal AppealId "appeal" "app";
    /// A word list entry.
    Word WordId "word" "wrd";
    /// A secret feed address.
    Feed FeedId "feed" "fed";
    /// A job to be run outside.
    Job JobId "job" "job";
    /// A form definition.
    Form FormId "form" "frm";
    /// A version of a policy text.
    Policy PolicyId "policy" "plc";
    /// An export of data.
    Export ExportId "export" "exp";
    /// A line of the security log.
    SecurityLine SecurityLineId "security_line" "sec";
    /// A consent given or withdrawn.
    ConsentAct ConsentActId "consent_act" "csa";
    /// A sealed part of the archive.
    SealedRecord SealedRecordId "sealed_record" "sld";
    /// Somebody who asked to become a member.
    Admission AdmissionId "admission" "adm";
    /// A backup of the installation.
    Backup BackupId "backup" "bak";
    /// An account of the ledger.
    LedgerAccount LedgerAccountId "ledger_account" "lac";
    /// A transfer between two accounts of the ledger.
    Transfer TransferId "transfer" "trf";
}

/// The text was not an id with the wanted prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId(&'static str);

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an id that starts with {}_", self.0)
    }
}

/// A pointer at any thing: kind and id. In text it is the id alone, whose prefix tells the kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// The noun.
    pub kind: RefKind,
    /// The stored number.
    pub id: i64,
}

impl Ref {
    /// The typed id, if the reference is of that kind.
    #[must_use]
    pub fn get<I: Id>(self) -> Option<I> {
        (self.kind == I::KIND).then(|| I::from_raw(self.id))
    }

    /// Reads the space-separated list the log stores.
    #[must_use]
    pub fn parse_list(text: &str) -> Vec<Ref> {
        text.split_ascii_whitespace().filter_map(|t| t.parse().ok()).collect()
    }

    /// Writes the space-separated list the log stores.
    #[must_use]
    pub fn join_list(refs: &[Ref]) -> String {
        refs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.kind.prefix(), encode(self.id))
    }
}

impl fmt::Debug for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Ref {
    type Err = NotAnId;
    fn from_str(s: &str) -> Result<Self, NotAnId> {
        let (prefix, tail) = s.split_once('_').ok_or(NotAnId("kind"))?;
        let kind = RefKind::from_prefix(prefix).ok_or(NotAnId("kind"))?;
        Ok(Ref { kind, id: decode(tail).ok_or(NotAnId(kind.prefix()))? })
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = Cow::<'de, str>::deserialize(d)?;
        s.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Ref {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Ref".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z]{3}_[0-9a-hjkmnp-tv-z]{13}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_text_and_refuse_other_prefixes() {
        let id = PostId::from_raw(812_345_678_901_234_567);
        assert_eq!(id.to_string().parse::<PostId>(), Ok(id));
        assert!(id.to_string().parse::<SpaceId>().is_err());
        let r: Ref = id.into();
        assert_eq!(r.to_string().parse::<Ref>().map(|r| r.get::<PostId>()), Ok(Some(id)));
        assert_eq!(r.get::<SpaceId>(), None);
        assert_eq!(Ref::parse_list(&Ref::join_list(&[r, r])), vec![r, r]);
    }

    #[test]
    fn prefixes_and_words_are_unique() {
        for a in RefKind::ALL {
            let same = RefKind::ALL.iter().filter(|b| b.prefix() == a.prefix() || b.word() == a.word());
            assert_eq!(same.count(), 1, "{a:?}");
            assert_eq!(RefKind::from_word(a.word()), Some(*a));
        }
    }

    #[test]
    fn nonsense_is_no_id() {
        for bad in ["", "pst_", "pst_0", "pst_zzzzzzzzzzzzz", "pst_0000000000000", "mem-1", "1"] {
            assert!(bad.parse::<PostId>().is_err(), "{bad}");
        }
    }
}
