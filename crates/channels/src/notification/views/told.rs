//! Notices with everything their sentences name: for the page and for letters alike.

use crate::notification::sentence::sentence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::{Act, App, Category, Tx, params, rows, sql};
use weilu_vocabulary::{
    BlobId, Failure, Fault, Id, MemberId, NotificationId, PersonaId, Ref, SpaceId, Text, Time,
};

rows! {
    /// A notice as stored, with who acted last.
    pub(in crate::notification) struct NoticeRow {
        id: NotificationId, kind: String, category: String, latest: String, path: String, space: Option<SpaceId>,
        actor: Option<PersonaId>, actor_member: Option<MemberId>, actor_name: Option<String>,
        actor_avatar: Option<BlobId>, people: i64, facts: serde_json::Value, pos: i64, at: Time, read_at: Option<Time>,
    }
}

/// Who acted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ActorShown {
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown; empty when he is gone.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// Where it happened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SpaceNamed {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
}

/// One notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NoticeShown {
    /// Which.
    pub id: NotificationId,
    /// What sort of news.
    pub category: Category,
    /// Which kind of notice.
    pub kind: String,
    /// What it says; `{actor}` stands for the name of `actor`.
    pub text: Text,
    /// Who acted last, unless it was the house itself.
    pub actor: Option<ActorShown>,
    /// How many people acted.
    pub people: i64,
    /// First words of what it is about, while they may be seen.
    pub quote: Option<String>,
    /// Where it happened.
    pub space: Option<SpaceNamed>,
    /// When it last happened, microseconds.
    pub at: Time,
    /// Its place in the log: where the next page begins.
    pub pos: i64,
    /// Whether it was read.
    pub read: bool,
    /// The page it leads to; empty: nowhere.
    pub to: String,
    /// Who acted last, as a face; for letters.
    #[serde(skip)]
    pub(in crate::notification) face: Option<PersonaId>,
}

/// A page of one face: newest first, before a position, of one category or of all.
pub(in crate::notification) async fn page(
    tx: &mut Tx,
    face: PersonaId,
    category: Option<Category>,
    before: i64,
    limit: i64,
) -> Result<Vec<NoticeRow>, Fault> {
    match category {
        None => {
            tx.all(
                sql!("select n.id, n.kind, n.category, n.latest, n.path, n.space, n.actor, m.id as actor_member, m.name as actor_name, m.avatar as actor_avatar, n.people, n.facts, n.pos, n.at, n.read_at from notification n left join persona p on p.tenant = n.tenant and p.id = n.actor left join member m on m.tenant = n.tenant and m.id = p.member where n.tenant = $tenant and n.persona = $1 and n.pos < $2 order by n.pos desc limit $3"),
                params![face, before, limit],
            )
            .await
        }
        Some(category) => {
            tx.all(
                sql!("select n.id, n.kind, n.category, n.latest, n.path, n.space, n.actor, m.id as actor_member, m.name as actor_name, m.avatar as actor_avatar, n.people, n.facts, n.pos, n.at, n.read_at from notification n left join persona p on p.tenant = n.tenant and p.id = n.actor left join member m on m.tenant = n.tenant and m.id = p.member where n.tenant = $tenant and n.persona = $1 and n.pos < $2 and n.category = $4 order by n.pos desc limit $3"),
                params![face, before, limit, category.word()],
            )
            .await
        }
    }
}

/// Unread ones of a face that were told after a position.
pub(in crate::notification) async fn unread_after(
    tx: &mut Tx,
    face: PersonaId,
    pos: i64,
    limit: i64,
) -> Result<Vec<NoticeRow>, Fault> {
    tx.all(
        sql!("select n.id, n.kind, n.category, n.latest, n.path, n.space, n.actor, m.id as actor_member, m.name as actor_name, m.avatar as actor_avatar, n.people, n.facts, n.pos, n.at, n.read_at from notification n left join persona p on p.tenant = n.tenant and p.id = n.actor left join member m on m.tenant = n.tenant and m.id = p.member where n.tenant = $tenant and n.persona = $1 and n.pos > $2 and n.read_at is null order by n.pos desc limit $3"),
        params![face, pos, limit],
    )
    .await
}

/// Unread ones of a face whose letter is due.
pub(in crate::notification) async fn due_by_mail(
    tx: &mut Tx,
    face: PersonaId,
    now: Time,
    limit: i64,
) -> Result<Vec<NoticeRow>, Fault> {
    tx.all(
        sql!("select n.id, n.kind, n.category, n.latest, n.path, n.space, n.actor, m.id as actor_member, m.name as actor_name, m.avatar as actor_avatar, n.people, n.facts, n.pos, n.at, n.read_at from notification n left join persona p on p.tenant = n.tenant and p.id = n.actor left join member m on m.tenant = n.tenant and m.id = p.member where n.tenant = $tenant and n.persona = $1 and n.mail_at <= $2 and n.read_at is null order by n.pos desc limit $3"),
        params![face, now, limit],
    )
    .await
}

