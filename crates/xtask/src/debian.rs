//! Debian's packages that tests and browser need: installed when we may, named when we may not.
//!
//! Only root on a machine with apt-get installs anything, and says so first. Everybody else gets the command to type.

use crate::{Failure, place, process, screen};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// Whether this process may install packages and must not run servers under its own name.
pub fn is_root() -> bool {
    nix::unistd::Uid::effective().is_root()
}

/// Installs packages that give `what`.
///
/// # Errors
/// When this is not root on Debian (the message then holds the command to type), or apt-get fails.
pub fn install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    let names = packages.join(" ");
    if !is_root() || place::program(&["apt-get"]).is_none() {
        return Err(Failure::new(format!(
            "{what} is missing and may not be installed from here. On Debian: sudo apt-get install {names}"
        )));
    }
    screen::say(&format!("{what} is missing: apt-get install {names}"));
    static LISTS: OnceLock<bool> = OnceLock::new();
    LISTS
        .get_or_init(|| process::quiet("apt-get update", apt(&["update"]), Duration::from_secs(300)).is_ok());
    let mut command = apt(&["install", "--yes", "--no-install-recommends"]);
    command.args(packages);
    process::quiet("apt-get install", command, Duration::from_secs(900)).map(|_| ()).map_err(|failure| {
        Failure::new(format!("{what} is missing and could not be installed ({names}): {failure}"))
    })
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.arg("--quiet").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The command to run a program as somebody without rights: as it is for ordinary users, as `user` for root.
pub fn unprivileged(user: &str, program: &std::path::Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={user}"), "--clear-groups"]);
    command.arg(format!("--regid={}", group_of(user))).arg("--").arg(program);
    command
}

/// Makes a folder that the unprivileged user owns.
///
/// # Errors
/// When it cannot be made.
pub fn owned_folder(user: &str, path: &std::path::Path) -> Result<(), Failure> {
    let mut command = Command::new("install");
    command.arg("-d").arg("-m").arg("0755");
    if is_root() {
        command.arg("-o").arg(user);
    }
    command.arg(path);
    process::quiet("making a folder", command, Duration::from_secs(10)).map(|_| ())
}

fn group_of(user: &str) -> String {
    let mut command = Command::new("id");
    command.args(["-g", user]);
    process::quiet("id", command, Duration::from_secs(10))
        .map(|text| text.trim().to_string())
        .unwrap_or_else(|_| user.to_string())
}

/// Whether the machine knows this user.
pub fn user_exists(user: &str) -> bool {
    let mut command = Command::new("id");
    command.args(["-u", user]);
    process::quiet("id", command, Duration::from_secs(10)).is_ok()
}
