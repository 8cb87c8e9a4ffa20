//! A Rust file as a flat run of tokens: what the checks on words, lengths and texts look at.
//!
//! The lexer is proc-macro2's, so strings, comments, lifetimes and nesting are read as the compiler reads them.
//! Plain comments are not tokens; doc comments are dropped here, so that prose is never taken for code. Code under
//! `#[cfg(test)]` is marked, as is every file of a `tests` or `benches` folder.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::str::FromStr;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word,
    /// A sign, or an opening or closing bracket.
    Sign,
    /// A string literal; the token's text is its content without quotes.
    Text,
    /// Any other literal.
    Number,
}

/// One token.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// The word, sign or content.
    pub text: String,
    /// Line, from 1.
    pub line: usize,
    /// Whether it stands in test code.
    pub test: bool,
}

/// The tokens of one file.
#[derive(Debug)]
pub struct RustFile {
    /// Path inside the repository.
    pub path: String,
    /// All tokens in their order.
    pub tokens: Vec<Token>,
}

impl RustFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is not Rust.
    pub fn read(path: &str, text: &str) -> Result<Self, String> {
        let stream = TokenStream::from_str(text).map_err(|error| format!("not Rust: {error}"))?;
        let test = path.split('/').any(|part| part == "tests" || part == "benches");
        let mut file = Self { path: path.to_string(), tokens: Vec::new() };
        file.take(stream.into_iter().collect(), test);
        Ok(file)
    }

    /// The crate's folder name: `kernel` for `crates/kernel/src/lib.rs`.
    pub fn krate(&self) -> &str {
        self.path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or_default()
    }

    /// The names of all its functions.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.tokens.windows(2).filter_map(|pair| match pair {
            [word, name] if word.text == "fn" && word.kind == Kind::Word => Some(name.text.as_str()),
            _ => None,
        })
    }

    fn take(&mut self, trees: Vec<TokenTree>, test: bool) {
        let mut rest = trees.as_slice();
        let mut next_is_test = false;
        while let Some((tree, after)) = rest.split_first() {
            rest = after;
            if let Some((attribute, after)) = attribute(tree, after) {
                if attribute.starts_with("doc=") {
                    rest = after;
                    continue;
                }
                next_is_test |= attribute.starts_with("cfg(test)");
            }
            let ends_item = matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ';')
                || matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            self.put(tree, test || next_is_test);
            next_is_test &= !ends_item;
        }
    }

    fn put(&mut self, tree: &TokenTree, test: bool) {
        let line = tree.span().start().line;
        let mut push = |kind, text: String, line| self.tokens.push(Token { kind, text, line, test });
        match tree {
            TokenTree::Ident(word) => push(Kind::Word, word.to_string(), line),
            TokenTree::Punct(sign) => push(Kind::Sign, sign.as_char().to_string(), line),
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                match content(&written) {
                    Some(text) => push(Kind::Text, text.to_string(), line),
                    None => push(Kind::Number, written, line),
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                push(Kind::Sign, open.to_string(), line);
                self.take(group.stream().into_iter().collect(), test);
                let end = group.span_close().end().line;
                self.tokens.push(Token { kind: Kind::Sign, text: close.to_string(), line: end, test });
            }
        }
    }
}

/// The text of an attribute that begins at this `#`, without spaces, and what follows it.
fn attribute<'t>(tree: &TokenTree, after: &'t [TokenTree]) -> Option<(String, &'t [TokenTree])> {
    if !matches!(tree, TokenTree::Punct(sign) if sign.as_char() == '#') {
        return None;
    }
    let after = match after.split_first() {
        Some((TokenTree::Punct(sign), rest)) if sign.as_char() == '!' => rest,
        _ => after,
    };
    match after.split_first() {
        Some((TokenTree::Group(group), rest)) if group.delimiter() == Delimiter::Bracket => {
            let text = group.stream().to_string();
            Some((text.chars().filter(|sign| !sign.is_whitespace()).collect(), rest))
        }
        _ => None,
    }
}

/// What stands between the quotes of a string literal; `None` for other literals.
fn content(written: &str) -> Option<&str> {
    let inner = written.trim_start_matches(['b', 'c', 'r']).trim_matches('#');
    inner.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_code_is_told_from_product_code_and_prose_is_dropped() {
        let text =
            "//! Head.\nfn a() { one(\"x\") }\n#[cfg(test)]\nmod tests { fn b() { two() } }\nfn c() {}";
        let file = RustFile::read("crates/kernel/src/lib.rs", text).unwrap();
        let find = |word: &str| file.tokens.iter().find(|token| token.text == word).unwrap();
        assert!(!find("one").test && find("two").test && !find("c").test);
        assert!(file.tokens.iter().all(|token| !token.text.contains("Head")));
        assert_eq!((find("x").kind, find("x").line, file.krate()), (Kind::Text, 2, "kernel"));
    }

    #[test]
    fn raw_strings_lose_their_quotes() {
        assert_eq!(content("r#\"a \"b\"\"#"), Some("a \"b\""));
        assert_eq!(content("12"), None);
    }
}
