//! An address of our own pages, taken apart. Pure.

const LONGEST: usize = 500;
/// What may stand behind the question mark of a shared address; everything else is the sender's own business.
const KEPT: [&str; 2] = ["invitation", "code"];

/// A path with the few parameters that belong to what is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareAddress {
    /// Path as it stands, without parameters.
    pub path: String,
    /// What follows the prefix of the feature: an id or a token.
    pub id: String,
    query: Vec<(String, String)>,
}

impl ShareAddress {
    /// Reads a path with its parameters; none when it is no path of ours.
    #[must_use]
    pub fn read(address: &str) -> Option<ShareAddress> {
        if !is_own_path(address) {
            return None;
        }
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = pairs
            .filter(|(name, value)| KEPT.contains(name) && is_token(value))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Some(ShareAddress { path: path.to_owned(), id: String::new(), query })
    }

    /// The same below a prefix, with what follows it.
    pub(super) fn below(&self, prefix: &str) -> Option<ShareAddress> {
        let id = self.path.strip_prefix(prefix).filter(|id| is_token(id))?;
        Some(ShareAddress { id: id.to_owned(), ..self.clone() })
    }

    /// A parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The address as it is passed on: path and what belongs to it.
    #[must_use]
    pub fn written(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(n, v)| format!("{n}={v}")).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }
}

fn is_token(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Whether a text is a path of our own pages: nothing that a browser would take for another site.
#[must_use]
pub fn is_own_path(path: &str) -> bool {
    let second = path.as_bytes().get(1);
    path.starts_with('/')
        && !matches!(second, Some(b'/' | b'\\'))
        && path.len() <= LONGEST
        && !path.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_read() {
        for good in ["/", "/spaces/spc_1?code=AB", "/me#x", "/m/一"] {
            assert!(is_own_path(good), "{good}");
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for bad in
            ["", "//evil.example", "/\\evil.example", "https://a", "/a b", "/a\nb", "/a\\b", long.as_str()]
        {
            assert!(!is_own_path(bad), "{bad}");
            assert_eq!(ShareAddress::read(bad), None);
        }
    }

    #[test]
    fn an_address_keeps_what_belongs_to_it() {
        let read = ShareAddress::read("/spaces/spc_1?from=wechat&invitation=A-b_9&code=<x>#top").unwrap();
        assert_eq!(read.written(), "/spaces/spc_1?invitation=A-b_9");
        assert_eq!(read.get("invitation"), Some("A-b_9"));
        assert_eq!(read.get("code"), None);
        let below = read.below("/spaces/").unwrap();
        assert_eq!(below.id, "spc_1");
        assert_eq!(read.below("/posts/"), None);
        assert_eq!(ShareAddress::read("/spaces/a/b").unwrap().below("/spaces/"), None);
    }
}