/// How many are unread of each category, up to `most` in all; read from the index alone.
pub(in crate::notification) async fn unread(
    tx: &mut Tx,
    face: PersonaId,
    most: i64,
) -> Result<Vec<String>, Fault> {
    let rows: Vec<weilu_store::Row> = tx
        .all(
            sql!("select category from notification where tenant = $tenant and persona = $1 and read_at is null limit $2"),
            params![face, most],
        )
        .await?;
    rows.iter().map(weilu_store::Row::first).collect()
}

/// Rows with names, quotes and sentences; of a kind that no feature tells any more nothing is shown.
pub(in crate::notification) async fn shown(
    tx: &mut Tx,
    reader: &Act,
    rows: Vec<NoticeRow>,
) -> Result<Vec<NoticeShown>, Failure> {
    let hearing = reader.app.grants.hears(tx, reader).await?;
    let open = |row: &NoticeRow| row.space.is_none_or(|s| hearing.staff || hearing.spaces.contains(&s));
    let quoted = rows.iter().filter(|r| open(r)).filter_map(|r| r.latest.parse::<Ref>().ok());
    let spaces = rows.iter().filter_map(|r| r.space).map(Ref::from);
    let names = names(tx, &reader.app, quoted.chain(spaces).collect()).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(spec) = reader.app.notices().find(|n| n.name == row.kind) else { continue };
        let latest: Option<Ref> = row.latest.parse().ok();
        let space = row.space.and_then(|id| Some(SpaceNamed { id, name: names.get(&id.into())?.clone() }));
        // What a space is called stands in the sentence or beside it, not as a quote of itself.
        let quote = latest.filter(|l| l.get::<SpaceId>().is_none()).filter(|_| open(&row));
        let actor = row.actor.map(|_| ActorShown {
            id: row.actor_member,
            name: row.actor_name.clone().unwrap_or_default(),
            avatar: row.actor_avatar,
        });
        out.push(NoticeShown {
            text: sentence(spec, row.people, space.as_ref().map(|s| s.name.as_str()), &row.facts),
            quote: quote.and_then(|l| names.get(&l).cloned()),
            to: to(&row.path, latest),
            category: Category::from_word(&row.category).unwrap_or(spec.category),
            kind: row.kind,
            actor,
            people: row.people,
            space,
            at: row.at,
            pos: row.pos,
            read: row.read_at.is_some(),
            face: row.actor,
            id: row.id,
        });
    }
    Ok(out)
}

/// The page, and the place on it where the latest of several stands.
fn to(path: &str, latest: Option<Ref>) -> String {
    match latest {
        Some(latest) if path.starts_with("/posts/") && !path.ends_with(&latest.to_string()) => {
            format!("{path}#{latest}")
        }
        _ => path.to_owned(),
    }
}

/// What things are called, asked of the features whose things they are.
async fn names(tx: &mut Tx, app: &App, things: BTreeSet<Ref>) -> Result<BTreeMap<Ref, String>, Fault> {
    let mut out = BTreeMap::new();
    for namer in app.features.iter().flat_map(|f| f.namers) {
        let ids: Vec<i64> = things.iter().filter(|t| t.kind == namer.kind).map(|t| t.id).collect();
        if ids.is_empty() {
            continue;
        }
        for (id, name) in (namer.names)(tx, &ids).await? {
            out.insert(Ref { kind: namer.kind, id }, name);
        }
    }
    Ok(out)
}

/// Whether a face is one of those; used where a cursor meets several faces.
pub(in crate::notification) fn newest_first(rows: &mut [NoticeRow]) {
    rows.sort_by_key(|r| std::cmp::Reverse((r.pos, r.id.raw())));
}

impl NoticeRow {
    pub(in crate::notification) fn pos(&self) -> i64 {
        self.pos
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::PostId;

    #[test]
    fn a_reply_is_found_in_its_thread() {
        let (thread, reply) = (PostId::new(5), PostId::new(9));
        assert_eq!(to(&format!("/posts/{thread}"), Some(reply.into())), format!("/posts/{thread}#{reply}"));
        assert_eq!(to(&format!("/posts/{thread}"), Some(thread.into())), format!("/posts/{thread}"));
        assert_eq!(to("/me/safety", Some(reply.into())), "/me/safety");
    }
}
