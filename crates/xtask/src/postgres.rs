//! A private PostgreSQL for one test run: fresh, on a free loopback port, in a scratch folder, gone afterwards.
//!
//! PostgreSQL refuses to run as root, so root hands it to `postgres` or `nobody`. Durability is switched off for tests
//! (those that kill servers kill ours, not this one), and as PostgreSQL has it for benchmarks. The newest installed version is taken.

use crate::process::{self, Scratch, Service};
use crate::{Failure, debian, place};
use nix::sys::signal::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const DATABASE: &str = "weilu_test";
const ROLE: &str = "weilu";

/// Whether what was committed is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// As a house has it.
    Full,
    /// Fast, for what may be lost.
    None,
}

/// The running server; dropping it stops it and removes its folder.
#[derive(Debug)]
pub struct Postgres {
    // Before the folder: fields drop in this order, and a server must not lose its files under its feet.
    _service: Service,
    _folder: Scratch,
    port: u16,
}

impl Postgres {
    /// Starts one, installing PostgreSQL from Debian's packages where that is possible.
    ///
    /// # Errors
    /// When no PostgreSQL can be found, installed or started.
    pub fn start(durability: Durability) -> Result<Self, Failure> {
        let programs = match programs() {
            Some(folder) => folder,
            None => {
                debian::install("PostgreSQL", &["postgresql"])?;
                programs().ok_or_else(|| Failure::new("PostgreSQL was installed but initdb is not found"))?
            }
        };
        let folder = process::scratch("postgres")?;
        let user = if debian::user_exists("postgres") { "postgres" } else { "nobody" };
        let home = folder.path().join("home");
        debian::owned_folder(user, &home)?;
        initialise(&programs, user, &home)?;
        let mut last = Failure::new("PostgreSQL was not started");
        // Somebody may take the free port between our asking and its listening.
        for _ in 0..3 {
            match launch(&programs, user, &home, folder.path(), durability) {
                Ok((service, port)) => return Ok(Self { _service: service, _folder: folder, port }),
                Err(failure) => last = failure,
            }
        }
        Err(last)
    }

    /// The URL that tests connect to; its role may create databases.
    pub fn url(&self) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/{DATABASE}", self.port)
    }
}

fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder): &(u32, PathBuf)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions
        .pop()
        .map(|(_, folder)| folder)
        .or_else(|| place::program(&["initdb"]).and_then(|path| path.parent().map(Path::to_path_buf)))
}

fn initialise(programs: &Path, user: &str, home: &Path) -> Result<(), Failure> {
    let mut command = debian::unprivileged(user, &programs.join("initdb"));
    command.arg("-D").arg(home.join("data")).args(["-A", "trust", "-U", ROLE]);
    command.args(["--locale=C.UTF-8", "-E", "UTF8", "--no-sync"]).current_dir(home);
    process::quiet("initdb", command, Duration::from_secs(120)).map(|_| ())
}

fn launch(
    programs: &Path,
    user: &str,
    home: &Path,
    logs: &Path,
    durability: Durability,
) -> Result<(Service, u16), Failure> {
    let port = process::free_port()?;
    let mut command = debian::unprivileged(user, &programs.join("postgres"));
    command.arg("-D").arg(home.join("data")).arg("-k").arg(home).arg("-p").arg(port.to_string());
    let mut options = vec!["listen_addresses=127.0.0.1", "max_connections=300", "shared_buffers=128MB"];
    if durability == Durability::None {
        options.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
    }
    for option in options {
        command.arg("-c").arg(option);
    }
    command.current_dir(home);
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients that forgot to leave.
    let mut service = Service::start("PostgreSQL", command, &logs.join("log"), Signal::SIGINT)?;
    let asks = || {
        let mut ask = Command::new(programs.join("psql"));
        ask.args([
            "-h",
            "127.0.0.1",
            "-p",
            &port.to_string(),
            "-U",
            ROLE,
            "-d",
            "postgres",
            "-c",
            "select 1",
        ]);
        process::quiet("psql", ask, Duration::from_secs(10)).is_ok()
    };
    service.ready(Duration::from_secs(60), asks)?;
    let mut create = Command::new(programs.join("createdb"));
    create.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-U", ROLE, DATABASE]);
    process::quiet("createdb", create, Duration::from_secs(30))?;
    Ok((service, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_installed_version_is_found_or_none() {
        if let Some(folder) = programs() {
            assert!(folder.join("initdb").is_file());
        }
    }
}
