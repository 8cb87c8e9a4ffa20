//! What an operator asks a running server.

use crate::house::{House, Person};
use reqwest::Method;

async fn text(house: &House, path: &str) -> (u16, String) {
    let response = Person::new(house).raw(Method::GET, path).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_how_it_is() {
    let house = House::open(false).await;
    house.person("12300000001").await;
    house.settle().await;
    assert_eq!(text(&house, "healthz").await, (200, "ok".to_owned()));
    assert_eq!(text(&house, "readyz").await, (200, "ready".to_owned()));
    let (status, metrics) = text(&house, "metrics").await;
    assert_eq!(status, 200);
    assert!(metrics.contains("weilu_log_lag_events{reader=\"post.count\"} 0"), "{metrics}");
    assert!(metrics.contains("route=\"/api/v1/{feature}/{verb}\""), "routes are named, people are not");
    assert!(!metrics.contains("12300000001"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_can_be_read_without_another_network() {
    let house = House::open(false).await;
    let (status, page) = text(&house, "api").await;
    assert_eq!(status, 200);
    for part in ["/api/v1/post/write", "post.too_long", "最多写"] {
        assert!(page.contains(part), "{part}");
    }
    for fetched in ["src=\"http", "href=\"http", "url(http", "src=\"//", "href=\"//", "@import"] {
        assert!(!page.contains(fetched), "nothing is fetched from elsewhere: {fetched}");
    }
    let (_, document) = text(&house, "api/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/v1/post/write"]["post"]["requestBody"].is_object());
}
