//! The command line as an operator types it.

use crate::house::{House, Person, TENANT};
use serde_json::json;
use std::process::{Command, Output};
use weilu_kernel::{Role, Tx, sql};
use weilu_store::Scope;
use weilu_vocabulary::Failure;

fn weilu(args: &[&str]) -> (Output, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_weilu")).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, said)
}

#[tokio::test(flavor = "multi_thread")]
async fn admin_reset_prints_a_link_that_opens_and_doctor_says_what_is_missing() {
    let house = House::open_now(false).await;
    let data = house.folder().display().to_string();
    let (reset, said) =
        weilu(&["admin", "reset", "--data", &data, "--to", "12300000051", "--base", &house.base]);
    assert!(reset.status.success(), "{said}");
    let token = said.split("/sign-in?link=").nth(1).unwrap().trim().split('\u{1b}').next().unwrap();
    let admin = Person::new(&house);
    admin.post("account/sign_in_by_link", json!({ "link": token })).await.ok();
    assert!(admin.me().await["roles"].as_array().unwrap().contains(&json!("headquarters")));
    let (wrong, _) = weilu(&["admin", "reset", "--data", &data, "--to", "nobody"]);
    assert!(!wrong.status.success());

    let (sick, said) = weilu(&["doctor", "--data", &data]);
    assert!(!sick.status.success());
    let checks = ["policy.record_number", "policy.licence", "policy.builtin", "backup.recent"];
    for check in checks {
        assert!(said.contains(&format!("[{check}]")), "{said}");
    }
    for (name, value) in [("policy.record_number", "滇ICP备2026000000号"), ("policy.licence", "91530000MA6K")]
    {
        admin.post("setting/change", json!({ "name": name, "value": value })).await.ok();
    }
    for kind in ["terms", "privacy", "collected", "shared"] {
        let input = json!({ "kind": kind, "zh": "自己写的", "en": "our own", "based_on": 1 });
        admin.post("policy/publish", input).await.ok();
    }
    let kept = house.folder().join("elsewhere.tar.gz").display().to_string();
    let (backup, said) = weilu(&["backup", "--data", &data, &kept]);
    assert!(backup.status.success(), "{said}");
    let (_, said) = weilu(&["doctor", "--data", &data]);
    for check in checks {
        assert!(!said.contains(&format!("[{check}]")), "{said}");
    }
    assert!(said.contains("[delivery.sms]"), "doctor and page ask the same list");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_verify_looks_through_a_running_house_and_names_what_was_changed() {
    let house = House::open_now(false).await;
    let data = house.folder().display().to_string();
    let staff = house.staff("12300000001", Role::Operator).await;
    let guest = house.person("12300000002").await;
    let given = json!({ "member": guest.member().await, "points": 30, "reason": "春茶会的谢礼" });
    staff.post("point/adjust", given).await.ok();
    let (right, said) = weilu(&["money", "verify", "--data", &data]);
    assert!(right.status.success() && said.contains("1 transfers"), "{said}");
    // Two accounts changed alike: the book still sums to zero, and only the log knows better.
    let spoilt = house.app.store.write(Scope::Tenant(TENANT), |tx: &mut Tx| {
        Box::pin(async move {
            let both = sql!("update ledger_account set posted = posted + case when floor then 5 else -5 end where tenant = $tenant");
            tx.exec(both, &[]).await?;
            tx.exec(sql!("update ledger_transfer set amount = 35 where tenant = $tenant"), &[]).await?;
            Ok::<(), Failure>(())
        })
    });
    spoilt.await.unwrap();
    // A line younger than ten seconds may still be on its way into the log; this one stands there.
    let (wrong, said) = weilu(&["money", "verify", "--data", &data]);
    assert!(!wrong.status.success() && said.contains("[log]") && !said.contains("[sum]"), "{said}");
}

fn graph(args: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_weilu")).arg("graph").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_engine_of_ties_answers_from_files_and_says_what_is_wrong_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    // Two stars, joined by one tie.
    let mut text = "# 两颗星\nfrom,to\n".to_owned();
    for n in 0..40 {
        text.push_str(&format!("满妈,邻居{n}\n乔乔\t茶客{n}\n"));
    }
    text.push_str("满妈 乔乔\n");
    let ties = file("ties.csv", &text);
    let seeds = graph(&["seeds", "--ties", &ties, "-k", "2", "--model", "uniform:0.1", "--json"]);
    let mut chosen: Vec<&str> =
        seeds["seeds"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    chosen.sort_unstable();
    assert_eq!(chosen, ["乔乔", "满妈"]);
    let (forecast, proof) = (&seeds["forecast"], &seeds["certificate"]);
    assert!(
        forecast["low"].as_f64() <= forecast["value"].as_f64() && proof["ratio"].as_f64() > Some(0.5),
        "{seeds}"
    );
    let again = graph(&["seeds", "--ties", &ties, "-k", "2", "--model", "uniform:0.1", "--json"]);
    assert_eq!((&again["seeds"], &again["forecast"]), (&seeds["seeds"], &seeds["forecast"]));
    let without = graph(&["seeds", "--ties", &ties, "-k", "1", "--exclude", "满妈", "--json"]);
    assert_eq!(without["seeds"], json!(["乔乔"]));

    let measures = graph(&["measures", "--ties", &ties, "--json"]);
    assert_eq!((&measures["members"], &measures["ties"]), (&json!(82), &json!(81)));
    assert_eq!(measures["core"]["most"], 1.0);
    let circles = graph(&["circles", "--ties", &ties, "--json"]);
    assert_eq!((&circles["count"], circles["circles"][0].as_array().unwrap().len()), (&json!(2), 41));

    let spread: String =
        (0..60).map(|n| format!("满妈,{n} 邻居{},{}\n路人{n},{n}\n", n % 40, n + 1)).collect();
    let cascades = file("cascades.txt", &spread);
    let past = graph(&["seeds", "--cascades", &cascades, "--until", "0.8", "-k", "1", "--json"]);
    assert_eq!(past["seeds"], json!(["满妈"]));
    // Everybody hears the one, nobody the other.
    let joined: String = (0..40).map(|n| format!(" 邻居{n},{}", 100 + n)).collect();
    let heard: String = (0..30).map(|n| format!("满妈,{n}{joined}\n乔乔,{n}\n")).collect();
    let heard = file("heard.txt", &heard);
    let learnt = ["seeds", "--ties", &ties, "--cascades", &heard, "--model", "learnt", "-k", "1", "--json"];
    assert_eq!(graph(&learnt)["seeds"], json!(["满妈"]));

    for (bad, said) in [
        (vec!["graph", "measures", "--ties", "/nowhere.csv"], "/nowhere.csv"),
        (vec!["graph", "seeds", "--ties", &ties, "--model", "magic"], "uniform:"),
        (vec!["graph", "seeds", "--ties", &ties, "--include", "没有这人"], "没有这人"),
        (vec!["graph", "seeds", "--ties", &ties, "--model", "learnt"], "--cascades"),
    ] {
        let (output, error) = weilu(&bad);
        assert!(!output.status.success() && error.contains(said), "{error}");
    }
}
