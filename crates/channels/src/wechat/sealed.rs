//! The vendor's safe mode: messages encrypted with AES-256-CBC under the account's key, so that the signature
//! covers what is said. Pure.
//!
//! Inside stand 16 random bytes, the length, the message and the app id, filled up to blocks of 32.

use super::{message, refusal::CallbackRefusal};
use aes::Aes256;
use cbc::{
    Decryptor, Encryptor,
    cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding},
};
use data_encoding::{BASE64, Encoding};

const BLOCK: usize = 32;
const HEAD: usize = 20;

struct Key([u8; 32]);

/// As the vendor spells keys: the two bits that the last of 43 characters has left over may be anything.
fn key_spelling() -> Option<Encoding> {
    let mut spelling = BASE64.specification();
    spelling.check_trailing_bits = false;
    spelling.encoding().ok()
}

impl Key {
    /// Reads a key as the vendor's page shows it: 43 characters.
    fn read(text: &str) -> Option<Key> {
        let bytes = key_spelling()?.decode(format!("{text}=").as_bytes()).ok()?;
        Some(Key(bytes.try_into().ok()?))
    }

    fn iv(&self) -> [u8; 16] {
        self.0.first_chunk().copied().unwrap_or_default()
    }
}

/// Opens a sealed message of this account.
///
/// # Errors
/// [`CallbackRefusal::BadMessage`] when it is none, or another account's.
pub fn open(key: &str, app_id: &str, sealed: &str) -> Result<String, CallbackRefusal> {
    read(key, app_id, sealed).ok_or(CallbackRefusal::BadMessage)
}

fn read(key: &str, app_id: &str, sealed: &str) -> Option<String> {
    let key = Key::read(key)?;
    let bytes =
        BASE64.decode(sealed.trim().as_bytes()).ok().filter(|b| !b.is_empty() && b.len() % 16 == 0)?;
    let decryptor = Decryptor::<Aes256>::new(&key.0.into(), &key.iv().into());
    let mut text = decryptor.decrypt_padded_vec::<NoPadding>(&bytes).ok()?;
    let filling = usize::from(*text.last()?);
    if !(1..=BLOCK).contains(&filling) {
        return None;
    }
    text.truncate(text.len().checked_sub(filling)?);
    let length = u32::from_be_bytes(text.get(16..HEAD)?.try_into().ok()?);
    let end = HEAD.checked_add(usize::try_from(length).ok()?)?;
    let whose = text.get(end..)?;
    if whose != app_id.as_bytes() {
        return None;
    }
    String::from_utf8(text.get(HEAD..end)?.to_vec()).ok()
}

/// Seals a message of this account; `salt` is random.
#[must_use]
pub fn seal(key: &str, app_id: &str, text: &str, salt: [u8; 16]) -> Option<String> {
    let key = Key::read(key)?;
    let mut bytes = salt.to_vec();
    bytes.extend_from_slice(&u32::try_from(text.len()).ok()?.to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
    bytes.extend_from_slice(app_id.as_bytes());
    let filling = BLOCK - bytes.len() % BLOCK;
    bytes.resize(bytes.len() + filling, u8::try_from(filling).ok()?);
    let encryptor = Encryptor::<Aes256>::new(&key.0.into(), &key.iv().into());
    Some(BASE64.encode(&encryptor.encrypt_padded_vec::<NoPadding>(&bytes)))
}

/// A sealed message in its envelope, signed with the account's token.
#[must_use]
pub(super) fn enveloped(sealed: &str, token: &str, now_seconds: i64, nonce: &str) -> String {
    let time = now_seconds.to_string();
    let signature = message::signature(&[token, &time, nonce, sealed]);
    format!(
        "<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature><TimeStamp>{time}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    #[test]
    fn what_was_sealed_opens_for_its_account_only() {
        for text in ["<xml/>", "", &"茶".repeat(100)] {
            let sealed = seal(KEY, "wx1", text, [7; 16]).unwrap();
            assert_eq!(open(KEY, "wx1", &sealed).as_deref(), Ok(text));
            assert!(open(KEY, "wx2", &sealed).is_err());
        }
        let other = "bbcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        let sealed = seal(KEY, "wx1", "<xml/>", [7; 16]).unwrap();
        assert!(open(other, "wx1", &sealed).is_err());
        assert!(open(KEY, "wx1", "no base64!").is_err());
        assert!(open("short", "wx1", &sealed).is_err());
    }
}
