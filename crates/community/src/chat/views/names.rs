//! The names that stand in texts, looked up when they are read.

use crate::{
    chat::{mention, state::ChatRow},
    post::mention::has_names,
};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId};

rows! {
    struct NamedRow { persona: PersonaId, name: Option<String> }
}

/// A text of a message as it is read.
///
/// # Errors
/// When the database fails.
pub async fn read(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    number: i64,
    text: String,
) -> Result<String, Fault> {
    if !has_names(&text) {
        return Ok(text);
    }
    let rows: Vec<NamedRow> = tx
        .all(
            sql!("select t.persona, coalesce(n.nickname, m.name) as name from chat_mention t left join persona p on p.tenant = t.tenant and p.id = t.persona left join member m on m.tenant = p.tenant and m.id = p.member left join space_member n on n.tenant = t.tenant and n.space = $3 and n.persona = t.persona where t.tenant = $tenant and t.chat = $1 and t.number = $2 limit 50"),
            params![chat.id, number, chat.space],
        )
        .await?;
    let names: BTreeMap<_, _> = rows.into_iter().map(|r| (r.persona, r.name.unwrap_or_default())).collect();
    Ok(mention::read(&text, &names, act.lang))
}
