//! Noting that a search was shown: a question itself writes nothing, so the page says afterwards what came of it.

use super::SEARCHED;
use crate::normalise;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, counter};
use weilu_vocabulary::{Failure, HOUR, Outcome};

/// Longer questions are no words to count.
const WORD_MAX: usize = 60;
const HITS_MAX: i64 = 100_000;
const NOTES_PER_HOUR: i64 = 240;

/// Says that the results of a search were shown. Nothing is answered and nothing is refused.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Note {
    /// What was searched for.
    pub q: String,
    /// How many hits there were.
    pub hits: i64,
}

impl Command for Note {
    const NAME: &'static str = "search.note";
    const SUMMARY: (&'static str, &'static str) =
        ("记下一次搜索和结果数", "Note a search and how much it found");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let word = counted(&self.q);
        if word.is_empty() {
            return Ok(());
        }
        let who = match (act.actor.persona, act.source) {
            (Some(persona), _) => persona.to_string(),
            (None, Some(source)) => source.iter().map(|byte| format!("{byte:02x}")).collect(),
            (None, None) => "visitor".to_owned(),
        };
        match counter::limit(tx, act, &format!("search:{who}"), NOTES_PER_HOUR, HOUR).await {
            Ok(()) => {}
            // Whoever searches so often is not disturbed, and not counted either.
            Err(Failure::Refused(_)) => return Ok(()),
            Err(fault) => return Err(fault),
        }
        let event = SEARCHED.on(act.tenant).value(self.hits.clamp(0, HITS_MAX));
        // Of a visitor only the count is kept: nobody could ask for his words to be erased.
        let known = act.actor.persona.is_some();
        tx.append(act, if known { event.body(serde_json::json!({ "q": word })) } else { event });
        Ok(())
    }
}

/// The word that is counted: folded, so that all spellings are one; nothing when it is too long.
fn counted(q: &str) -> String {
    let word = normalise(q);
    if word.chars().count() > WORD_MAX { String::new() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_word_are_one_and_essays_are_none() {
        assert_eq!(counted(" 讀書會 "), "读书会");
        assert_eq!(counted("ＫＯＬ"), "kol");
        assert_eq!(counted(&"字".repeat(60)).chars().count(), 60);
        assert_eq!(counted(&"字".repeat(61)), "");
    }
}
