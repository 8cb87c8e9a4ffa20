//! Asking for everything about oneself, as a file.

use super::{EXPORT_DAYS, state};
use crate::account::{Noted, tell};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_store::NewJob;
use weilu_vocabulary::{DAY, ExportId, Outcome, refusals};

/// Asks for an export of everything about oneself.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AskExport {}

/// The export.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExportAsked {
    /// Its id; `privacy.mine` shows how far it is, `/export/{id}` gives the file.
    pub export: ExportId,
}

refusals! {
    /// Why no export was begun.
    pub enum ExportRefusal {
        /// One is being made.
        Waiting => 409 "privacy.export_waiting" "上一次导出还在准备，好了会在这里出现。" "The last export is still being made; it will appear here.";
    }
}

impl Command for AskExport {
    const NAME: &'static str = "privacy.ask_export";
    const SUMMARY: (&'static str, &'static str) = ("导出我的全部数据", "Export everything about oneself");
    const WHILE_SUSPENDED: bool = true;
    type Output = ExportAsked;
    type Refusal = ExportRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ExportAsked> {
        let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        if state::exports(tx, member).await?.iter().any(|e| e.state == "asked") {
            return Err(ExportRefusal::Waiting.into());
        }
        let export: ExportId = act.id();
        let total = i64::try_from(act.app.features.len()).unwrap_or(0);
        let expires_at = act.now + EXPORT_DAYS.get(tx).await? * DAY;
        state::ask_export(tx, act, export, persona, total, expires_at)?;
        tx.enqueue(
            act,
            NewJob {
                kind: "privacy.export",
                key: export.to_string(),
                payload: serde_json::json!({ "export": export, "lang": act.lang }),
                run_at: act.now,
            },
        )?;
        tell::note(tx, act, persona, Noted::ExportAsked)?;
        Ok(ExportAsked { export })
    }
}
