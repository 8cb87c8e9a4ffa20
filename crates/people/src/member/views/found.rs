//! Members by their numbers, for what is found by words.

use crate::member::state::MemberRow;
use weilu_kernel::{Tx, searchable, sql};
use weilu_vocabulary::Fault;

/// The members of these numbers, or of the personas of these numbers, that have a name and are somebody of their
/// own.
pub(in crate::member) async fn members(tx: &mut Tx, ids: &[i64]) -> Result<Vec<MemberRow>, Fault> {
    tx.all(
        sql!(
            "select id, number, name, state, avatar, bio, merged_into, created_at, seen_at from member where tenant = $tenant and state in ('active', 'suspended') and name <> '' and (id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) or id in (select p.member from persona p where p.tenant = $tenant and p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)))"
        ),
        &searchable::twenty(ids),
    )
    .await
}
