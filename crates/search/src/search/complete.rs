//! Suggestions while somebody types: names that he may see, then words that lead somewhere.

use super::{Finder, typed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, Ref};

const SHOWN: usize = 8;

/// Completes what is being typed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Suggest {
    /// The beginning of a name or a word, as written or as spelled.
    #[serde(deserialize_with = "typed::text")]
    #[schemars(with = "String")]
    pub q: String,
}

/// A suggestion.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggested {
    /// What to put in the box.
    pub text: String,
    /// The thing that bears this name; none for a mere word.
    pub id: Option<Ref>,
    /// Its kind.
    pub kind: Option<String>,
}

/// Suggestions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedList {
    /// Names first.
    pub items: Vec<Suggested>,
}

impl Query for Suggest {
    const NAME: &'static str = "search.suggest";
    const SUMMARY: (&'static str, &'static str) = ("边输入边提示", "Suggestions while typing");
    type Output = SuggestedList;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SuggestedList> {
        let finder = act.app.port::<Finder>()?;
        let Some(index) = finder.ready() else { return Ok(SuggestedList { items: Vec::new() }) };
        let may = finder.may(tx, act, &index).await?;
        let mut items: Vec<Suggested> = Vec::new();
        // Many things bear one title; each is said once.
        for one in index.suggest(&self.q, &may.rights, SHOWN * 3) {
            if items.len() >= SHOWN {
                break;
            }
            let kind = one.named.as_ref().map(|(kind, _)| kind.to_string());
            if items.iter().any(|known| known.text == one.text && known.kind == kind) {
                continue;
            }
            let Some((kind, id)) = one.named else {
                items.push(Suggested { text: one.text, id: None, kind: None });
                continue;
            };
            let Some(searchable) = act.app.searchables().find(|s| s.kind.word() == kind) else { continue };
            // What the index knows by name may have been hidden since.
            let seen: BTreeSet<i64> =
                (searchable.show)(tx, act, &[id]).await?.into_iter().map(|card| card.id).collect();
            if seen.contains(&id) {
                let thing = Ref { kind: searchable.kind, id };
                items.push(Suggested { text: one.text, id: Some(thing), kind: Some(kind) });
            }
        }
        Ok(SuggestedList { items })
    }
}
