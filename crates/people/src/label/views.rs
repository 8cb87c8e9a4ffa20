//! Labels as people read them, and who is suggested to whom.

use super::{DECLARE, KINDS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_store::{Row, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, Id, LabelId, MemberId, Outcome, SpaceId, Text};

/// Kinds and labels.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {}

/// A kind of label.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Kind {
    /// As stored.
    pub word: String,
    /// Name.
    pub name: Text,
    /// Its labels, most frequent first.
    pub labels: Vec<LabelShown>,
}

rows! {
    /// A label.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct LabelShown {
        /// Which.
        pub id: LabelId,
        /// Kind.
        pub kind: String,
        /// Name.
        pub name: String,
        /// How many members carry it.
        pub members: i64,
    }

    /// Somebody with the same label.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Companion {
        /// Whom.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// A line about himself.
        pub bio: String,
        /// How many labels are the same.
        pub shared: i64,
        /// One of them.
        pub label: String,
    }

    /// A group built on a label of mine.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct LabelGroup {
        /// Which.
        pub space: SpaceId,
        /// The label we share.
        pub label: String,
        /// Its kind.
        pub kind: String,
    }
}

/// Every kind.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Built in first, then added.
    pub items: Vec<Kind>,
}

impl Query for List {
    const NAME: &'static str = "label.list";
    const SUMMARY: (&'static str, &'static str) = ("标签类别与标签", "Kinds of labels and their labels");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Listed> {
        let mut items: Vec<Kind> = KINDS
            .iter()
            .map(|k| Kind { word: k.0.to_owned(), name: Text::new(k.1, k.2), labels: Vec::new() })
            .collect();
        let added: Vec<Row> = tx
            .all(
                sql!("select word, zh, en from label_kind where tenant = $tenant order by created_at, word"),
                params![],
            )
            .await?;
        for row in added {
            let name = Text::owned(row.get::<String>("zh")?, row.get::<String>("en")?);
            items.push(Kind { word: row.get("word")?, name, labels: Vec::new() });
        }
        let labels: Vec<LabelShown> = tx
            .all(
                sql!("select l.id, l.kind, l.name, (select count(distinct p.member) from member_label x join persona p on p.tenant = x.tenant and p.id = x.persona where x.tenant = $tenant and x.label = l.id) as members from label l where l.tenant = $tenant and l.state = 'live' order by members desc, l.name limit 1000"),
                params![],
            )
            .await?;
        for label in labels {
            if let Some(kind) = items.iter_mut().find(|k| k.word == label.kind) {
                kind.labels.push(label);
            }
        }
        Ok(Listed { items })
    }
}

/// My labels, and whether I agree to be suggested.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// My labels.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MineShown {
    /// By kind and name.
    pub items: Vec<LabelShown>,
    /// Whether I agree to be suggested to others.
    pub consent: bool,
}

impl Query for Mine {
    const NAME: &'static str = "label.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的标签", "My labels");
    type Output = MineShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineShown> {
        let me = act.actor.member.map_or(-1, Id::raw);
        let items = tx
            .all(
                sql!("select l.id, l.kind, l.name, cast(count(*) as bigint) as members from label l join member_label x on x.tenant = l.tenant and x.label = l.id join persona p on p.tenant = x.tenant and p.id = x.persona where l.tenant = $tenant and p.member = $1 group by l.id, l.kind, l.name order by l.kind, l.name"),
                params![me],
            )
            .await?;
        Ok(MineShown { items, consent: consents(tx, me).await? })
    }
}

async fn consents(tx: &mut Tx, me: i64) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from label_consent c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 limit 1"),
            params![me],
        )
        .await?;
    Ok(row.is_some())
}

/// Members with labels of mine. Both sides have agreed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Companions {}

/// Members, most in common first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CompanionsShown {
    /// At most 20; none unless I agree myself.
    pub items: Vec<Companion>,
}

impl Query for Companions {
    const NAME: &'static str = "label.companions";
    const SUMMARY: (&'static str, &'static str) =
        ("和我有相同标签的人（双方同意）", "Members with labels of mine, both sides agreeing");
    type Output = CompanionsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CompanionsShown> {
        let me = act.actor.member.map_or(-1, Id::raw);
        if !consents(tx, me).await? {
            return Ok(CompanionsShown { items: Vec::new() });
        }
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, m.bio, count(distinct l.id) as shared, min(l.name) as label from member_label mine join persona me on me.tenant = mine.tenant and me.id = mine.persona join label l on l.tenant = mine.tenant and l.id = mine.label join member_label x on x.tenant = l.tenant and x.label = l.id join persona p on p.tenant = x.tenant and p.id = x.persona join member m on m.tenant = p.tenant and m.id = p.member where mine.tenant = $tenant and me.member = $1 and p.member <> $1 and m.state = 'active' and exists (select 1 from label_consent c join persona q on q.tenant = c.tenant and q.id = c.persona where c.tenant = $tenant and q.member = m.id) group by m.id, m.name, m.avatar, m.bio order by shared desc, m.id limit 20"),
                params![me],
            )
            .await?;
        Ok(CompanionsShown { items })
    }
}

/// Groups built on labels of mine.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Groups {}

/// Groups.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct GroupsShown {
    /// At most 20 that I am not in.
    pub items: Vec<LabelGroup>,
}

impl Query for Groups {
    const NAME: &'static str = "label.groups";
    const SUMMARY: (&'static str, &'static str) =
        ("建立在我的标签上的社群", "Groups built on labels of mine");
    type Output = GroupsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<GroupsShown> {
        let items = tx
            .all(
                sql!("select k.space, min(l.name) as label, min(l.kind) as kind from space_label_kind k join label l on l.tenant = k.tenant and l.id = k.label join member_label x on x.tenant = l.tenant and x.label = l.id join persona p on p.tenant = x.tenant and p.id = x.persona where k.tenant = $tenant and p.member = $1 and not exists (select 1 from role_grant g join persona q on q.tenant = g.tenant and q.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = k.space and q.member = $1) group by k.space order by k.space desc limit 20"),
                params![act.actor.member.map_or(-1, Id::raw)],
            )
            .await?;
        Ok(GroupsShown { items })
    }
}

/// Members who fit a group by its label and have agreed to be suggested.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Fitting {
    /// The group.
    pub space: SpaceId,
}

impl Query for Fitting {
    const NAME: &'static str = "label.fitting";
    const SUMMARY: (&'static str, &'static str) =
        ("适合这个社群的人（本人同意）", "Members who fit a group by its label and agreed");
    type Output = CompanionsShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &DECLARE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<CompanionsShown> {
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, m.bio, count(distinct l.id) as shared, min(l.name) as label from space_label_kind k join label l on l.tenant = k.tenant and l.kind = k.kind and (k.label is null or l.id = k.label) join member_label x on x.tenant = l.tenant and x.label = l.id join persona p on p.tenant = x.tenant and p.id = x.persona join member m on m.tenant = p.tenant and m.id = p.member where k.tenant = $tenant and k.space = $1 and m.state = 'active' and exists (select 1 from label_consent c join persona q on q.tenant = c.tenant and q.id = c.persona where c.tenant = $tenant and q.member = m.id) and not exists (select 1 from role_grant g join persona q on q.tenant = g.tenant and q.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = k.space and q.member = m.id) group by m.id, m.name, m.avatar, m.bio order by shared desc, m.id limit 50"),
                params![self.space],
            )
            .await?;
        Ok(CompanionsShown { items })
    }
}
