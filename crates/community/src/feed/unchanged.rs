//! Whether what a reader has is still what there is: readers of feeds ask every few minutes.

use super::Fetched;
use jiff::fmt::rfc2822::DateTimeParser;

/// Whether the reader's `If-None-Match`, or, without one, his `If-Modified-Since`, says that he has it already.
#[must_use]
pub fn is_unchanged(fetched: &Fetched, none_match: Option<&str>, modified_since: Option<&str>) -> bool {
    if let Some(tags) = none_match {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        return tags.split(',').any(|tag| tag.trim() == "*" || bare(tag) == bare(&fetched.etag));
    }
    let parse = |text: &str| DateTimeParser::new().parse_timestamp(text).ok();
    match (modified_since.and_then(parse), parse(&fetched.modified)) {
        (Some(his), Some(ours)) => his >= ours,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched() -> Fetched {
        Fetched {
            body: String::new(),
            etag: "W/\"abc\"".to_owned(),
            modified: "Fri, 20 Nov 2026 08:00:00 GMT".to_owned(),
            private: false,
        }
    }

    #[test]
    fn a_tag_counts_before_a_time_and_an_older_time_does_not() {
        let unchanged = |tag, since| is_unchanged(&fetched(), tag, since);
        assert!(unchanged(Some("W/\"abc\""), None));
        assert!(unchanged(Some("\"x\", \"abc\""), Some("Thu, 01 Jan 1970 00:00:00 GMT")));
        assert!(!unchanged(Some("\"x\""), Some("Fri, 20 Nov 2026 08:00:00 GMT")));
        assert!(unchanged(None, Some("Fri, 20 Nov 2026 08:00:00 GMT")));
        assert!(unchanged(None, Some("Fri, 20 Nov 2026 08:00:01 GMT")));
        assert!(!unchanged(None, Some("Fri, 20 Nov 2026 07:59:59 GMT")));
        assert!(!unchanged(None, Some("yesterday")));
        assert!(!unchanged(None, None));
    }
}
