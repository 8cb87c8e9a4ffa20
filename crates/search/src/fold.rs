//! One spelling for one text: the folding that search, word lists and label matching share.
//!
//! Folding maps every character on its own: full width to half width, traditional and regional
//! variants to simplified, capitals to small letters, accents and invisible characters away.
//! Rules: the result depends on the character alone (never on its neighbours), so a substring of a
//! text folds to a substring of the folded text; folding twice changes nothing; every folded
//! character remembers the bytes it came from, so that marks land on the original text.
//! What it deliberately does not do: translate regional vocabulary (软件 and 軟體 stay two words),
//! stem English, or guess a spelling.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded character and the bytes of the original text that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoldedChar {
    /// The folded character.
    pub ch: char,
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte in the original text.
    pub end: usize,
}

/// Folds a text and keeps, for every character, where it came from.
#[must_use]
pub fn fold(text: &str) -> Vec<FoldedChar> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    for (start, original) in text.char_indices() {
        let end = start + original.len_utf8();
        fold_char(original, &mut |ch| folded.push(FoldedChar { ch, start, end }));
    }
    folded
}

/// The folded text as people and lists compare it: control characters count as blanks, a run of
/// blanks is one blank, none stands at either end.
///
/// Idempotent: `normalise(&normalise(x)) == normalise(x)`.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut pending_blank = false;
    for original in text.chars() {
        fold_char(original, &mut |ch| {
            if ch.is_whitespace() || ch.is_control() {
                pending_blank = !result.is_empty();
                return;
            }
            if std::mem::take(&mut pending_blank) {
                result.push(' ');
            }
            result.push(ch);
        });
    }
    result
}

/// Calls `emit` for every character that `original` folds to: usually one, none for what is
/// invisible, several for what Unicode spells out (ﬁ, ㎏).
fn fold_char(original: char, emit: &mut dyn FnMut(char)) {
    match original {
        '\0'..='\x7f' => emit(original.to_ascii_lowercase()),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => emit(simplified(original)),
        // Decomposing these would tear syllables apart.
        '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' => emit(original),
        _ if is_invisible(original) => {}
        _ => std::iter::once(original).nfkd().for_each(|part| {
            for small in part.to_lowercase() {
                if !is_combining_mark(small) && !is_invisible(small) {
                    emit(simplified(small));
                }
            }
        }),
    }
}

/// Joiners, selectors, direction marks and skin tones: they change the look, not the word.
fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The simplified standard form of a single character.
fn simplified(ch: char) -> char {
    let code = u32::from(ch);
    if code < 0x2e80 {
        return ch;
    }
    static TABLE: OnceLock<FxHashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(simplification_table).get(&ch).copied().unwrap_or(ch)
}

/// Asks the conversion tables about every Chinese character by itself, once per process. Mainland
/// rules come first, the variants of Taiwan and Hong Kong fill the gaps. Chains are followed to
/// their end, so that the table is idempotent.
fn simplification_table() -> FxHashMap<char, char> {
    let ranges = [0x2e80..=0x2fdf_u32, 0x3400..=0x9fff, 0xf900..=0xfaff, 0x2_0000..=0x3_23af];
    let all: Vec<char> = ranges.into_iter().flatten().filter_map(char::from_u32).collect();
    let lines: String = all.iter().flat_map(|ch| [*ch, '\n']).collect();
    let mut table = FxHashMap::default();
    for config in [BuiltinConfig::T2s, BuiltinConfig::Tw2s, BuiltinConfig::Hk2s] {
        // The tables are compiled into the program; a test proves that all three load.
        let Ok(converter) = OpenCC::from_config(config) else { continue };
        let converted = converter.convert(&lines);
        for (from, line) in all.iter().zip(converted.split('\n')) {
            let mut chars = line.chars();
            if let (Some(to), None) = (chars.next(), chars.next())
                && to != *from
            {
                table.entry(*from).or_insert(to);
            }
        }
    }
    follow_chains(&table)
}

fn follow_chains(table: &FxHashMap<char, char>) -> FxHashMap<char, char> {
    let end_of = |from: char| {
        let mut seen = vec![from];
        let mut at = from;
        while let Some(next) = table.get(&at) {
            if seen.contains(next) {
                // Two characters that point at each other: the smaller code stands for both.
                return seen.into_iter().min().unwrap_or(from);
            }
            seen.push(*next);
            at = *next;
        }
        at
    };
    table.keys().map(|from| (*from, end_of(*from))).filter(|(from, to)| from != to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_equals_simplified() {
        for (traditional, plain) in [
            ("讀書會", "读书会"),
            ("團購優惠", "团购优惠"),
            ("羣裏", "群里"),
            ("臺灣", "台湾"),
            ("著名", "著名"),
        ] {
            assert_eq!(normalise(traditional), normalise(plain), "{traditional}");
        }
    }

    #[test]
    fn all_three_tables_load() {
        for config in [BuiltinConfig::T2s, BuiltinConfig::Tw2s, BuiltinConfig::Hk2s] {
            assert!(OpenCC::from_config(config).is_ok());
        }
        assert!(simplification_table().len() > 3_000);
    }

    #[test]
    fn width_case_and_accents_fold() {
        assert_eq!(normalise("ＡＢＣ１２３！　Café ﬁn"), "abc123! cafe fin");
        assert_eq!(normalise("  İstanbul\t\n STRASSE \u{200b}x"), "istanbul strasse x");
        assert_eq!(normalise("👍🏽 ❤️"), "👍 ❤");
    }

    #[test]
    fn every_character_folds_to_something_stable() {
        for ch in (0..=0x10_ffff).filter_map(char::from_u32) {
            let once = normalise(&ch.to_string());
            assert_eq!(normalise(&once), once, "U+{:04X}", u32::from(ch));
        }
    }

    #[test]
    fn folded_characters_point_into_the_original() {
        let text = "團ＡﬁÉ👍🏽";
        for folded in fold(text) {
            assert!(text.get(folded.start..folded.end).is_some());
        }
        assert_eq!(fold(text).iter().map(|f| f.ch).collect::<String>(), "团afie👍");
    }
}
