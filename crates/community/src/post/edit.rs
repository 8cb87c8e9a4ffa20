//! Changing what one wrote. The version before is kept and can be read by whoever reads the post.

use super::{
    EDIT_DAYS, EDITED, MENTIONED, WRITE, mention,
    publish::{checked, placed},
    sight, state,
};
use crate::{gate, review, space, tag};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_media::{blob, preview};
use weilu_vocabulary::{BlobId, DAY, Fault, MemberId, Outcome, PostId, refusals};

/// Changes a post of one's own.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// Which.
    pub post: PostId,
    /// The new text.
    pub text: String,
    /// The new title.
    #[serde(default)]
    pub title: String,
    /// People it names, spelt `@name` in the text.
    #[serde(default)]
    pub mentions: Vec<MemberId>,
    /// What hangs on it from now on, in this order; as before when not given.
    #[serde(default)]
    pub files: Option<Vec<BlobId>>,
}

/// Changed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostEdited {
    /// Number of the version that stands now.
    pub version: i64,
    /// Whether it waits for somebody to look at it before others see it again.
    #[serde(default)]
    pub held: bool,
}

refusals! {
    /// Why a post stays as it is.
    pub enum EditRefusal {
        /// Not one's own.
        NotYours => 403 "post.not_yours" "只有作者本人可以修改或删除。" "Only its author may change or delete it.";
        /// Too late.
        TooLate { days: i64 } => 409 "post.edit_too_late" "发布超过 {days} 天的内容不能再改，可以在下面补充一条回复。" "After {days} days a post stays as it is; you may add a reply below.";
    }
}

/// A post of the actor's own, by any of his faces, in one of some states.
pub(super) async fn own(tx: &mut Tx, act: &Act, post: PostId, states: &[&str]) -> Outcome<state::PostRow> {
    let row = state::load(tx, post).await?.ok_or(LinkRefusal::NotFound)?;
    if !act.app.grants.is_me(tx, act, row.author).await? {
        sight::check(tx, act, &row).await?;
        return Err(EditRefusal::NotYours.into());
    }
    if !states.contains(&row.state.as_str()) {
        return Err(LinkRefusal::NotFound.into());
    }
    Ok(row)
}

/// What hangs on a post, in its order.
async fn hung(tx: &mut Tx, post: PostId) -> Result<Vec<BlobId>, Fault> {
    let thing = post.into();
    let files = blob::of(tx, &[thing]).await?.remove(&thing).unwrap_or_default();
    Ok(files.iter().map(|file| file.id).collect())
}

async fn change_files(
    tx: &mut Tx,
    act: &Act,
    post: PostId,
    before: &[BlobId],
    after: &[BlobId],
) -> Outcome<()> {
    if before == after {
        return Ok(());
    }
    let gone: Vec<BlobId> = before.iter().copied().filter(|id| !after.contains(id)).collect();
    blob::claim(tx, act, after, post.into()).await?;
    blob::let_go(tx, act, &gone, post.into()).await
}

impl Command for Edit {
    const NAME: &'static str = "post.edit";
    const SUMMARY: (&'static str, &'static str) = ("修改自己的帖子", "Edit a post of one's own");
    type Output = PostEdited;
    type Refusal = EditRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.post.into(), &WRITE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<PostEdited> {
        tx.lock(&[self.post.into()])?;
        let post = own(tx, act, self.post, &["live", "held"]).await?;
        let hung = hung(tx, post.id).await?;
        let files = self.files.as_ref().unwrap_or(&hung);
        let (title, text) = checked(&self.title, &self.text, files)?;
        let days = EDIT_DAYS.get(tx).await?;
        if act.now.since(post.created_at) > days * DAY {
            return Err(EditRefusal::TooLate { days }.into());
        }
        if let Some(space) = post.space {
            space::may_speak(tx, act, space).await?;
            gate::check_links(tx, act, space, gate::has_link(text)).await?;
        }
        let old = state::words(tx, post.id).await?.ok_or(LinkRefusal::NotFound)?;
        let before = state::named(tx, post.id).await?;
        let screened = review::screen(tx, act, post.space, title, text).await?;
        let named = mention::resolve(tx, act, post.space, &screened.text, &self.mentions).await?;
        if old.title == screened.title && old.text == named.text && *files == hung {
            return Ok(PostEdited { version: old.version, held: post.state == "held" });
        }
        state::rewrite(tx, act, post.id, &old, &screened.title, &named.text)?;
        state::name(tx, post.id, &named.personas)?;
        change_files(tx, act, post.id, &hung, files).await?;
        let link = preview::wanted(tx, act, &named.text, post.space).await?;
        state::set_hung(tx, post.id, link, files.len())?;
        tag::attach(tx, act, post.id, &tag::written_in(&named.text)).await?;
        let was_live = post.state == "live";
        review::screen::follow_up(tx, act, post.id.into(), &screened, was_live).await?;
        let held = screened.held || !was_live;
        if was_live && held {
            state::set_state(tx, post.id, "held", None)?;
        }
        if was_live {
            tx.append(act, placed(EDITED.on(post.id), post.space));
        }
        let new = named.personas.iter().filter(|p| !held && !before.contains(p));
        for persona in new {
            tx.append(act, placed(MENTIONED.on(post.id).with(*persona), post.space));
        }
        Ok(PostEdited { version: old.version + 1, held })
    }
}
