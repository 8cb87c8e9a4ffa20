//! Whom posts concern: what was answered or liked, in which words; how posts are called; the best of some days.

use super::{LIKED, MENTIONED, REPLIED, UNLIKED, state};
use weilu_kernel::{Category, HighlightSpec, Namer, NoticeSpec, Whom, notice::Highlight};
use weilu_vocabulary::{Event, PostId, Ref, RefKind, Text};

/// Characters of a post that stand for it.
const FIRST_WORDS: usize = 60;

/// What was answered: the first post named.
fn answered(event: &Event) -> Option<Ref> {
    event.with.iter().find(|r| r.kind == RefKind::Post).copied()
}

/// The reply itself: its page shows it in its thread.
fn to_itself(event: &Event) -> String {
    event.object.map_or_else(String::new, |post| format!("/posts/{post}"))
}

/// The first post of the thread: the last one named.
fn thread(event: &Event) -> Option<Ref> {
    event.with.iter().rfind(|r| r.kind == RefKind::Post).copied()
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        leads: to_itself,
        ..NoticeSpec::of(MENTIONED.name, Category::Mention, "{actor} 提到了你", "{actor} mentioned you")
    },
    NoticeSpec {
        many: Some(("{actor} 等 {n} 人回复了你", "{actor} and others ({n} in all) answered you")),
        about: answered,
        leads: to_itself,
        ..NoticeSpec::of(REPLIED.name, Category::Reply, "{actor} 回复了你", "{actor} answered you")
    },
    NoticeSpec {
        name: "post.replied.thread",
        many: Some((
            "{actor} 等 {n} 人接着你的帖子聊了起来",
            "{actor} and others ({n} in all) went on in your thread",
        )),
        whom: Whom::Found(|tx, event| {
            Box::pin(async move {
                let Some(first) = thread(event).and_then(|r| r.get::<PostId>()) else {
                    return Ok(Vec::new());
                };
                Ok(state::load(tx, first).await?.map(|p| p.author).into_iter().collect())
            })
        }),
        about: thread,
        leads: to_itself,
        ..NoticeSpec::of(
            REPLIED.name,
            Category::Reply,
            "{actor} 接着你的帖子聊了起来",
            "{actor} went on in your thread",
        )
    },
    NoticeSpec {
        many: Some(("{actor} 等 {n} 人赞了你", "{actor} and others ({n} in all) liked what you said")),
        leads: to_itself,
        mail: false,
        taken_back_by: Some(UNLIKED.name),
        ..NoticeSpec::of(LIKED.name, Category::Like, "{actor} 赞了你", "{actor} liked what you said")
    },
];

pub(super) const NAMER: Namer = Namer {
    kind: RefKind::Post,
    names: |tx, ids| {
        Box::pin(async move {
            let mut out = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(text) = state::text(tx, PostId::new(*id)).await? {
                    let text = state::with_names(tx, &text).await?;
                    out.push((*id, first_words(&text)));
                }
            }
            Ok(out)
        })
    },
};

pub(super) const HIGHLIGHT: HighlightSpec = HighlightSpec {
    title: ("大家聊得最多的", "Talked about most"),
    find: |tx, away| {
        Box::pin(async move {
            let best = state::best(tx, away.member, away.since, away.most).await?;
            let shown = best.into_iter().map(|b| Highlight {
                title: first_words(&b.text),
                line: Text::owned(
                    format!("{} · {} 个赞 · {} 条回复", b.space_name, b.likes, b.replies),
                    format!(
                        "{}: {} and {}",
                        b.space_name,
                        counted(b.likes, "like", "likes"),
                        counted(b.replies, "reply", "replies")
                    ),
                ),
                path: format!("/posts/{}", b.id),
            });
            Ok(shown.collect())
        })
    },
};

fn counted(n: i64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The first words of a text, on one line.
pub(crate) fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words: String = line.chars().take(FIRST_WORDS).collect();
    if line.chars().count() > FIRST_WORDS {
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_a_short_one_is_not() {
        assert_eq!(first_words("水开了\n来坐坐"), "水开了 来坐坐");
        assert_eq!(first_words(&"茶".repeat(60)), "茶".repeat(60));
        assert_eq!(first_words(&"茶".repeat(61)), format!("{}…", "茶".repeat(60)));
    }
}
