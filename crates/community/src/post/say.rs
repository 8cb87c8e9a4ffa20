//! A post that comes with a ready space: its words are the house's, its author the one who ticked the space. It
//! asks for no right to publish, since nothing in it is a person's own text.

use super::{
    WRITTEN,
    state::{self, NewPost},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, PersonaId, PostId, SpaceId};

/// Writes a ready post.
///
/// # Errors
/// When the database fails.
pub fn say(tx: &mut Tx, act: &Act, space: SpaceId, author: PersonaId, text: &str) -> Result<PostId, Fault> {
    let id: PostId = act.id();
    state::insert(tx, act, NewPost { id, space, author, thread: id, parent: None, kind: "post", text })?;
    tx.append(act, WRITTEN.on(id).space(space));
    Ok(id)
}
