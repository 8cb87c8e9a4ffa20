//! A list of tokens in one string: what the analyser writes, the memory index reads, and the disk
//! index reads again without cutting the text a second time.
//!
//! Format: per token one character that holds the step from the last token's position, the token,
//! a zero byte. Invariant: tokens hold no zero byte (folding turns control characters into breaks).

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// A step that does not fit is cut to this; only the distance of far apart tokens suffers.
const MAX_STEP: u32 = 0x7000;

/// Tokens with their positions, in the order of writing.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenList {
    encoded: String,
    last_position: u32,
    count: u32,
}

impl TokenList {
    /// Adds a token. Positions must not fall.
    pub(crate) fn push(&mut self, token: impl IntoIterator<Item = char>, position: u32) {
        let step = position.saturating_sub(self.last_position).min(MAX_STEP);
        self.encoded.push(char::from_u32(step + 1).unwrap_or('\u{1}'));
        self.encoded.extend(token);
        self.encoded.push('\0');
        self.last_position += step;
        self.count += 1;
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    /// The tokens with their positions.
    pub(crate) fn iter(&self) -> TokenIter<'_> {
        TokenIter { rest: &self.encoded, position: 0 }
    }

    /// The encoded form, as the disk index is fed.
    pub(crate) fn encoded(&self) -> &str {
        &self.encoded
    }
}

/// Walks over encoded tokens.
pub(crate) struct TokenIter<'a> {
    rest: &'a str,
    position: u32,
}

impl<'a> Iterator for TokenIter<'a> {
    type Item = (&'a str, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.rest.chars().next()?;
        let body = self.rest.get(step.len_utf8()..)?;
        let (token, rest) = body.split_once('\0')?;
        self.rest = rest;
        self.position += u32::from(step).saturating_sub(1);
        Some((token, self.position))
    }
}

/// The reader of encoded tokens that is registered with the disk index.
#[derive(Clone, Default)]
pub(crate) struct EncodedTokens {
    token: Token,
}

impl Tokenizer for EncodedTokens {
    type TokenStream<'a> = EncodedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedStream<'a> {
        self.token.reset();
        EncodedStream { tokens: TokenIter { rest: text, position: 0 }, token: &mut self.token }
    }
}

/// See [`EncodedTokens`].
pub(crate) struct EncodedStream<'a> {
    tokens: TokenIter<'a>,
    token: &'a mut Token,
}

impl TokenStream for EncodedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.tokens.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(text);
        self.token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_what_was_written() {
        let mut list = TokenList::default();
        list.push("读书".chars(), 0);
        list.push("书会".chars(), 1);
        list.push("kol".chars(), 40);
        assert_eq!(list.iter().collect::<Vec<_>>(), [("读书", 0), ("书会", 1), ("kol", 40)]);
        assert_eq!(list.len(), 3);
    }
}
