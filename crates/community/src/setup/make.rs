//! Making the ready spaces that were ticked: charter, gate, welcome and first post are filled, and the doors open.

use super::{RUN, SPACES_MADE, state, template, template::Ready};
use crate::{
    gate::{self, Gate},
    post,
    space::{self, Beginning},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_people::account::{self, Country};
use weilu_vocabulary::{Fault, Lang, Outcome, PersonaId, SpaceId, refusals};

/// Makes ready spaces; those that were made before are left alone.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct MakeSpaces {
    /// Words of ready spaces.
    pub words: Vec<String>,
}

/// A space that was made.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MadeSpace {
    /// The ready space.
    pub word: String,
    /// What became of it.
    pub space: SpaceId,
}

/// What was made now.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SpacesMade {
    /// In the order of the list.
    pub made: Vec<MadeSpace>,
}

refusals! {
    /// Why nothing was made.
    pub enum MakeRefusal {
        /// No such ready space.
        Unknown { word: String } => 422 "setup.unknown_space" "没有「{word}」这个现成的社群，请从列表里勾选。" "There is no ready space “{word}”; tick those on the list.";
    }
}

impl Command for MakeSpaces {
    const NAME: &'static str = "setup.make_spaces";
    const SUMMARY: (&'static str, &'static str) =
        ("开设勾选的社群", "Open the ready spaces that were ticked");
    type Output = SpacesMade;
    type Refusal = MakeRefusal;

    fn need(&self) -> Need {
        Need::Site(&RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SpacesMade> {
        tx.lock_name(&format!("setup:{}", act.tenant))?;
        let mut wished = Vec::new();
        for word in &self.words {
            let ready = template::find(word).ok_or_else(|| MakeRefusal::Unknown { word: word.clone() })?;
            if !wished.iter().any(|w: &&Ready| w.word == ready.word) {
                wished.push(ready);
            }
        }
        let before = state::made(tx).await?;
        let owner = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let host = host_name(tx, act).await?;
        let country = account::COUNTRY.get(tx).await?;
        let mut made = Vec::new();
        for ready in wished.into_iter().filter(|r| !before.contains_key(r.word)) {
            let space = make(tx, act, ready, owner, &host, country).await?;
            state::note_made(tx, act, ready.word, space)?;
            made.push(MadeSpace { word: ready.word.to_owned(), space });
        }
        if !made.is_empty() {
            let count = i64::try_from(made.len()).unwrap_or(i64::MAX);
            tx.append(act, SPACES_MADE.on(act.tenant).value(count));
        }
        Ok(SpacesMade { made })
    }
}

/// The name under which the owner stands in the charter.
async fn host_name(tx: &mut Tx, act: &Act) -> Result<String, Fault> {
    let name = match act.actor.member {
        Some(member) => space::state::member::name_of(tx, member).await?.filter(|n| !n.is_empty()),
        None => None,
    };
    Ok(name.unwrap_or_else(|| match act.lang {
        Lang::Zh => "群主".to_owned(),
        Lang::En => "The owner".to_owned(),
    }))
}

async fn make(
    tx: &mut Tx,
    act: &Act,
    ready: &Ready,
    owner: PersonaId,
    host: &str,
    country: Country,
) -> Outcome<SpaceId> {
    let said = |words: space::kind::Words| words.text().get(act.lang).to_owned();
    let name = said(ready.name);
    let beginning = Beginning { kind: ready.kind, name: &name, open_to_read: None, branch: None, owner };
    let id = space::begin(tx, act, beginning).await?;
    space::state::charter::write(tx, act, id, 1, &ready.charter(act.lang, host))?;
    tx.append(act, space::CHARTER_WRITTEN.on(id).space(id).value(1));
    let gate = Gate { rule: ready.gate_in(country), form: None, attempts: 3 };
    gate::state::write(tx, act, id, 2, &gate)?;
    let mut row = space::state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
    row.welcome = said(ready.welcome);
    row.first_act = said(ready.first_act);
    space::state::save_face(tx, &row)?;
    space::publish(tx, act, id).await?;
    post::say(tx, act, id, owner, &said(ready.post)).await?;
    Ok(id)
}
