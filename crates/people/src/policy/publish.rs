//! Publishing a new version of a text. Everybody is asked for consent again.

use super::{Kind, PUBLISH, PUBLISHED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{Outcome, PolicyId, refusals};

const TEXT_MAX: usize = 60_000;

/// Publishes a new version of a text, in both languages.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Publish {
    /// Which text.
    pub kind: Kind,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// The version that was edited: refused when another was published meanwhile.
    pub based_on: i64,
}

/// The new version.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// Its number.
    pub version: i64,
}

refusals! {
    /// Why nothing was published.
    pub enum PublishTextRefusal {
        /// A language is missing.
        Empty => 422 "policy.empty" "中文和英文都要写上再发布。" "Write both the Chinese and the English text, then publish.";
        /// Too long.
        TooLong { most: usize } => 422 "policy.too_long" "每种语言最多 {most} 个字。" "At most {most} characters in each language.";
        /// Somebody was faster.
        Overtaken { version: i64 } => 409 "policy.overtaken" "刚刚有人发布了第 {version} 版。先看看新版，再把你的修改加上去。" "Version {version} was published meanwhile. Look at it and add your changes there.";
        /// Nothing changed.
        Same => 409 "policy.same" "文字和现在的版本一样，没有需要发布的。" "The text is the same as the present version; there is nothing to publish.";
    }
}

impl Command for Publish {
    const NAME: &'static str = "policy.publish";
    const SUMMARY: (&'static str, &'static str) =
        ("发布协议文本的新版本", "Publish a new version of a policy text");
    type Output = Published;
    type Refusal = PublishTextRefusal;

    fn need(&self) -> Need {
        Need::Site(&PUBLISH)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Published> {
        let (zh, en) = (self.zh.trim(), self.en.trim());
        if zh.is_empty() || en.is_empty() {
            return Err(PublishTextRefusal::Empty.into());
        }
        if zh.chars().count() > TEXT_MAX || en.chars().count() > TEXT_MAX {
            return Err(PublishTextRefusal::TooLong { most: TEXT_MAX }.into());
        }
        tx.lock_name(self.kind.word())?;
        let before = state::current(tx, act, self.kind).await?;
        if before.version != self.based_on {
            return Err(PublishTextRefusal::Overtaken { version: before.version }.into());
        }
        if before.text.zh == zh && before.text.en == en {
            return Err(PublishTextRefusal::Same.into());
        }
        let version = before.version + 1;
        state::add(tx, act, self.kind, version, zh, en)?;
        let body =
            serde_json::json!({ "policy": self.kind.word(), "before": before.version, "after": version });
        tx.append(act, PUBLISHED.on(act.id::<PolicyId>()).body(body));
        Ok(Published { version })
    }
}
