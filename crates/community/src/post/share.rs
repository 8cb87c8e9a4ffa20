//! What stands on the card of a post: its title or first line, its author, and as much as a stranger may read.

use super::{sight::Sight, state};
use weilu_kernel::{
    Act, ShareCard, ShareSpec, Tx,
    share::{ShareAddress, cut, first_line},
};
use weilu_vocabulary::{Outcome, PostId};

const TITLE_MOST: usize = 40;
const LINE_MOST: usize = 60;
const TEXT_MOST: usize = 800;

/// The addresses of posts.
pub const SHARE: ShareSpec =
    ShareSpec { prefix: "/posts/", card: |tx, act, address| Box::pin(card(tx, act, address)) };

async fn card(tx: &mut Tx, act: &Act, address: &ShareAddress) -> Outcome<Option<ShareCard>> {
    let Ok(id) = address.id.parse::<PostId>() else { return Ok(None) };
    let Some(post) = state::load(tx, id).await?.filter(|p| p.state == "live") else { return Ok(None) };
    let mut sight = Sight::default();
    let seen = sight.may_read(tx, act, post.space).await?
        && sight.sees(tx, act, post.space, post.author, post.shown_to()).await?;
    if !seen {
        return Ok(None);
    }
    let Some(words) = state::words(tx, id).await? else { return Ok(None) };
    let text = state::with_names(tx, &words.text).await?;
    Ok(Some(of(&words.title, &text, state::byline(tx, id).await?.unwrap_or_default())))
}

/// Without a title the first line is one; the sentence goes on where it was cut or ended.
fn of(title: &str, text: &str, byline: state::BylineRow) -> ShareCard {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, rest) = if title.is_empty() {
        let first = first_line(text, TITLE_MOST);
        let rest = flat.strip_prefix(first.trim_end_matches('…')).unwrap_or(&flat).trim().to_owned();
        (first, rest)
    } else {
        (cut(title, TITLE_MOST), flat)
    };
    let line =
        if rest.is_empty() { byline.space_name.clone().unwrap_or_default() } else { cut(&rest, LINE_MOST) };
    ShareCard {
        title,
        line,
        text: cut(text, TEXT_MOST),
        by: byline.author.filter(|n| !n.is_empty()),
        space: byline.space_name,
        picture: byline.avatar,
        ..ShareCard::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str, text: &str) -> ShareCard {
        let byline =
            state::BylineRow { space_name: Some("清晨茶友".into()), ..state::BylineRow::default() };
        of(title, text, byline)
    }

    #[test]
    fn the_sentence_goes_on_where_the_title_ends() {
        let two = card("", "今年的头采\n雨水少，香气高。");
        assert_eq!((two.title.as_str(), two.line.as_str()), ("今年的头采", "雨水少，香气高。"));
        assert_eq!(card("", "今年的头采").line, "清晨茶友");
        let long = card("", &"茶".repeat(100));
        assert_eq!((long.title.chars().count(), long.line.chars().count()), (40, 60));
        let titled = card("头采来了", "雨水少，香气高。");
        assert_eq!((titled.title.as_str(), titled.line.as_str()), ("头采来了", "雨水少，香气高。"));
    }
}
