//! A post that comes with a ready space: its words are the house's, its author the one who ticked the space. It
//! asks for no right to publish and waits for no review, since nothing in it is a person's own text.

use super::{
    Visibility, publish,
    state::{self, NewPost},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, PersonaId, PostId, SpaceId};

/// Writes a ready post.
///
/// # Errors
/// When the database fails.
pub async fn say(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    author: PersonaId,
    text: &str,
) -> Result<PostId, Fault> {
    let id: PostId = act.id();
    let new = NewPost {
        id,
        space: Some(space),
        author,
        thread: id,
        parent: None,
        branch: None,
        kind: "post",
        title: "",
        text,
        visibility: Visibility::Public,
        state: "live",
        preview: None,
        files: 0,
    };
    state::insert(tx, act, &new)?;
    publish::announce(tx, act, &new.row(act.now), None, &[]).await?;
    Ok(id)
}
