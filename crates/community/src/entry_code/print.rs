//! A code as it is printed: the QR picture as SVG, drawn on the server.

use super::state;
use crate::space::{self, RUN};
use qrcode::{EcLevel, QrCode, render::svg};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{EntryCodeId, Fault, Outcome};

/// A code ready for the printer.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Print {
    /// Which.
    pub entry_code: EntryCodeId,
    /// Address of this site as the page knows it: scheme and host.
    pub base: String,
}

/// What stands on the table.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Printed {
    /// The address in the code.
    pub url: String,
    /// The picture, black on white with its quiet zone.
    pub svg: String,
    /// Channel it hangs in.
    pub name: String,
    /// Name of the space.
    pub space_name: String,
    /// Its sentence.
    pub line: String,
}

/// The base as it may be printed: `http` or `https`, a host, nothing else.
fn checked_base(base: &str) -> Option<&str> {
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"))?;
    let sound = !host.is_empty()
        && host.len() <= 253
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    sound.then_some(base)
}

/// Draws an address.
///
/// # Errors
/// When it is too long for a code.
pub fn draw(url: &str) -> Result<String, Fault> {
    let code = QrCode::with_error_correction_level(url, EcLevel::Q).map_err(|e| Fault::new(e.to_string()))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build())
}

impl Query for Print {
    const NAME: &'static str = "entry_code.print";
    const SUMMARY: (&'static str, &'static str) = ("打印入群码", "An entry code ready for the printer");
    type Output = Printed;

    fn need(&self) -> Need {
        Need::On(self.entry_code.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Printed> {
        let base = checked_base(&self.base).ok_or(LinkRefusal::NotFound)?;
        let code = state::load(tx, self.entry_code).await?.ok_or(LinkRefusal::NotFound)?;
        let row = space::state::load(tx, code.space).await?.ok_or(LinkRefusal::NotFound)?;
        let url = format!("{base}/e/{}", code.token);
        Ok(Printed { svg: draw(&url)?, url, name: code.name, space_name: row.name, line: row.line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_address_is_printed() {
        assert!(checked_base("https://tea.example").is_some());
        assert!(checked_base("http://127.0.0.1:8080").is_some());
        for bad in ["javascript:alert(1)", "https://", "https://a/b", "https://a b", "ftp://a"] {
            assert_eq!(checked_base(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_code_is_a_picture_of_its_own() {
        let picture = draw("https://tea.example/e/AAAAAAAAAAAAAAAAAAAAAA").expect("drawn");
        assert!(picture.contains("<svg") && !picture.contains("href"));
    }
}
