//! Subcommands.

use crate::{archive, demo, edge, graph, money, wiring, wiring::Database};
use clap::{Args, Parser, Subcommand};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};
use weilu_kernel::{Tx, check};
use weilu_people::{
    account::{self, Address},
    backup, privacy,
};
use weilu_simulator::Size;
use weilu_store::Scope;
use weilu_vocabulary::{DAY, Fault, Faulty, HOUR};

/// Weilu (围炉): a company's communities, and what grows in them.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Place {
    /// Folder for the database, files and search index.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
    /// PostgreSQL address; SQLite in the data folder when absent.
    #[arg(long)]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the pages and the API.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Fills an empty installation with the demo village: small (200 people), full (1,200) or large.
        #[arg(long, num_args = 0..=1, default_missing_value = "full")]
        demo: Option<String>,
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// Port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// A proxy whose X-Forwarded-For and X-Forwarded-Proto are believed: address or range; may be repeated.
        #[arg(long = "trusted-proxy", value_name = "RANGE")]
        trusted_proxies: Vec<edge::Range>,
        /// Starts a stand-in for WeChat on loopback beside the demo village and connects the brand to it.
        #[arg(long, requires = "demo")]
        wechat_simulator: bool,
        /// Table of `network,province` lines for 属地; provinces.csv in the data folder when absent.
        #[arg(long)]
        provinces: Option<PathBuf>,
    },
    /// Looks after those who run the house.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Says what is missing or wrong in an installation; ends with 1 when it found something.
    Doctor {
        #[command(flatten)]
        place: Place,
    },
    /// Drops a projection and builds it again from the log.
    Rebuild {
        #[command(flatten)]
        place: Place,
        /// Name of the projection or of its feature, for example post.count or search.
        name: String,
    },
    /// Writes a backup of a running installation to one file.
    Backup {
        #[command(flatten)]
        place: Place,
        /// File to write, for example weilu-2026-11-21.tar.gz.
        file: PathBuf,
    },
    /// Puts a backup into an empty installation; messages that were waiting are held.
    Restore {
        #[command(flatten)]
        place: Place,
        /// File to read.
        file: PathBuf,
    },
    /// Lets go of the messages that a restore held back.
    Release {
        #[command(flatten)]
        place: Place,
    },
    /// Takes an installation to an empty PostgreSQL, with equal counts.
    Move {
        #[command(flatten)]
        place: Place,
        /// Address of the empty database.
        #[arg(long)]
        to: String,
    },
    /// Asks the engine of ties about a file: seeds, measures, circles.
    Graph {
        #[command(subcommand)]
        command: graph::GraphCommand,
    },
    /// Looks after the ledger.
    Money {
        #[command(subcommand)]
        command: MoneyCommand,
    },
    /// Writes the generated catalogues: API document, events, permissions, refusals.
    Catalogue {
        /// Folder to write to.
        #[arg(long, default_value = "docs/generated")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Prints a one-time sign-in link for an administrator: the first there is, or the one with the address.
    Reset {
        #[command(flatten)]
        place: Place,
        /// Phone number or mail address of the person; he becomes an administrator.
        #[arg(long)]
        to: Option<String>,
        /// Where the pages are served, to print the whole link.
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        base: String,
    },
}

#[derive(Debug, Subcommand)]
enum MoneyCommand {
    /// Checks every book, account, transfer and the log they stand in, on a running installation too; ends with 1 when
    /// something was changed.
    Verify {
        #[command(flatten)]
        place: Place,
    },
}

/// How long a link from the command line opens.
const LINK_VALID: i64 = HOUR;
/// How long the first link of a new house opens.
const FIRST_LINK_VALID: i64 = DAY;

