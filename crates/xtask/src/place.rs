//! Where things are: the checkout, the target folder, the cache folder, programs on PATH, the settings from outside.
//!
//! The checkout is found from the current directory upwards, so that xtask works from every sub-folder and holds
//! no path of the machine that compiled it.

use crate::Failure;
use std::path::{Path, PathBuf};

/// The checkout that xtask works on.
#[derive(Debug, Clone)]
pub struct Place {
    root: PathBuf,
}

impl Place {
    /// The checkout around the current directory.
    ///
    /// # Errors
    /// When neither the current directory nor a parent holds the workspace.
    pub fn find() -> Result<Self, Failure> {
        let here = std::env::current_dir().map_err(Failure::io("the current directory"))?;
        here.ancestors()
            .find(|folder| folder.join("crates/xtask/Cargo.toml").is_file())
            .map(|root| Self { root: root.to_path_buf() })
            .ok_or_else(|| Failure::usage("this is not a checkout of Weilu: no crates/xtask above it"))
    }

    /// A path inside the checkout.
    pub fn at(&self, relative: &str) -> PathBuf {
        if relative.is_empty() { self.root.clone() } else { self.root.join(relative) }
    }

    /// The folder that cargo builds into.
    pub fn target(&self) -> PathBuf {
        setting("CARGO_TARGET_DIR").map_or_else(|| self.at("target"), |folder| self.root.join(folder))
    }

    /// The server binary of the dev or the release profile.
    pub fn server(&self, profile: &str) -> PathBuf {
        self.target().join(profile).join(format!("weilu{}", std::env::consts::EXE_SUFFIX))
    }

    /// A path as a person types it: relative to the checkout where it lies inside.
    pub fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// A setting given from outside through the environment; empty counts as absent.
#[expect(
    clippy::disallowed_methods,
    reason = "xtask is a binary of its own and this is its one door to the environment"
)]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The first of these programs that stands on PATH.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = setting("PATH")?;
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}
