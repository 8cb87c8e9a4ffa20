//! The list of notices, and how many are unread.

use super::told::{self, NoticeShown};
use crate::notification::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Category, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Fault, MemberId, Outcome};

const PAGE: usize = 30;
const COUNTED: i64 = 100;

/// What I was told, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Only this sort of news.
    #[serde(default)]
    pub category: Option<Category>,
    /// Only before this position of the log (next page).
    #[serde(default)]
    pub before: Option<i64>,
}

/// A page of notices.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Newest first.
    pub items: Vec<NoticeShown>,
    /// Where the next page begins.
    pub next: Option<i64>,
}

impl Query for List {
    const NAME: &'static str = "notification.list";
    const SUMMARY: (&'static str, &'static str) = ("我的通知", "What I was told");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let before = self.before.unwrap_or(i64::MAX);
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows = Vec::new();
        for face in state::person::faces(tx, member).await? {
            rows.extend(told::page(tx, face, self.category, before, limit).await?);
        }
        told::newest_first(&mut rows);
        let more = rows.len() > PAGE;
        // Two faces of one person may have been told by one event: a page does not end between them.
        if let Some(last) = rows.get(PAGE.saturating_sub(1)).map(told::NoticeRow::pos) {
            let keep = rows.iter().filter(|r| r.pos() >= last).count();
            rows.truncate(keep);
        }
        let next = if more { rows.last().map(told::NoticeRow::pos) } else { None };
        Ok(Listed { items: told::shown(tx, act, rows).await?, next })
    }
}

/// How many I have not read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Count {}

/// How many of one sort.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CategoryCount {
    /// Which sort.
    pub category: Category,
    /// How many.
    pub unread: i64,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    /// In all; 100 stands for a hundred and more.
    pub unread: i64,
    /// By sort, those with none left out.
    pub categories: Vec<CategoryCount>,
}

impl Query for Count {
    const NAME: &'static str = "notification.count";
    const SUMMARY: (&'static str, &'static str) = ("未读通知数", "How many notices are unread");
    type Output = Counted;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Counted> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let words = unread(tx, member).await?;
        let count = |category: Category| words.iter().filter(|w| *w == category.word()).count();
        let categories = Category::ALL.into_iter().map(|category| CategoryCount {
            category,
            unread: i64::try_from(count(category)).unwrap_or(i64::MAX),
        });
        Ok(Counted {
            unread: i64::try_from(words.len()).unwrap_or(i64::MAX).min(COUNTED),
            categories: categories.filter(|c| c.unread > 0).collect(),
        })
    }
}

async fn unread(tx: &mut Tx, member: MemberId) -> Result<Vec<String>, Fault> {
    let mut words = Vec::new();
    for face in state::person::faces(tx, member).await? {
        words.extend(told::unread(tx, face, COUNTED).await?);
    }
    Ok(words)
}