/// Runs the command line.
pub async fn run(cli: Cli) -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let done = match cli.command {
        Command::Serve { place, demo, host, port, trusted_proxies, wechat_simulator, provinces } => {
            let table = provinces.unwrap_or_else(|| place.data.join("provinces.csv"));
            match edge::Network::open(trusted_proxies, &table) {
                Ok(network) => {
                    let village = demo.map(|size| Trial { size, wechat: wechat_simulator });
                    serve(&place, village, &host, port, network).await
                }
                Err(fault) => Err(fault),
            }
        }
        Command::Admin { command: AdminCommand::Reset { place, to, base } } => {
            admin_reset(&place, to.as_deref(), &base).await
        }
        Command::Doctor { place } => doctor(&place).await,
        Command::Rebuild { place, name } => rebuild(&place, &name).await,
        Command::Backup { place, file } => backup(&place, &file).await,
        Command::Restore { place, file } => restore(&place, &file).await,
        Command::Release { place } => release(&place).await,
        Command::Move { place, to } => move_to(&place, to).await,
        Command::Graph { command } => graph::run(&command),
        Command::Money { command: MoneyCommand::Verify { place } } => verify_money(&place).await,
        Command::Catalogue { out } => catalogue(&out).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            tracing::error!(%fault, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn open(place: &Place) -> Result<std::sync::Arc<weilu_kernel::App>, Fault> {
    let database = place.database.clone().map_or(Database::Folder, Database::Url);
    wiring::open(&place.data, &database).await
}

/// The demo village, and what stands beside it.
struct Trial {
    size: String,
    wechat: bool,
}

async fn serve(
    place: &Place,
    demo: Option<Trial>,
    host: &str,
    port: u16,
    network: edge::Network,
) -> Result<(), Fault> {
    let app = open(place).await?;
    let new = app.tenant_rows().await?.is_empty();
    if new {
        match &demo {
            Some(trial) => demo::fill(&app, &place.data, size_of(&trial.size)?).await?,
            None => app.create_tenant("围炉", "").await.map(drop)?,
        }
    }
    let address: SocketAddr = format!("{host}:{port}").parse().context("reading the address to listen on")?;
    let listener = tokio::net::TcpListener::bind(address).await.context(format!("listening on {address}"))?;
    let address = listener.local_addr().context("reading the address")?;
    tracing::info!("serving on http://{address}");
    let _wechat = match demo.as_ref().filter(|trial| trial.wechat) {
        Some(_) => Some(demo::wechat(&app, address).await?),
        None => None,
    };
    if demo.is_some() {
        tracing::info!("the village is open: choose who you are at http://{address}/demo");
    } else if new {
        let link = sign_in_link(&app, None, &format!("http://{address}"), FIRST_LINK_VALID).await?;
        let page = format!("http://{address}");
        tracing::info!(
            "围炉开好了。在浏览器里打开下面的链接，就能以管理员身份进来；只能用一次，一天内有效。"
        );
        tracing::info!(
            "The house is open at {page}. This link lets you in as its administrator, once, within a day:"
        );
        tracing::info!("    {link}");
    }
    edge::serve(app, listener, edge::Front { demo: demo.is_some(), network }, async {
        // Without a signal handler the process simply runs until it is killed.
        let _ = tokio::signal::ctrl_c().await;
    })
    .await
}

fn size_of(word: &str) -> Result<Size, Fault> {
    match word {
        "small" => Ok(Size::Small),
        "full" => Ok(Size::Full),
        "large" => Ok(Size::Large),
        other => Err(Fault::new(format!("the village is small, full or large, not {other}"))),
    }
}

async fn sign_in_link(
    app: &std::sync::Arc<weilu_kernel::App>,
    to: Option<Address>,
    base: &str,
    valid: i64,
) -> Result<String, Fault> {
    let brands = app.tenant_rows().await?;
    let tenant =
        brands.first().map(|t| t.id).ok_or_else(|| Fault::new("the installation has no brand yet"))?;
    let token = account::admin_link(app, tenant, to, valid).await.map_err(wiring::failed)?;
    Ok(format!("{}/sign-in?link={token}", base.trim_end_matches('/')))
}

async fn admin_reset(place: &Place, to: Option<&str>, base: &str) -> Result<(), Fault> {
    let to = match to {
        Some(typed) => {
            let wrong = || Fault::new("--to is no phone number and no mail address");
            Some(Address::read(typed).ok_or_else(wrong)?)
        }
        None => None,
    };
    let app = open(place).await?;
    let link = sign_in_link(&app, to, base, LINK_VALID).await?;
    tracing::info!("opens once, within an hour: {link}");
    Ok(())
}

/// Prints what is missing; an installation without findings is sound.
async fn doctor(place: &Place) -> Result<(), Fault> {
    let app = open(place).await?;
    let mut found = 0;
    for tenant in app.tenant_rows().await? {
        let mut act = app.system_act();
        act.ctx.tenant = tenant.id;
        let act = std::sync::Arc::new(act);
        let findings = app
            .store
            .read(Scope::Tenant(tenant.id), move |tx: &mut Tx| {
                let act = act.clone();
                Box::pin(async move { check::findings(tx, &act).await })
            })
            .await?;
        for finding in &findings {
            let text = &finding.text;
            tracing::warn!("{} [{}] {} {}", tenant.name, finding.check, text.zh, text.en);
        }
        found += findings.len();
    }
    if edge::press().is_err() {
        tracing::warn!(
            "服务器上没有中文字体，画不了海报：安装 fonts-noto-cjk。 No Chinese font, so no posters: install fonts-noto-cjk."
        );
        found += 1;
    }
    if found > 0 { Err(Fault::new(format!("{found} findings"))) } else { Ok(()) }
}

async fn rebuild(place: &Place, name: &str) -> Result<(), Fault> {
    let app = open(place).await?;
    app.rebuild(name).await.map_err(|failure| Fault::new(format!("{failure:?}")))
}

fn say_step(what: &str) {
    tracing::info!("{what}");
}

async fn backup(place: &Place, file: &Path) -> Result<(), Fault> {
    let app = open(place).await?;
    let done = archive::backup(&app, file, say_step).await?;
    let bytes = std::fs::metadata(file).context("looking at the backup")?.len();
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    for tenant in app.tenant_rows().await? {
        backup::note_made(&app, tenant.id, &name, bytes).await?;
    }
    tracing::info!("{} rows and {} files are in {}", done.rows, done.files, file.display());
    Ok(())
}

async fn restore(place: &Place, file: &Path) -> Result<(), Fault> {
    let app = open(place).await?;
    let done = archive::restore(&app, file, say_step).await?;
    let again = privacy::apply_again(&app).await.map_err(wiring::failed)?;
    if again > 0 {
        tracing::info!("{again} people who left since that backup were erased again");
    }
    tracing::info!(
        "{} rows and {} files are back; `weilu release` lets waiting messages go",
        done.rows,
        done.files
    );
    Ok(())
}

async fn release(place: &Place) -> Result<(), Fault> {
    let released = open(place).await?.store.release_held_jobs().await?;
    tracing::info!("{released} jobs were let go");
    Ok(())
}

async fn move_to(place: &Place, to: String) -> Result<(), Fault> {
    let from = open(place).await?;
    let target = wiring::open(&place.data, &Database::Url(to)).await?;
    let done = archive::move_to(&from, &target).await?;
    tracing::info!("{} rows moved; start the server with --database from now on", done.rows);
    Ok(())
}

async fn verify_money(place: &Place) -> Result<(), Fault> {
    money::verify(&open(place).await?).await
}

async fn catalogue(out: &Path) -> Result<(), Fault> {
    let scratch = std::env::temp_dir().join(format!("weilu-catalogue-{}", std::process::id()));
    let app = wiring::open(&scratch, &Database::Memory).await?;
    std::fs::create_dir_all(out).context("creating the folder")?;
    let openapi = serde_json::to_string_pretty(&app.openapi()).context("writing the API document")? + "\n";
    let files = [
        ("openapi.json", openapi),
        ("events.tsv", app.event_catalogue()),
        ("permissions.tsv", app.permission_matrix()),
        ("refusals.tsv", app.refusal_catalogue()),
        ("machines.md", app.machine_catalogue()),
    ];
    for (name, text) in files {
        std::fs::write(out.join(name), text).context(format!("writing {name}"))?;
    }
    std::fs::remove_dir_all(&scratch).context("removing the scratch folder")
}
