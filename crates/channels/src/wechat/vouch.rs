//! Whom the vendor vouches for: a code of a sign-in exchanged for the ids of a person, and his name and picture
//! where he agreed to show them.

use super::{
    carrier::{Carrier, text},
    official::Official,
    refusal::WeChatRefusal,
};
use serde_json::Value as Json;
use weilu_kernel::Act;
use weilu_people::{
    account::outside::Vouched,
    identity::{ArrivingId, IdentityKind},
};
use weilu_vocabulary::Outcome;

/// Where records of followers come from.
pub(super) const SOURCE: &str = "official_account";

/// Somebody the vendor knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// His id at this account.
    pub open_id: String,
    /// His id over all accounts that are bound to one platform.
    pub union_id: Option<String>,
    /// His name, when he agreed to show it.
    pub nickname: String,
}

impl Person {
    /// As accounts take it.
    pub fn vouched(&self) -> Vouched {
        let id = |kind, value: &str| ArrivingId { kind, value: value.to_owned(), verified: true };
        let own = id(IdentityKind::OfficialAccount, &self.open_id);
        let union = self.union_id.as_deref().map(|u| id(IdentityKind::UnionId, u));
        Vouched { source: SOURCE, ids: std::iter::once(own).chain(union).collect() }
    }
}

/// Exchanges a code; with `profile` also asks for name and union id.
///
/// # Errors
/// A spent code, a snapshot, or the vendor's trouble.
pub(super) async fn exchange(act: &Act, account: &Official, code: &str, profile: bool) -> Outcome<Person> {
    let carrier = act.app.port::<Carrier>()?;
    let query = [
        ("appid", account.app_id.as_str()),
        ("secret", account.secret.as_str()),
        ("code", code),
        ("grant_type", "authorization_code"),
    ];
    let answer = carrier.ask("/sns/oauth2/access_token", &query).await?;
    if answer.get("is_snapshotuser").and_then(Json::as_i64) == Some(1) {
        return Err(WeChatRefusal::Snapshot.into());
    }
    let mut person = person(&answer);
    if person.open_id.is_empty() {
        return Err(WeChatRefusal::Busy.into());
    }
    if profile && text(&answer, "scope").contains("snsapi_userinfo") {
        let token = text(&answer, "access_token");
        let query =
            [("access_token", token.as_str()), ("openid", person.open_id.as_str()), ("lang", "zh_CN")];
        let shown = carrier.ask("/sns/userinfo", &query).await?;
        person.nickname = text(&shown, "nickname");
        person.union_id = person.union_id.or_else(|| some(&shown, "unionid"));
    }
    Ok(person)
}

/// The ids in an answer.
pub(super) fn person(answer: &Json) -> Person {
    Person {
        open_id: text(answer, "openid"),
        union_id: some(answer, "unionid"),
        nickname: text(answer, "nickname"),
    }
}

fn some(answer: &Json, field: &str) -> Option<String> {
    Some(text(answer, field)).filter(|t| !t.is_empty())
}
