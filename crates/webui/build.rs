//! A release build without the built page would serve nothing: it fails instead.

use std::path::Path;

fn main() {
    let entry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist/member.html");
    println!("cargo::rerun-if-changed=../../web/dist/member.html");
    let release = std::env::var_os("PROFILE").is_some_and(|p| p == "release");
    assert!(
        !release || entry.exists(),
        "web/dist is missing: run `cargo xtask dist`, which builds the page first"
    );
}
