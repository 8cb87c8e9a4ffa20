//! Nobody finds what he may not see, not even by its words.

use weilu_search::{Document, Filter, Order, Rights};

use crate::fixture::{ask, everywhere, ids, post};

fn in_space(id: i64, space: i64) -> Document {
    Document { space, ..post(id, "密谋茶会") }
}

#[test]
fn only_granted_spaces_are_searched() {
    let posts = [in_space(1, 10), in_space(2, 20), in_space(3, 0), in_space(4, 30)];
    everywhere(&posts, |index| {
        let find = |spaces: &[i64], outside: bool| {
            let rights = Rights { spaces: index.space_set(spaces.iter().copied()), outside };
            let answer = ask(index, "茶会", &rights, &Filter::default(), Order::Relevance);
            assert_eq!(answer.total as usize, answer.hits.len());
            let mut found = ids(&answer);
            found.sort_unstable();
            found
        };
        assert!(find(&[], false).is_empty());
        assert_eq!(find(&[10], false), [1]);
        assert_eq!(find(&[10, 30, 999], false), [1, 4]);
        assert_eq!(find(&[20], true), [2, 3]);
        assert!(find(&[0], false).is_empty());
    });
}

#[test]
fn rights_given_before_the_first_post_of_a_space_hold() {
    everywhere(&[], |index| {
        let rights = Rights { spaces: index.space_set([77]), outside: false };
        index.add(in_space(5, 77));
        assert_eq!(ids(&ask(index, "茶会", &rights, &Filter::default(), Order::Relevance)), [5]);
    });
}

#[test]
fn suggestions_leak_no_word() {
    everywhere(&[in_space(1, 10), Document { title: "密谋室".to_owned(), ..in_space(2, 10) }], |index| {
        let suggest = |spaces: &[i64], typed: &str| {
            let rights = Rights { spaces: index.space_set(spaces.iter().copied()), outside: true };
            index.suggest(typed, &rights, 5).len()
        };
        for typed in ["密谋", "mimou"] {
            assert_eq!(suggest(&[20], typed), 0, "{typed}");
            assert!(suggest(&[10], typed) > 0, "{typed}");
        }
    });
}
