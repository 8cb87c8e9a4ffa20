//! What is found, in which order, and how it is shown.

use weilu_search::{Document, Filter, Order};

use crate::fixture::{all_rights, answer, ask, everywhere, found, ids, post};

#[test]
fn two_characters_find_every_text_that_has_them() {
    let posts = [
        post(1, "周六下午在湖边办了一场品鉴会，来了三十多人"),
        post(2, "南京市长江大桥夜景真美"),
        post(3, "今晚读书会改到八点，大家别走错"),
    ];
    everywhere(&posts, |index| {
        for (word, id) in [("品鉴", 1), ("湖边", 1), ("大桥", 2), ("市长", 2), ("读书", 3), ("走错", 3)]
        {
            assert_eq!(found(index, word), [id], "{word}");
        }
        assert!(found(index, "茶会").is_empty());
    });
}

#[test]
fn one_character_finds_too() {
    everywhere(&[post(1, "喝茶"), post(2, "喝酒"), post(3, "Tea 茶")], |index| {
        assert_eq!(found(index, "茶"), [1, 3]);
        assert_eq!(found(index, "酒"), [2]);
    });
}

#[test]
fn spelling_script_and_width_do_not_matter() {
    let posts = [
        post(1, "讀書會報名開始"),
        post(2, "ＫＯＬ合作３月启动"),
        post(3, "去重庆银行开会"),
        post(4, "Café 聚会"),
    ];
    everywhere(&posts, |index| {
        for (query, id) in [
            ("读书会", 1),
            ("讀書會", 1),
            ("报名", 1),
            ("kol", 2),
            ("KOL 3月", 2),
            ("ｋｏｌ", 2),
            ("dushuhui", 1),
            ("dushu", 1),
            ("chongqing", 3),
            ("yinhang", 3),
            ("chongqingyinhang", 3),
            ("cafe", 4),
            ("CAFÉ", 4),
        ] {
            assert_eq!(found(index, query), [id], "{query}");
        }
    });
}

#[test]
fn emoji_and_mixed_text_are_found() {
    let posts = [post(1, "生日快乐🎂🎂"), post(2, "买了iPhone15和A股"), post(3, "3D打印 C++ v2.0")];
    everywhere(&posts, |index| {
        for (query, id) in
            [("🎂", 1), ("iphone 15", 2), ("iphone15", 2), ("a股", 2), ("3d打印", 3), ("2.0", 3)]
        {
            assert_eq!(found(index, query), [id], "{query}");
        }
    });
}

#[test]
fn words_are_joined_by_and() {
    everywhere(&[post(1, "周六读书会"), post(2, "周六爬山"), post(3, "周日读书会")], |index| {
        assert_eq!(found(index, "周六 读书会"), [1]);
        assert_eq!(found(index, "周六的读书会"), [1]);
        assert_eq!(found(index, "周六"), [1, 2]);
    });
}

#[test]
fn quotes_minus_and_tags_are_obeyed() {
    let tagged = |id: i64, body: &str, tag: &str| Document { tags: vec![tag.to_owned()], ..post(id, body) };
    let posts = [
        tagged(1, "长江边的大桥", "摄影"),
        tagged(2, "长江大桥", "#旅行"),
        tagged(3, "大桥 长江 广告", "摄影"),
    ];
    everywhere(&posts, |index| {
        assert_eq!(found(index, "“长江大桥”"), [2]);
        assert_eq!(found(index, "大桥"), [1, 2, 3]);
        assert_eq!(found(index, "大桥 -广告"), [1, 2]);
        assert_eq!(found(index, "大桥 -“长江大桥”"), [1, 3]);
        assert_eq!(found(index, "大桥 -长江大桥"), [1, 3]);
        assert_eq!(found(index, "#摄影"), [1, 3]);
        assert_eq!(found(index, "大桥 tag:攝影 -广告"), [1]);
        assert_eq!(found(index, "大桥 -#摄影"), [2]);
        assert_eq!(found(index, "旅行"), [2]);
    });
}

#[test]
fn phrases_cross_scripts_but_not_punctuation() {
    everywhere(&[post(1, "我买A股市场"), post(2, "买。A股市场")], |index| {
        assert_eq!(found(index, "\"买a股\""), [1]);
        assert_eq!(found(index, "买a股"), [1, 2]);
    });
}

