//! The shapes that broke other forums, each asked again and again over one connection.

use crate::{
    client::{Load, question, run},
    figures::figure,
    filling::Filled,
};
use std::{sync::Arc, time::Duration};

/// Milliseconds that none of them may take.
const LIMIT_MS: f64 = 50.0;
const TIME: Duration = Duration::from_secs(2);

pub async fn all(address: &str, token: &str, filled: &Filled) {
    let huge = &filled.huge;
    let shapes = [
        ("thread_of_100k", format!("/api/v1/post/show?post={huge}")),
        ("thread_of_100k_newest", format!("/api/v1/post/show?post={huge}&order=newest")),
        ("thread_of_100k_deep", format!("/api/v1/post/replies?post={huge}&after={}", filled.huge_middle)),
        ("thread_of_100k_one_reply", format!("/api/v1/post/show?post={}", filled.huge_middle)),
        ("notices_10k", "/api/v1/notification/list".to_owned()),
        ("notices_10k_count", "/api/v1/notification/count".to_owned()),
        ("spaces_20k_home", "/api/v1/post/home".to_owned()),
        ("spaces_20k_list", "/api/v1/space/list?among=mine".to_owned()),
        ("spaces_20k_unread", "/api/v1/unread/mine".to_owned()),
        ("spaces_20k_me", "/api/v1/account/me".to_owned()),
        (
            "filtered_deep_page",
            format!("/api/v1/post/timeline?space={}&kind=question&before={}", filled.busy, filled.deep),
        ),
        ("directory_100k", "/api/v1/member/list".to_owned()),
        ("directory_100k_search", "/api/v1/member/list?search=%E8%8C%B6%E5%AE%A299".to_owned()),
        ("directory_100k_rare", "/api/v1/member/list?search=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%BA%BA".to_owned()),
        ("spaces_20k_console", "/api/v1/space/manage".to_owned()),
        ("directory_100k_count", "/api/v1/member/count".to_owned()),
        ("directory_100k_role", "/api/v1/member/list?role=owner".to_owned()),
        ("members_of_space_100k", format!("/api/v1/space/members?space={}", filled.busy)),
    ];
    for (name, path) in shapes {
        let asked = question(&path, token);
        let load = Load(Arc::new(move |_, _, _| asked.clone()));
        run(address, &load, 1, TIME / 10, 0).await;
        let seen = run(address, &load, 1, TIME, 1).await;
        figure(&format!("{name}_p99"), "ms", seen.p99_ms, Some(LIMIT_MS)).unwrap();
    }
}
