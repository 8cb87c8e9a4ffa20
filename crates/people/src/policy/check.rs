//! What the law wants shown and is not written yet. A community that does not stand on the mainland has no record
//! number and no licence to show.

use super::{Kind, LICENCE, RECORD_NUMBER, state};
use crate::account::{COUNTRY, Country};
use weilu_kernel::{Finding, Setting, Tx};
use weilu_vocabulary::{Fault, Text};

const SETTINGS: &str = "/console/settings?drawer=law";
const TEXTS: &str = "/console/policies";

pub(super) async fn notices(tx: &mut Tx) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    if COUNTRY.get(tx).await? == Country::Mainland {
        let record = Text::new(
            "页脚还没有备案号。网站对外开放前，按规定要先备案并显示出来。",
            "The footer has no record number yet. The law wants a site recorded, and the number shown, before it opens to the public.",
        );
        found.extend(empty(tx, &RECORD_NUMBER, record).await?);
        let licence = Text::new("页脚还没有营业执照信息。", "The footer has no business licence yet.");
        found.extend(empty(tx, &LICENCE, licence).await?);
    }
    let mut builtin = Vec::new();
    for kind in Kind::ALL {
        if state::current_version(tx, kind).await? == 1 {
            builtin.push(kind.title());
        }
    }
    if !builtin.is_empty() {
        let zh: Vec<String> = builtin.iter().map(|t| format!("《{}》", t.zh)).collect();
        let en: Vec<String> = builtin.iter().map(|t| format!("“{}”", t.en)).collect();
        let text = Text::owned(
            format!("{}还是自带的文本，请核对后发布自己的版本。", zh.concat()),
            format!("Still the built-in text: {}. Check and publish your own.", en.join(", ")),
        );
        found.push(Finding::new("policy.builtin", TEXTS, text));
    }
    Ok(found)
}

async fn empty(tx: &mut Tx, setting: &Setting<String>, text: Text) -> Result<Option<Finding>, Fault> {
    let missing = setting.get(tx).await?.trim().is_empty();
    Ok(missing.then(|| Finding::new(setting.name, SETTINGS, text)))
}
