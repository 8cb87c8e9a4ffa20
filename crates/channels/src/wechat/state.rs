//! Rows of WeChat's door: credentials, sign-ins under way, desks that wait, messages that were heard. Tokens that
//! open something are kept as hashes.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId, Time};

rows! {
    /// An access token or ticket.
    #[derive(Clone, Debug)]
    pub(super) struct Credential {
        pub app: String,
        pub value: String,
        pub expires_at: Time,
        pub lease_until: Time,
        pub trouble: i64,
        pub trouble_at: Time,
    }

    /// A sign-in under way.
    #[derive(Clone, Debug)]
    pub(super) struct EntryRow {
        pub browser: Vec<u8>,
        pub want: String,
        pub return_to: String,
        pub persona: Option<PersonaId>,
    }

    /// Somebody WeChat vouched for who has no account yet.
    #[derive(Clone, Debug)]
    pub(super) struct Pending {
        pub open_id: String,
        pub union_id: Option<String>,
        pub return_to: String,
    }

    /// A desk that shows a code.
    #[derive(Clone, Debug)]
    pub(super) struct Desk {
        pub secret: Vec<u8>,
        pub state: String,
        pub device: String,
        pub province: Option<String>,
        pub site: String,
        pub open_id: Option<String>,
        pub persona: Option<PersonaId>,
        pub created_at: Time,
        pub expires_at: Time,
    }
}

/// The stored form of a token.
pub(super) fn hash(token: &str) -> Vec<u8> {
    blake3::derive_key("weilu wechat token", token.as_bytes()).to_vec()
}

/// The credential of a kind.
pub(super) async fn credential(tx: &mut Tx, kind: &str) -> Result<Option<Credential>, Fault> {
    tx.one(
        sql!("select app, value, expires_at, lease_until, trouble, trouble_at from wechat_credential where tenant = $tenant and kind = $1"),
        params![kind],
    )
    .await
}

/// Takes the right to refresh a credential until a time; false when somebody else has it.
pub(super) async fn lease(tx: &mut Tx, kind: &str, now: Time, until: Time) -> Result<bool, Fault> {
    let taken = tx
        .exec(
            sql!("insert into wechat_credential (tenant, kind, app, value, expires_at, lease_until, trouble, trouble_at) values ($tenant, $1, '', '', 0, $3, 0, 0) on conflict (tenant, kind) do update set lease_until = excluded.lease_until where wechat_credential.lease_until <= $2"),
            params![kind, now, until],
        )
        .await?;
    Ok(taken > 0)
}

/// Keeps a fresh credential and gives the lease back.
pub(super) async fn keep_credential(
    tx: &mut Tx,
    kind: &str,
    app: &str,
    value: &str,
    expires_at: Time,
) -> Result<(), Fault> {
    tx.exec(
        sql!("update wechat_credential set app = $2, value = $3, expires_at = $4, lease_until = 0, trouble = 0, trouble_at = 0 where tenant = $tenant and kind = $1"),
        params![kind, app, value, expires_at],
    )
    .await
    .map(drop)
}

/// Gives a lease back without having fetched anything.
pub(super) async fn give_back(tx: &mut Tx, kind: &str) -> Result<(), Fault> {
    tx.exec(
        sql!("update wechat_credential set lease_until = 0 where tenant = $tenant and kind = $1"),
        params![kind],
    )
    .await
    .map(drop)
}

/// Notes why a credential could not be fetched; nobody tries again until a time.
pub(super) async fn note_trouble(
    tx: &mut Tx,
    kind: &str,
    code: i64,
    now: Time,
    until: Time,
) -> Result<(), Fault> {
    tx.exec(
        sql!("update wechat_credential set lease_until = $4, trouble = $2, trouble_at = $3 where tenant = $tenant and kind = $1"),
        params![kind, code, now, until],
    )
    .await
    .map(drop)
}

/// Writes a sign-in that begins.
pub(super) fn begin(
    tx: &mut Tx,
    act: &Act,
    state: &str,
    browser: &[u8],
    want: &str,
    return_to: &str,
    until: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into wechat_entry (tenant, state, browser, want, return_to, persona, expires_at) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![hash(state), browser, want, return_to, act.actor.persona, until],
    )
}

/// A sign-in under way.
pub(super) async fn entry(tx: &mut Tx, state: &str, now: Time) -> Result<Option<EntryRow>, Fault> {
    tx.one(
        sql!("select browser, want, return_to, persona from wechat_entry where tenant = $tenant and state = $1 and expires_at > $2"),
        params![hash(state), now],
    )
    .await
}

/// Takes a sign-in out of the world; false when it was taken before.
pub(super) async fn take_entry(tx: &mut Tx, state: &str) -> Result<bool, Fault> {
    let taken = tx
        .exec(sql!("delete from wechat_entry where tenant = $tenant and state = $1"), params![hash(state)])
        .await?;
    Ok(taken > 0)
}

