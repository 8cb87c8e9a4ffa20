//! Rows of consents.

use crate::policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{ConsentActId, Fault, MemberId, PersonaId, Text, Time};

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The terms of use.
    Terms,
    /// The privacy policy.
    Privacy,
    /// Messages that advertise.
    Marketing,
    /// Recommendation by what one did before; without it lists fall back to newest (t38).
    Recommendation,
    /// Answers given at gates also fill the profile.
    Profile,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 5] =
        [Purpose::Terms, Purpose::Privacy, Purpose::Marketing, Purpose::Recommendation, Purpose::Profile];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Terms => "terms",
            Purpose::Privacy => "privacy",
            Purpose::Marketing => "marketing",
            Purpose::Recommendation => "recommendation",
            Purpose::Profile => "profile",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            Purpose::Terms => Text::new("用户协议", "Terms of use"),
            Purpose::Privacy => Text::new("隐私政策", "Privacy policy"),
            Purpose::Marketing => Text::new("接收优惠和活动消息", "Offers and news by message"),
            Purpose::Recommendation => Text::new("按我的喜好推荐内容", "Recommendations made for me"),
            Purpose::Profile => Text::new("把入群回答放进我的资料", "Use my entry answers for my profile"),
        }
    }

    /// What it means to say yes or no.
    #[must_use]
    pub const fn line(self) -> Text {
        match self {
            Purpose::Terms => Text::new("使用社区需要同意。", "Needed to use the community."),
            Purpose::Privacy => Text::new("使用社区需要同意。", "Needed to use the community."),
            Purpose::Marketing => {
                Text::new("关掉之后，只会收到和你有关的通知。", "When off, you hear only what concerns you.")
            }
            Purpose::Recommendation => {
                Text::new("关掉之后，内容按时间排列。", "When off, lists show the newest first.")
            }
            Purpose::Profile => Text::new(
                "关掉之后，入群时写的回答只用于那一次审核。",
                "When off, what you answer at a gate is used for that gate only.",
            ),
        }
    }

    /// The text whose version is accepted with it; none for a purpose that stands for itself.
    #[must_use]
    pub const fn text(self) -> Option<policy::Kind> {
        match self {
            Purpose::Terms => Some(policy::Kind::Terms),
            Purpose::Privacy => Some(policy::Kind::Privacy),
            Purpose::Marketing | Purpose::Recommendation | Purpose::Profile => None,
        }
    }
}

rows! {
    /// One giving or taking back.
    #[derive(Clone, Debug)]
    pub struct ConsentRow {
        /// For what.
        pub purpose: String,
        /// In which version.
        pub version: i64,
        /// Given or taken back.
        pub given: bool,
        /// When.
        pub at: Time,
    }
}

/// Every line of a person, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<ConsentRow>, Fault> {
    tx.all(
        sql!("select c.purpose, c.version, c.given, c.at from consent_act c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 order by c.id desc limit 500"),
        params![member],
    )
    .await
}

/// Whether somebody agrees to a purpose now.
///
/// # Errors
/// When the database fails.
pub async fn has(tx: &mut Tx, member: MemberId, purpose: Purpose) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select c.given from consent_act c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 and c.purpose = $2 order by c.id desc limit 1"),
            params![member, purpose.word()],
        )
        .await?;
    row.map_or(Ok(false), |r| r.first())
}

/// Terms and privacy that somebody has not accepted in their present version.
///
/// # Errors
/// When the database fails.
pub async fn due(tx: &mut Tx, member: MemberId) -> Result<Vec<Purpose>, Fault> {
    let mut found = Vec::new();
    for purpose in Purpose::ALL {
        let Some(kind) = purpose.text() else { continue };
        let row: Option<Row> = tx
            .memo(
                sql!("select coalesce(max(c.version), 0) from consent_act c join persona p on p.tenant = c.tenant and p.id = c.persona where c.tenant = $tenant and p.member = $1 and c.purpose = $2 and c.given"),
                params![member, purpose.word()],
            )
            .await?;
        let accepted: i64 = row.map_or(Ok(0), |r| r.first())?;
        if accepted < policy::current_version(tx, kind).await? {
            found.push(purpose);
        }
    }
    Ok(found)
}

/// Writes a line.
///
/// # Errors
/// When the database fails.
pub fn add(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    purpose: Purpose,
    version: i64,
    given: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into consent_act (tenant, id, persona, purpose, version, given, at) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![act.id::<ConsentActId>(), persona, purpose.word(), version, given, act.now],
    )
}

/// Writes that the present terms and privacy text were accepted.
///
/// # Errors
/// When the database fails.
pub async fn accept_current(tx: &mut Tx, act: &Act, persona: PersonaId) -> Result<(), Fault> {
    let versions = current_versions(tx).await?;
    accept_versions(tx, act, persona, &versions)
}

/// The versions of terms and privacy that count now, by the word of their purpose.
///
/// # Errors
/// When the database fails.
pub async fn current_versions(tx: &mut Tx) -> Result<serde_json::Value, Fault> {
    let mut versions = serde_json::Map::new();
    for purpose in [Purpose::Terms, Purpose::Privacy] {
        if let Some(kind) = purpose.text() {
            versions.insert(purpose.word().to_owned(), policy::current_version(tx, kind).await?.into());
        }
    }
    Ok(versions.into())
}

/// Writes that these versions of terms and privacy were accepted.
///
/// # Errors
/// When the database fails.
pub fn accept_versions(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    versions: &serde_json::Value,
) -> Result<(), Fault> {
    for purpose in [Purpose::Terms, Purpose::Privacy] {
        if let Some(version) = versions.get(purpose.word()).and_then(serde_json::Value::as_i64) {
            add(tx, act, persona, purpose, version, true)?;
        }
    }
    Ok(())
}
