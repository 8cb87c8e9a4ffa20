//! The repository is tidy: the same checks as `cargo xtask tidy`, as a test.

#[test]
fn the_repository_is_tidy() {
    let place = xtask::Place::find().unwrap_or_else(|failure| panic!("{failure}"));
    let complaints = xtask::tidy::complaints(&place).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}
