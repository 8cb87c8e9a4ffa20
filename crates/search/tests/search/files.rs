//! Commits, restarts, replacement, removal, and erasure down to the bytes.

use std::path::Path;
use std::sync::Arc;

use weilu_search::{Document, Position, SearchIndex, Tokenizer};

use crate::fixture::{answer, everywhere, found, on_disk, post};

const SECOND: i64 = 1_000_000;
const fn at(pos: i64) -> Position {
    Position { pos, mark: 0xfeed_0000_0000_0001 }
}

const MARKER: &str = "qzxmarkerxzq";

fn files_with(folder: &Path, marker: &[u8]) -> usize {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            count += files_with(&path, marker);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            count += usize::from(bytes.windows(marker.len()).any(|window| window == marker));
        }
    }
    count
}

#[test]
fn a_post_is_found_at_once_and_never_twice() {
    let (_folder, index) = on_disk();
    index.add(post(1, "新帖茶会"));
    assert_eq!(found(&index, "茶会"), [1]);
    assert!(!index.tick(0).unwrap());
    assert!(!index.tick(10 * SECOND - 1).unwrap());
    assert!(index.tick(10 * SECOND).unwrap());
    assert_eq!(found(&index, "茶会"), [1]);
    assert_eq!(index.len(), 1);
    assert!(!index.tick(60 * SECOND).unwrap());
}

#[test]
fn ten_thousand_changes_are_written_without_waiting() {
    let (_folder, index) = on_disk();
    (1..10_000).for_each(|id| index.add(post(id, "茶")));
    assert!(!index.tick(0).unwrap());
    index.add(post(10_000, "茶"));
    assert!(index.tick(0).unwrap());
    assert_eq!(answer(&index, "茶").total, 10_000);
}

#[test]
fn a_restart_resumes_from_what_is_on_disk() {
    let (folder, index) = on_disk();
    index.add(post(3, "写下的茶会"));
    index.advance(at(5));
    index.flush().unwrap();
    index.add(post(6, "没写下的茶会"));
    index.advance(at(6));
    index.advance(at(4));
    assert_eq!((index.resume_position(), index.position()), (Some(at(5)), Some(at(6))));
    drop(index);
    let again = SearchIndex::open(folder.path(), Arc::new(Tokenizer::new())).unwrap();
    assert_eq!(again.resume_position(), Some(at(5)));
    assert_eq!(found(&again, "茶会"), [3]);
    again.add(post(3, "写下的茶会"));
    again.add(post(6, "没写下的茶会"));
    assert_eq!(found(&again, "茶会"), [3, 6]);
    again.flush().unwrap();
    assert_eq!((found(&again, "茶会"), again.len()), (vec![3, 6], 2));
}

#[test]
fn unreadable_files_are_thrown_away() {
    let (folder, index) = on_disk();
    index.add(post(1, "茶会"));
    index.flush().unwrap();
    drop(index);
    std::fs::write(folder.path().join("format-2/meta.json"), "broken").unwrap();
    let again = SearchIndex::open(folder.path(), Arc::new(Tokenizer::new())).unwrap();
    assert_eq!((again.resume_position(), again.len()), (None, 0));
}

#[test]
fn a_second_process_is_refused() {
    let (folder, _index) = on_disk();
    let second = SearchIndex::open(folder.path(), Arc::new(Tokenizer::new()));
    assert!(matches!(second, Err(weilu_search::IndexFault::Locked)));
}

#[test]
fn replacing_and_removing_hold_at_once_and_for_good() {
    everywhere(&[post(1, "旧的茶会"), post(2, "爬山"), post(3, "茶会")], |index| {
        let check = || {
            assert_eq!(found(index, "茶会"), [3]);
            assert!(found(index, "爬山").is_empty());
            assert_eq!(found(index, "品鉴"), [1]);
            assert_eq!(index.len(), 2);
        };
        index.add(post(1, "新的品鉴"));
        index.remove(2);
        index.remove(99);
        check();
        index.flush().unwrap();
        check();
    });
}

#[test]
fn everything_of_an_author_goes_together() {
    let by = |id: i64, author: i64| Document { author, ..post(id, "茶会") };
    everywhere(&[by(1, 7), by(2, 8), by(3, 7)], |index| {
        index.remove_author(7);
        assert_eq!(found(index, "茶会"), [2]);
        index.add(by(4, 7));
        assert_eq!(found(index, "茶会"), [2, 4]);
        index.flush().unwrap();
        assert_eq!(found(index, "茶会"), [2, 4]);
        index.remove_author(7);
        index.purge().unwrap();
        assert_eq!(found(index, "茶会"), [2]);
    });
}

#[test]
fn purged_text_is_in_no_file() {
    let (folder, index) = on_disk();
    let marked = |id: i64| Document {
        title: format!("标题{MARKER}"),
        tags: vec![format!("t{MARKER}")],
        ..post(id, &format!("正文 {MARKER} 结束"))
    };
    (1..=200).for_each(|id| index.add(post(id, "别人的茶会")));
    index.add(marked(500));
    index.flush().unwrap();
    index.add(marked(501));
    assert!(files_with(folder.path(), MARKER.as_bytes()) > 0);
    index.remove(500);
    index.remove(501);
    index.purge().unwrap();
    assert_eq!(files_with(folder.path(), MARKER.as_bytes()), 0);
    assert_eq!(files_with(folder.path(), &MARKER.as_bytes()[1..9]), 0);
    assert!(answer(&index, MARKER).hits.is_empty());
    assert_eq!(index.len(), 200);
    index.remove(1);
    index.purge().unwrap();
    assert_eq!(found(&index, "茶会").len(), 50);
    assert_eq!(answer(&index, "茶会").total, 199);
}

#[test]
fn segments_are_merged_as_they_gather() {
    let (_folder, index) = on_disk();
    for round in 0..20 {
        index.add(post(round + 1, "茶会"));
        index.flush().unwrap();
        index.tick(round).unwrap();
        assert_eq!(answer(&index, "茶会").total, u64::try_from(round + 1).unwrap());
    }
    index.remove(1);
    index.purge().unwrap();
    assert_eq!(answer(&index, "茶会").total, 19);
}

#[test]
fn a_cleared_index_begins_anew_and_keeps_nothing() {
    let (folder, index) = on_disk();
    index.add(post(1, &format!("旧的茶会 {MARKER}")));
    index.advance(at(5));
    index.flush().unwrap();
    index.clear().unwrap();
    assert_eq!((index.len(), index.position(), index.resume_position()), (0, None, None));
    assert_eq!(files_with(folder.path(), MARKER.as_bytes()), 0);
    index.add(post(2, "新的茶会"));
    index.advance(at(2));
    index.flush().unwrap();
    drop(index);
    let again = SearchIndex::open(folder.path(), Arc::new(Tokenizer::new())).unwrap();
    assert_eq!((again.resume_position(), found(&again, "茶会")), (Some(at(2)), vec![2]));
}
