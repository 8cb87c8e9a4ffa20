//! A release build without the built page would serve nothing: it fails instead. A development build reads the page at
//! run time, from a folder that has to be there when it is compiled.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    let entry = folder.join("member.html");
    println!("cargo::rerun-if-changed=../../web/dist/member.html");
    let release = std::env::var_os("PROFILE").is_some_and(|p| p == "release");
    assert!(
        !release || entry.exists(),
        "web/dist is missing: run `cargo xtask dist`, which builds the page first"
    );
    if let Err(error) = std::fs::create_dir_all(&folder) {
        println!("cargo::warning=web/dist cannot be made: {error}");
    }
}
