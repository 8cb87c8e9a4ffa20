//! Telling the owner of an account what happened to it: in the security log, and by message to his ways in.

use super::{Address, state};
use weilu_kernel::{Act, Tx};
use weilu_store::NewJob;
use weilu_vocabulary::{Fault, PersonaId};

/// What the security log notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Came in.
    SignedIn,
    /// Left on one device.
    SignedOut,
    /// The password was set or changed.
    PasswordSet,
    /// A wrong password closed the lock.
    Locked,
    /// A phone or mail address was added.
    WayAdded,
    /// A phone or mail address was removed.
    WayRemoved,
    /// The other devices were signed out.
    OthersSignedOut,
    /// An export of everything was asked for.
    ExportAsked,
    /// The account is to be closed.
    ErasureAsked,
    /// The account stays after all.
    ErasureTakenBack,
}

impl Noted {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Noted::SignedIn => "signed_in",
            Noted::SignedOut => "signed_out",
            Noted::PasswordSet => "password_set",
            Noted::Locked => "locked",
            Noted::WayAdded => "way_added",
            Noted::WayRemoved => "way_removed",
            Noted::OthersSignedOut => "others_signed_out",
            Noted::ExportAsked => "export_asked",
            Noted::ErasureAsked => "erasure_asked",
            Noted::ErasureTakenBack => "erasure_taken_back",
        }
    }
}

/// Adds a line to the security log of a persona.
///
/// # Errors
/// When the database fails.
pub fn note(tx: &mut Tx, act: &Act, persona: PersonaId, what: Noted) -> Result<(), Fault> {
    state::security_log::add(tx, act, persona, what.word())
}

/// Sends a message from a template to one address. The key of the job names no address: keys outlive jobs.
///
/// # Errors
/// When the database fails.
pub fn send(
    tx: &mut Tx,
    act: &Act,
    address: &Address,
    template: &str,
    values: &serde_json::Value,
) -> Result<(), Fault> {
    let kind = match address {
        Address::Phone(_) => "sms.send",
        Address::Mail(_) => "mail.send",
    };
    let hash = blake3::derive_key("weilu message key", address.value().as_bytes());
    let whom = hash.first_chunk::<16>().map_or_else(String::new, super::guard::hex);
    tx.enqueue(
        act,
        NewJob {
            kind,
            key: format!("{template}:{whom}:{}", act.now.0),
            payload: serde_json::json!({
                "to": address.value(), "template": template, "lang": act.lang.code(), "values": values,
            }),
            run_at: act.now,
        },
    )
}

/// Sends a message to every way in.
///
/// # Errors
/// When the database fails.
pub fn send_to_all(
    tx: &mut Tx,
    act: &Act,
    ways: &[state::way::Way],
    template: &str,
    values: &serde_json::Value,
) -> Result<(), Fault> {
    for address in ways.iter().filter_map(|w| Address::stored(&w.kind, &w.value)) {
        send(tx, act, &address, template, values)?;
    }
    Ok(())
}
