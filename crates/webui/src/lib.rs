//! The built page, inside the binary. In a development build the files are read from `web/dist` at run time.
//!
//! The crate depends on nothing that changes, so that embedding is paid once. A release build without
//! `web/dist` fails (see `build.rs`).

use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// A file of the page with its media type, by path without the leading slash.
#[must_use]
pub fn file(path: &str) -> Option<(Cow<'static, [u8]>, String)> {
    let found = Dist::get(path)?;
    Some((found.data, found.metadata.mimetype().to_owned()))
}
