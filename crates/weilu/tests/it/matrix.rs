//! Every command for every role of the charter, through HTTP: who lacks the permission is refused, nobody
//! breaks anything, and whoever runs another brand finds nothing of ours.

use crate::{
    fixture::{Fixture, sample},
    house::{House, Person, TENANT, on_every_engine},
};
use serde_json::{Value, json};
use weilu_kernel::{CommandSpec, Need, Permission, Role};
use weilu_people::role::Site;
use weilu_vocabulary::DAY;

/// Commands that end the sessions the test goes on with.
const LEFT_OUT: &[&str] = &["account.sign_out", "account.end_other_sessions", "privacy.ask_erasure"];

async fn with_role(house: &House, at: usize, role: Role) -> Person {
    if role == Role::Visitor {
        return Person::new(house);
    }
    let person = house.person(&format!("1240000{at:04}")).await;
    if role != Role::Member {
        house.give(person.persona().await, role, Site::Whole).await;
    }
    person
}

/// Whether a role might hold a permission somewhere; being signed in is the role of member.
fn may_hold(role: Role, permission: &Permission) -> bool {
    let holds = |wanted: Role| permission.roles.contains(&wanted);
    holds(role) || holds(Role::Visitor) || (role != Role::Visitor && holds(Role::Member))
}

/// What is wrong with an answer, if anything.
fn complaint(need: Need, role: Role, status: u16, code: &str) -> Option<&'static str> {
    let refused = [401, 403, 404].contains(&status);
    match need {
        _ if status >= 500 => Some("broke"),
        Need::SignedIn | Need::Publisher if role == Role::Visitor && status != 401 => {
            Some("let a visitor act")
        }
        Need::System if status != 404 => Some("is not for people"),
        Need::Site(p) | Need::On(_, p) | Need::PublishOn(_, p) if !may_hold(role, p) && !refused => {
            Some("let somebody act without the permission")
        }
        Need::Site(p) if p.roles.contains(&role) && code == "link.forbidden" => {
            Some("refused somebody who holds the permission")
        }
        _ => None,
    }
}

fn commands(house: &House) -> Vec<&'static CommandSpec> {
    let all = house.app.features.iter().flat_map(|f| f.commands);
    all.filter(|c| !LEFT_OUT.contains(&c.name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_every_role_as_the_permission_matrix_says() {
    on_every_engine(async |house| {
        let fixture = Fixture::build(&house).await;
        let mut wrong = Vec::new();
        for (at, role) in Role::ALL.iter().copied().enumerate() {
            let person = with_role(&house, at, role).await;
            for command in commands(&house) {
                let input = sample(command, &fixture, "一句话");
                let need = (command.need)(input.clone());
                let Some(need) = need else {
                    wrong.push(format!("{}: no input could be made: {input}", command.name));
                    continue;
                };
                let reply = person.post(&command.name.replacen('.', "/", 1), input).await;
                let code = reply.body["code"].as_str().unwrap_or_default().to_owned();
                if let Some(what) = complaint(need, role, reply.status, &code) {
                    wrong.push(format!(
                        "{} {what}: {} got {} {code}",
                        command.name,
                        role.word(),
                        reply.status
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", house.engine, wrong.join("\n"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_of_another_brand_finds_nothing_of_ours() {
    on_every_engine(async |house| {
        let fixture = Fixture::build(&house).await;
        let other = house.app.create_tenant("别家", "other.test").await.unwrap();
        assert_ne!(other, TENANT);
        let token = weilu_people::account::admin_link(&house.app, other, None, DAY).await.unwrap();
        let house = house.restart().await;
        let boss = Person::new(&house);
        let call = async |path: &str, input: &Value| {
            let request =
                boss.raw(reqwest::Method::POST, &format!("api/v1/{path}")).header("host", "other.test");
            let reply = request.json(input).send().await.unwrap();
            (reply.status().as_u16(), reply.text().await.unwrap())
        };
        let entered = call("account/sign_in_by_link", &json!({ "link": token })).await;
        assert_eq!(entered.0, 200, "{}", entered.1);
        let mut wrong = Vec::new();
        for command in commands(&house) {
            let input = sample(command, &fixture, "一句话");
            if let Some(Need::On(..) | Need::PublishOn(..)) = (command.need)(input.clone()) {
                let (status, body) = call(&command.name.replacen('.', "/", 1), &input).await;
                if status != 404 {
                    wrong.push(format!("{}: {status} {body}", command.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", house.engine, wrong.join("\n"));
    })
    .await;
}