/// Keeps whom WeChat vouched for until he agreed; a browser has one.
pub(super) fn keep_pending(tx: &mut Tx, browser: &[u8], pending: &Pending, until: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into wechat_pending (tenant, browser, open_id, union_id, return_to, expires_at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, browser) do update set open_id = excluded.open_id, union_id = excluded.union_id, return_to = excluded.return_to, expires_at = excluded.expires_at"),
        params![browser, pending.open_id.as_str(), pending.union_id.clone(), pending.return_to.as_str(), until],
    )
}

/// Whom WeChat vouched for in a browser.
pub(super) async fn pending(tx: &mut Tx, browser: &[u8], now: Time) -> Result<Option<Pending>, Fault> {
    tx.one(
        sql!("select open_id, union_id, return_to from wechat_pending where tenant = $tenant and browser = $1 and expires_at > $2"),
        params![browser, now],
    )
    .await
}

/// Forgets whom WeChat vouched for in a browser.
pub(super) fn drop_pending(tx: &mut Tx, browser: &[u8]) -> Result<(), Fault> {
    tx.queue(sql!("delete from wechat_pending where tenant = $tenant and browser = $1"), params![browser])
}

/// Writes a desk that shows a code.
pub(super) fn open_desk(
    tx: &mut Tx,
    act: &Act,
    secret: &str,
    scene: &str,
    device: &str,
    until: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into wechat_desk (tenant, secret, scene, state, device, province, site, created_at, expires_at) values ($tenant, $1, $2, 'waiting', $3, $4, $5, $6, $7)"),
        params![hash(secret), hash(scene), device, act.province.clone(), act.site.as_str(), act.now, until],
    )
}

/// The desk of its own secret.
pub(super) async fn desk(tx: &mut Tx, secret: &str, now: Time) -> Result<Option<Desk>, Fault> {
    tx.one(
        sql!("select secret, state, device, province, site, open_id, persona, created_at, expires_at from wechat_desk where tenant = $tenant and secret = $1 and expires_at > $2"),
        params![hash(secret), now],
    )
    .await
}

/// The desk that shows a code.
pub(super) async fn desk_of_scene(tx: &mut Tx, scene: &str, now: Time) -> Result<Option<Desk>, Fault> {
    tx.one(
        sql!("select secret, state, device, province, site, open_id, persona, created_at, expires_at from wechat_desk where tenant = $tenant and scene = $1 and expires_at > $2"),
        params![hash(scene), now],
    )
    .await
}

/// Notes who scanned; the first one counts.
pub(super) async fn scan_desk(tx: &mut Tx, desk: &Desk, open_id: &str) -> Result<bool, Fault> {
    let scanned = tx
        .exec(
            sql!("update wechat_desk set state = 'scanned', open_id = $2 where tenant = $tenant and secret = $1 and (state = 'waiting' or (state = 'scanned' and open_id = $2))"),
            params![desk.secret.as_slice(), open_id],
        )
        .await?;
    Ok(scanned > 0)
}

/// Writes the answer of the phone: who comes in at the desk, or nobody.
pub(super) async fn answer_desk(tx: &mut Tx, desk: &Desk, persona: Option<PersonaId>) -> Result<bool, Fault> {
    let state = if persona.is_some() { "confirmed" } else { "refused" };
    let answered = tx
        .exec(
            sql!("update wechat_desk set state = $2, persona = $3 where tenant = $tenant and secret = $1 and state = 'scanned'"),
            params![desk.secret.as_slice(), state, persona],
        )
        .await?;
    Ok(answered > 0)
}

/// Takes a confirmed desk out of the world; false when it was taken before.
pub(super) async fn take_desk(tx: &mut Tx, secret: &str) -> Result<bool, Fault> {
    let taken = tx
        .exec(
            sql!("delete from wechat_desk where tenant = $tenant and secret = $1 and state = 'confirmed'"),
            params![hash(secret)],
        )
        .await?;
    Ok(taken > 0)
}

/// What was answered to a message before.
pub(super) async fn heard(tx: &mut Tx, message: &[u8]) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select reply from wechat_heard where tenant = $tenant and message = $1"), params![message])
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Notes that a message was heard, and what was answered.
pub(super) fn hear(tx: &mut Tx, act: &Act, message: &[u8], reply: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into wechat_heard (tenant, message, reply, at) values ($tenant, $1, $2, $3) on conflict (tenant, message) do nothing"),
        params![message, reply, act.now],
    )
}

/// Forgets what came to an end before a time; returns how many.
pub(super) async fn forget_before(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    let entries = tx
        .exec(sql!("delete from wechat_entry where tenant = $tenant and expires_at < $1"), params![before])
        .await?;
    let pending = tx
        .exec(sql!("delete from wechat_pending where tenant = $tenant and expires_at < $1"), params![before])
        .await?;
    let desks = tx
        .exec(sql!("delete from wechat_desk where tenant = $tenant and expires_at < $1"), params![before])
        .await?;
    let heard =
        tx.exec(sql!("delete from wechat_heard where tenant = $tenant and at < $1"), params![before]).await?;
    Ok(entries + pending + desks + heard)
}
