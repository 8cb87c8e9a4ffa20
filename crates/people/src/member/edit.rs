//! A member edits how he is shown: name, a line about himself, picture.

use super::{EDITED, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_media::blob::{self, Owner};
use weilu_vocabulary::{BlobId, MemberId, Outcome, refusals};

const NAME_MAX: usize = 20;
const BIO_MAX: usize = 80;

/// Edits my own name, line and picture.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// 1 to 20 characters.
    pub name: String,
    /// Up to 80 characters.
    #[serde(default)]
    pub bio: String,
    /// Picture; none shows the last character of the name.
    #[serde(default)]
    pub avatar: Option<BlobId>,
}

refusals! {
    /// Why nothing was changed.
    pub enum EditRefusal {
        /// Too short or too long.
        BadName { most: usize } => 422 "member.bad_name" "名字请写 1 到 {most} 个字，不要换行。" "A name has 1 to {most} characters on one line.";
        /// Too long.
        BadBio { most: usize } => 422 "member.bad_bio" "一句话介绍最多 {most} 个字。" "The line about you has at most {most} characters.";
    }
}

/// Takes over a name somebody chose elsewhere and asked for; the rest of his face stays. A record that was merged just
/// now gives it to the one it went into.
///
/// # Errors
/// When the database fails.
pub async fn rename(tx: &mut Tx, act: &Act, member: MemberId, name: &str) -> Outcome<()> {
    let row = state::load_now(tx, member).await?.ok_or(LinkRefusal::NotFound)?;
    state::edit(tx, row.id, name, &row.bio, row.avatar)?;
    tx.append(act, EDITED.on(row.id));
    Ok(())
}

impl Command for Edit {
    const NAME: &'static str = "member.edit";
    const SUMMARY: (&'static str, &'static str) =
        ("修改我的名字、介绍和头像", "Edit my name, line and picture");
    type Output = ();
    type Refusal = EditRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let (name, bio) = (self.name.trim(), self.bio.trim());
        if !(1..=NAME_MAX).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(EditRefusal::BadName { most: NAME_MAX }.into());
        }
        if bio.chars().count() > BIO_MAX {
            return Err(EditRefusal::BadBio { most: BIO_MAX }.into());
        }
        let before = state::load(tx, member).await?.ok_or(LinkRefusal::SignIn)?;
        blob::change_face(tx, act, member.into(), (before.avatar, self.avatar), Owner::Sender).await?;
        state::edit(tx, member, name, bio, self.avatar)?;
        tx.append(act, EDITED.on(member));
        Ok(())
    }
}