#[test]
fn nonsense_is_answered_calmly() {
    everywhere(&[post(1, "读书会")], |index| {
        for query in [
            "",
            " ",
            "-",
            "\"",
            "-读书",
            "\"\"",
            "，。！",
            "()*?~",
            "tag:",
            "#",
            "from:@",
            "AND OR NOT",
            "\u{0}",
        ] {
            assert!(answer(index, query).hits.is_empty(), "{query:?}");
        }
        assert_eq!(found(index, "“读书会"), [1]);
        assert_eq!(found(index, "读书会 -"), [1]);
        assert_eq!(found(index, "读书会!!!"), [1]);
    });
}

#[test]
fn an_article_answers_among_short_remarks() {
    let remarks = ["到底哪年的好", "白茶好喝", "什么时候开门", "压饼是怎么压的", "今天真热"];
    let mut posts: Vec<Document> =
        (0..400).map(|n| post(100 + n, remarks[n as usize % remarks.len()])).collect();
    let filler = "山上的雾散得晚，采茶的人天不亮就出门，背篓里垫着竹叶，一路上说的都是家里的事。".repeat(12);
    posts.push(post(
        1,
        &format!("{filler}白茶压成饼之前要用蒸汽软化，再放进布袋定形，晾三天才干透。{filler}"),
    ));
    posts.push(post(2, &format!("{filler}开门的时间看季节，春天早，冬天晚。{filler}")));
    everywhere(&posts, |index| {
        let nearest = answer(index, "白茶压成饼之前是用什么东西软化的");
        assert!(nearest.relaxed);
        assert_eq!(ids(&nearest).first(), Some(&1));
    });
}

#[test]
fn what_comes_nearest_is_shown_and_said_to_be_so() {
    let posts = [post(1, "围炉读书会在周六晚上举行"), post(2, "周日爬山活动"), post(3, "完全无关的话")];
    everywhere(&posts, |index| {
        let answer = answer(index, "读书会什么时候举行？周六有空吗");
        assert!(answer.relaxed);
        assert_eq!(answer.hits[0].id, 1);
        assert!(!ids(&answer).contains(&3));
    });
}

#[test]
fn better_matches_come_first() {
    let titled = Document {
        title: "手冲咖啡".to_owned(), ..post(1, "下周的安排请看这里，欢迎大家来")
    };
    let posts = [
        post(2, "昨天路过一家店，里面有人手冲的茶，也卖咖啡，但没有座位了"),
        titled,
        post(3, "学手冲咖啡的过程，记录下来给大家看看，一共有七步，每步都要耐心"),
    ];
    everywhere(&posts, |index| {
        assert_eq!(ids(&answer(index, "手冲咖啡")), [1, 3, 2]);
    });
}

#[test]
fn real_words_come_before_chance_neighbours() {
    everywhere(&[post(1, "南京市长江大桥夜景"), post(2, "听说市长今天也来了")], |index| {
        assert_eq!(ids(&answer(index, "市长")), [2, 1]);
    });
}

#[test]
fn newest_first_is_by_time_alone() {
    let at = |id: i64, at: i64| Document { at, ..post(id, &"读书".repeat(usize::try_from(id).unwrap())) };
    everywhere(&[at(1, 30), at(2, 10), at(3, 20)], |index| {
        let rights = all_rights(index);
        let newest = ask(index, "读书", &rights, &Filter::default(), Order::Newest);
        assert_eq!(ids(&newest), [1, 3, 2]);
    });
}

