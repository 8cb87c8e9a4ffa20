//! Finding the link in a text. Chinese needs no spaces: a link ends where something stands that no address holds.

use url::Url;

const LONGEST: usize = 1_000;
const MARKS: &str = "-._~:/?#[]@!$&'()*+,;=%";
/// What ends a sentence rather than an address.
const ENDS: [char; 9] = ['.', ',', ';', ':', '!', '?', '\'', '*', '_'];

/// The first link of a text, in its one spelling: http or https, with a name that could be one.
#[must_use]
pub fn first_link(text: &str) -> Option<Url> {
    let starts = text.char_indices().filter(|(_, c)| matches!(c, 'h' | 'H')).map(|(at, _)| at);
    starts.filter_map(|at| text.get(at..)).find_map(link_at)
}

fn link_at(text: &str) -> Option<Url> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || MARKS.contains(c))).unwrap_or(text.len());
    let mut link = text.get(..end)?;
    loop {
        let shorter = link.trim_end_matches(ENDS);
        let shorter = [('(', ')'), ('[', ']')].into_iter().fold(shorter, |link, (open, close)| {
            let lone = link.ends_with(close) && link.matches(close).count() > link.matches(open).count();
            link.strip_suffix(close).filter(|_| lone).unwrap_or(link)
        });
        if shorter == link {
            break;
        }
        link = shorter;
    }
    if link.len() <= scheme.len() || link.len() > LONGEST {
        return None;
    }
    let mut url = Url::parse(link).ok()?;
    url.set_fragment(None);
    let named = url.host_str().is_some_and(|host| host.contains('.') || host.contains(':'));
    let plain = url.username().is_empty() && url.password().is_none();
    (named && plain && url.as_str().len() <= LONGEST).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::first_link;

    #[test]
    fn links_end_where_an_address_ends() {
        let link = |text: &str| first_link(text).map(|url| url.to_string());
        let found = |text: &str, wanted: &str| assert_eq!(link(text).as_deref(), Some(wanted), "{text}");
        found("看这个https://a.cn/茶", "https://a.cn/");
        found("看这个 https://a.cn/tea?x=1，很好", "https://a.cn/tea?x=1");
        found("（https://a.cn/x）", "https://a.cn/x");
        found("(see https://a.cn/x_(y)).", "https://a.cn/x_(y)");
        found("https://a.cn/x...", "https://a.cn/x");
        found("HTTPS://A.cn:443/x#part", "https://a.cn/x");
        found("http 不是，http://b.cn 才是", "http://b.cn/");
        found("http://127.0.0.1:9/x", "http://127.0.0.1:9/x");
        for none in
            ["没有链接", "http://", "https://localhost/x", "ftp://a.cn", "https://u:p@a.cn/", "javascript:1"]
        {
            assert_eq!(link(none), None, "{none}");
        }
        assert_eq!(link(&format!("https://a.cn/{}", "x".repeat(1_000))), None);
    }
}
