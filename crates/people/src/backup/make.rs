//! Asking for a backup: by hand, or each night.

use super::{MAKE, NIGHTLY, STARTED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, tenant};
use weilu_store::NewJob;
use weilu_vocabulary::{BackupId, DAY, Failure, HOUR, Outcome, refusals};

/// From this hour of the brand's day the nightly backup may begin.
const NIGHT_HOUR: i64 = 3;

/// Makes a backup of the whole installation, as a job.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MakeBackup")]
pub struct Make {}

/// Begun.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BackupStarted {
    /// Which; `backup.list` says how far it is.
    pub backup: BackupId,
}

refusals! {
    /// Why none was begun.
    pub enum BackupRefusal {
        /// One is being made.
        Running => 409 "backup.running" "已经有一份备份在做了，等它完成再来。" "A backup is being made already; wait until it is there.";
        /// The house holds other brands.
        ManyBrands => 403 "backup.many_brands" "这台服务器上还有别的品牌，备份要由部署的人来做。" "This server holds other brands as well; whoever runs it makes the backups.";
    }
}

/// Begins one; who asked stands in the act.
async fn begin(tx: &mut Tx, act: &Act) -> Outcome<BackupId> {
    tx.lock_name("backup.make")?;
    if state::brands(tx).await? > 1 {
        return Err(BackupRefusal::ManyBrands.into());
    }
    if state::latest(tx).await?.is_some_and(|b| b.state == "asked") {
        return Err(BackupRefusal::Running.into());
    }
    let id: BackupId = act.id();
    let zone = tenant::zone(tx).await?;
    let moment = act
        .now
        .civil(&zone)
        .map_or_else(|| act.now.0.to_string(), |t| t.strftime("%Y-%m-%d-%H%M%S").to_string());
    state::insert(tx, act, id, &format!("weilu-{moment}.tar.gz"))?;
    let payload = serde_json::json!({ "backup": id });
    tx.enqueue(act, NewJob { kind: "backup.make", key: id.to_string(), payload, run_at: act.now })?;
    tx.append(act, STARTED.on(id));
    Ok(id)
}

impl Command for Make {
    const NAME: &'static str = "backup.make";
    const SUMMARY: (&'static str, &'static str) = ("现在备份", "Make a backup now");
    type Output = BackupStarted;
    type Refusal = BackupRefusal;

    fn need(&self) -> Need {
        Need::Site(&MAKE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<BackupStarted> {
        Ok(BackupStarted { backup: begin(tx, act).await? })
    }
}

/// Begins tonight's, once, when it is wished.
pub(super) async fn nightly(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    if !NIGHTLY.get(tx).await? {
        return Ok(0);
    }
    let zone = tenant::zone(tx).await?;
    let Some(today) = act.now.day_start(&zone) else { return Ok(0) };
    let latest = state::latest(tx).await?;
    let is_time = act.now.since(today) >= NIGHT_HOUR * HOUR;
    let had = latest
        .is_some_and(|b| b.state == "asked" || b.asked_at >= today || act.now.since(b.asked_at) < DAY / 2);
    if !is_time || had || state::brands(tx).await? > 1 {
        return Ok(0);
    }
    begin(tx, act).await?;
    Ok(1)
}