#[test]
fn filters_narrow() {
    let posts = [
        Document { author: 7, at: 100, ..post(1, "茶会") },
        Document { author: 8, at: 200, space: 2, ..post(2, "茶会") },
        Document { kind: "space".to_owned(), author: 7, at: 300, title: "茶会".to_owned(), ..post(3, "") },
    ];
    everywhere(&posts, |index| {
        let rights = all_rights(index);
        let with = |filter: Filter| {
            let mut found = ids(&ask(index, "茶会", &rights, &filter, Order::Relevance));
            found.sort_unstable();
            found
        };
        assert_eq!(with(Filter { kinds: vec!["space".to_owned()], ..Filter::default() }), [3]);
        assert!(with(Filter { kinds: vec!["nothing".to_owned()], ..Filter::default() }).is_empty());
        assert_eq!(with(Filter { authors: Some(vec![7]), ..Filter::default() }), [1, 3]);
        assert!(with(Filter { authors: Some(vec![]), ..Filter::default() }).is_empty());
        assert_eq!(with(Filter { without_authors: vec![7], ..Filter::default() }), [2]);
        assert_eq!(with(Filter { spaces: Some(index.space_set([2])), ..Filter::default() }), [2]);
        assert_eq!(with(Filter { since: Some(200), until: Some(300), ..Filter::default() }), [2]);
        let own = Filter { authors: Some(vec![8]), ..Filter::default() };
        assert_eq!(ids(&ask(index, "", &rights, &own, Order::Newest)), [2]);
    });
}

#[test]
fn hits_show_what_matched() {
    let post = Document { title: "讀書會".to_owned(), ..post(9, "<b>本周读书会</b>读《长江》") };
    everywhere(&[post], |index| {
        let hit = answer(index, "读书会").hits.remove(0);
        assert_eq!((hit.id, hit.kind.as_str(), hit.space, hit.author), (9, "post", 1, 100));
        assert_eq!(&hit.title.text[hit.title.marks[0].clone()], "讀書會");
        assert_eq!(hit.body.text, "<b>本周读书会</b>读《长江》");
        assert_eq!(&hit.body.text[hit.body.marks[0].clone()], "读书会");
        let hit = answer(index, "changjiang").hits.remove(0);
        assert_eq!(&hit.body.text[hit.body.marks[0].clone()], "长江");
    });
}

#[test]
fn pages_follow_one_another_without_gap() {
    let posts: Vec<_> = (1..=300)
        .map(|id| post(id, &format!("茶会{}", "好".repeat(usize::try_from(id % 7).unwrap()))))
        .collect();
    everywhere(&posts, |index| {
        for order in [Order::Relevance, Order::Newest] {
            let query = weilu_search::Query::parse("茶会");
            let rights = all_rights(index);
            let filter = Filter::default();
            let page = |offset: usize| {
                let request = weilu_search::Request {
                    query: &query,
                    rights: &rights,
                    filter: &filter,
                    order,
                    now: crate::fixture::NOW,
                    offset,
                    limit: 20,
                    excerpt_chars: 20,
                };
                index.search(&request)
            };
            let mut seen: Vec<i64> = (0..15).flat_map(|number| ids(&page(number * 20))).collect();
            assert_eq!(page(0).total, 300);
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 300);
            assert!(page(300).hits.is_empty());
        }
    });
}

#[test]
fn suggestions_complete_names_and_words() {
    let space =
        Document { kind: "space".to_owned(), title: "围炉读书会".to_owned(), space: 0, ..post(1, "") };
    everywhere(&[space, post(2, "读书会活动通知"), post(3, "活动取消")], |index| {
        let rights = all_rights(index);
        let texts = |typed: &str| -> Vec<String> {
            index.suggest(typed, &rights, 5).into_iter().map(|suggestion| suggestion.text).collect()
        };
        for typed in ["围炉", "圍爐", "weilu", "wldsh"] {
            assert_eq!(texts(typed).first().map(String::as_str), Some("围炉读书会"), "{typed}");
        }
        assert_eq!(index.suggest("围炉", &rights, 5)[0].named, Some(("space".to_owned(), 1)));
        assert!(texts("活").contains(&"活动".to_owned()));
        assert!(texts("huod").contains(&"活动".to_owned()));
        assert!(texts("").is_empty());
    });
}

#[test]
fn a_word_written_with_wrong_characters_leads_to_the_right_one() {
    let secret = Document { space: 9, ..post(3, "秘密的独树徽章") };
    everywhere(&[post(1, "周六读书会"), post(2, "去重庆银行开会"), secret], |index| {
        let heard = |text: &str| index.sounds_like(text, &all_rights(index));
        assert_eq!(heard("毒书").as_deref(), Some("读书"));
        assert_eq!(heard("重亲").as_deref(), Some("重庆"));
        assert_eq!(heard("读书"), None);
        assert_eq!(heard("x"), None);
        assert_eq!(heard("独书 会"), None);
    });
}
