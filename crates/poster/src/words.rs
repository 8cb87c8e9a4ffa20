//! Breaking a text into lines by how wide its characters are. SVG has no lines of its own.
//!
//! A Chinese character is as wide as it is high; Latin letters are taken at their usual share. Lines do not begin
//! with a closing sign, and a Latin word is kept together where it fits. What does not fit ends with an ellipsis.

const CLOSING: &str = "，。！？；：、”’）】》〉」』…,.!?;:)]}%";

/// How wide a character is, in shares of the size of the type.
fn width(c: char) -> f32 {
    match c {
        'i' | 'l' | 'j' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        'A'..='Z' => 0.68,
        '\u{20}'..='\u{7e}' => 0.57,
        '\u{7f}'..='\u{2ff}' => 0.6,
        _ => 1.0,
    }
}

/// Width of a text, in shares of the size of the type.
pub(crate) fn measured(text: &str) -> f32 {
    text.chars().map(width).sum()
}

/// Pieces that are not torn: a Latin word, or one character.
fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in text.chars() {
        let of_word = c.is_ascii_alphanumeric() || "-_'&@/".contains(c);
        match out.last_mut() {
            Some(last) if (of_word && in_word) || CLOSING.contains(c) => last.push(c),
            _ => out.push(c.to_string()),
        }
        in_word = of_word;
    }
    out
}

/// At most so many lines, each at most so wide (in shares of the size of the type).
pub(crate) fn broken(text: &str, wide: f32, most: usize) -> Vec<String> {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(&flat) {
        if !line.is_empty() && measured(&line) + measured(piece.trim_end()) > wide {
            lines.push(std::mem::take(&mut line).trim().to_owned());
        }
        for c in piece.chars() {
            // A word longer than a line has to be torn after all.
            if measured(&line) + width(c) > wide + 1.0 {
                lines.push(std::mem::take(&mut line));
            }
            if !(line.is_empty() && c == ' ') {
                line.push(c);
            }
        }
    }
    lines.push(line.trim().to_owned());
    lines.retain(|l| !l.is_empty());
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while measured(last) + 1.0 > wide && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// The letter of a face: the last character of a Chinese name, the first of a Latin one.
pub(crate) fn letter(name: &str) -> String {
    let name = name.trim();
    let latin = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let letter = if latin { name.chars().next() } else { name.chars().next_back() };
    letter.map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_allowed_and_begin_with_no_closing_sign() {
        let lines = broken("清晨六点的山上，第一泡茶，给愿意早起的人。", 8.0, 5);
        assert_eq!(lines.concat(), "清晨六点的山上，第一泡茶，给愿意早起的人。");
        for line in &lines {
            assert!(measured(line) <= 9.0, "{line}");
            assert!(!CLOSING.contains(line.chars().next().unwrap()), "{line}");
        }
    }

    #[test]
    fn latin_words_stay_whole_and_long_ones_are_torn() {
        assert_eq!(broken("Morning tea friends", 5.0, 5), ["Morning", "tea", "friends"]);
        assert!(broken(&"a".repeat(100), 10.0, 20).len() > 4);
    }

    #[test]
    fn what_does_not_fit_ends_with_an_ellipsis() {
        let lines = broken(&"茶".repeat(50), 10.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && measured(&lines[1]) <= 10.0);
        assert_eq!(broken("", 10.0, 2), Vec::<String>::new());
    }

    #[test]
    fn a_face_has_the_letter_of_its_name() {
        assert_eq!(letter("阿桃"), "桃");
        assert_eq!(letter("mia wong"), "M");
        assert_eq!(letter(" "), "·");
    }
}
