//! What must hold for any text: generated from a fixed seed.

use weilu_search::{Document, Filter, Order, Rights, Tokenizer, normalise};

use crate::fixture::{ask, everywhere, ids, post};

/// A small generator, so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn text(&mut self, length: usize) -> String {
        const PIECES: [&str; 24] = [
            "读", "書", "会", "今", "晚", "长", "江", "大", "桥", "市", "的", "茶", "，", "。", " ", "A",
            "ｂ", "iphone", "15", "é", "👍🏽", "🎂", "龘", "臺",
        ];
        (0..length).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

#[test]
fn folding_twice_changes_nothing() {
    let mut chance = Chance(1);
    for _ in 0..2_000 {
        let once = normalise(&chance.text(20));
        assert_eq!(normalise(&once), once);
    }
}

#[test]
fn words_lie_where_they_say() {
    let mut chance = Chance(2);
    let tokenizer = Tokenizer::new();
    for _ in 0..500 {
        let text = chance.text(30);
        for word in tokenizer.words(&text) {
            assert_eq!(normalise(&text[word.start..word.end]), word.text, "{text}");
        }
    }
}

#[test]
fn every_two_neighbouring_characters_find_their_text() {
    let mut chance = Chance(3);
    let posts: Vec<Document> = (1..=60).map(|id| post(id, &chance.text(25))).collect();
    everywhere(&posts, |index| {
        let rights = Rights { spaces: index.space_set([1]), outside: false };
        for post in &posts {
            let chars: Vec<char> = normalise(&post.body).chars().collect();
            for pair in
                chars.windows(2).filter(|pair| pair.iter().all(|ch| ('\u{4e00}'..='\u{9fff}').contains(ch)))
            {
                let pair: String = pair.iter().collect();
                let answer = ask(index, &pair, &rights, &Filter::default(), Order::Newest);
                assert!(ids(&answer).contains(&post.id), "{pair} in {}", post.body);
            }
        }
    });
}

#[test]
fn memory_and_files_answer_alike() {
    let mut chance = Chance(4);
    let posts: Vec<Document> = (1..=120)
        .map(|id| Document {
            space: id % 3,
            author: id % 5,
            title: chance.text(3),
            ..post(id, &chance.text(30))
        })
        .collect();
    let queries: Vec<String> = (0..80).map(|_| chance.text(4)).collect();
    let answers = std::cell::RefCell::new(Vec::new());
    everywhere(&posts, |index| {
        let rights = Rights { spaces: index.space_set([1]), outside: true };
        let mut found = Vec::new();
        for query in &queries {
            for order in [Order::Relevance, Order::Newest] {
                let answer = ask(index, query, &rights, &Filter::default(), order);
                found.push((query.clone(), answer.total, answer.relaxed, ids(&answer)));
            }
        }
        answers.borrow_mut().push(found);
    });
    let answers = answers.into_inner();
    for other in &answers[1..] {
        for (first, second) in answers[0].iter().zip(other) {
            // A relaxed total is a lower bound that depends on the order of reading.
            assert_eq!((&first.0, first.2, &first.3), (&second.0, second.2, &second.3));
            assert!(first.2 || first.1 == second.1);
        }
    }
}
