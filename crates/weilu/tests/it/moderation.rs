//! Keeping order: word lists, review before and after, reports, measures, suspension, appeals, trust.

use crate::house::{House, Person, on_every_engine};
use serde_json::{Value, json};
use weilu_kernel::Role;
use weilu_vocabulary::{DAY, HOUR, MINUTE};

async fn open_space(owner: &Person) -> String {
    let input = json!({ "name": "雾溪茶友会", "line": "一起喝茶，一起说话", "open_to_read": true });
    owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned()
}

/// A house with a space: its owner, a site operator who is not in it, and a member.
struct Set {
    owner: Person,
    staff: Person,
    member: Person,
    space: String,
}

async fn set_up(house: &House) -> Set {
    let founder = house.staff("12300000001", Role::Operator).await;
    let space = open_space(&founder).await;
    let owner = house.person("12300000002").await;
    owner.post("space/join", json!({ "space": space })).await.ok();
    house
        .give(owner.persona().await, Role::Owner, weilu_people::role::Site::Space(space.parse().unwrap()))
        .await;
    let staff = house.staff("12300000003", Role::Headquarters).await;
    let member = house.person("12300000004").await;
    member.post("space/join", json!({ "space": space })).await.ok();
    house.settle().await;
    Set { owner, staff, member, space }
}

async fn say(person: &Person, space: &str, text: &str) -> Value {
    person.post("post/write", json!({ "space": space, "text": text })).await.ok()
}

fn id(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn timeline(person: &Person, space: &str) -> Vec<String> {
    let page = person.get(&format!("post/timeline?space={space}")).await.ok();
    page["items"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap().to_owned()).collect()
}

async fn queue(person: &Person) -> Vec<Value> {
    person.get("review/queue?state=waiting").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_action_of_a_word_does_what_it_says_and_a_space_has_words_of_its_own() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let put = async |word: &str, action: &str| {
            let input = json!({ "word": word, "action": action, "sentence": "这里不谈这个。" });
            staff.post("sensitive_word/put", input).await.ok();
        };
        for (word, action) in [("加微信", "mask"), ("代购", "hold"), ("返利", "refuse"), ("减肥药", "note")]
        {
            put(word, action).await;
        }
        let bad = json!({ "word": "药", "action": "hold" });
        staff.post("sensitive_word/put", bad).await.refused(422, "sensitive_word.bad_word");
        member
            .post("sensitive_word/put", json!({ "word": "代购", "action": "mask" }))
            .await
            .refused(403, "link.forbidden");
        let masked = say(&member, &space, "想买的 加 微-信 找我").await;
        assert_eq!((&masked["masked"], &masked["held"]), (&json!(true), &json!(false)));
        assert_eq!(timeline(&staff, &space).await[0], "想买的 ＊ ＊-＊ 找我");
        let refused = json!({ "space": space, "text": "高額返利來一個" });
        let fields = member.post("post/write", refused).await.refused(422, "sensitive_word.refused");
        assert_eq!(fields["word"], "返利");
        assert_eq!(say(&member, &space, "找我代~購吧").await["held"], true);
        assert_eq!(say(&member, &space, "减肥药有用吗").await["held"], false);
        assert_eq!(timeline(&staff, &space).await[0], "减肥药有用吗");
        let kinds: Vec<Value> = queue(&staff).await.iter().map(|c| c["kind"].clone()).collect();
        assert_eq!(kinds, [json!("held"), json!("noted")]);
        owner
            .post("sensitive_word/put", json!({ "space": space, "word": "咖啡", "action": "refuse" }))
            .await
            .ok();
        member
            .post("post/write", json!({ "space": space, "text": "咖啡也好" }))
            .await
            .refused(422, "sensitive_word.refused");
        member.post("post/write", json!({ "text": "咖啡也好" })).await.ok();
        let tried = staff.get("sensitive_word/try?text=%E6%89%BE%E6%88%91%E4%BB%A3%E8%B4%AD").await.ok();
        assert_eq!((&tried["action"], &tried["signs"][0]["kind"]), (&json!("hold"), &json!("listed_word")));
        let list = staff.get("sensitive_word/list").await.ok();
        assert_eq!(list["words"], 4);
        let word =
            list["items"].as_array().unwrap().iter().find(|w| w["word"] == "代购").unwrap()["id"].clone();
        staff.post("sensitive_word/remove", json!({ "word": word })).await.ok();
        assert_eq!(say(&member, &space, "代购的茶").await["held"], false);
        let text = staff.get("sensitive_word/export").await.ok()["list"].clone();
        let again = json!({ "list": text, "replace": true });
        let read = staff.post("sensitive_word/import", again).await.ok();
        assert_eq!((&read["taken"], &read["words"]), (&json!(3), &json!(3)));
        staff
            .post("sensitive_word/import", json!({ "list": "x\n" }))
            .await
            .refused(422, "sensitive_word.nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_people_are_masked_before_they_are_kept() {
    on_every_engine(async |house| {
        let Set { staff, member, space, .. } = set_up(&house).await;
        say(&member, &space, "打 13812345678 或者转 4111 1111 1111 1111").await;
        assert_eq!(timeline(&staff, &space).await[0], "打 138****5678 或者转 4111 **** **** 1111");
        let other = house.person("13900001111").await;
        other.post("space/join", json!({ "space": space })).await.ok();
        say(&other, &space, "我的电话 13900001111").await;
        assert_eq!(timeline(&staff, &space).await[0], "我的电话 13900001111");
        let off = json!({ "name": "sensitive_word.mask_private", "value": false });
        staff.post("setting/change", off).await.ok();
        say(&member, &space, "打 13812345678").await;
        assert_eq!(timeline(&staff, &space).await[0], "打 13812345678");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_is_nowhere_until_somebody_lets_it_through() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let mode = json!({ "space": space, "mode": "everyone" });
        member.post("review/set_mode", mode.clone()).await.refused(403, "link.forbidden");
        owner.post("review/set_mode", mode).await.ok();
        assert_eq!(say(&owner, &space, "群主的话不用等").await["held"], false);
        let written = say(&member, &space, "第一次说话").await;
        assert_eq!(written["held"], true);
        let post = id(&written["post"]);
        assert_eq!(house.events("post.written").await.len(), 1);
        assert!(!timeline(&staff, &space).await.contains(&"第一次说话".to_owned()));
        let waiting = owner.get(&format!("review/queue?space={space}")).await.ok();
        let case = id(&waiting["items"][0]["id"]);
        assert_eq!(waiting["items"][0]["text"], "第一次说话");
        let shown = owner.get(&format!("review/show?case={case}")).await.ok();
        assert_eq!(shown["suggestion"]["kind"], "warn");
        member.get(&format!("review/show?case={case}")).await.refused(403, "link.forbidden");
        owner.post("review/assign", json!({ "case": case, "to_me": true })).await.ok();
        owner.post("review/approve", json!({ "cases": [case], "space": space })).await.ok();
        let events = house.events("post.written").await;
        assert_eq!(events.last().unwrap().actor, Some(member.persona().await));
        assert_eq!(timeline(&staff, &space).await[0], "第一次说话");
        owner
            .post("review/approve", json!({ "cases": [case], "space": space }))
            .await
            .refused(409, "machine.not_now");
        // An edit is looked at as well, and takes the post out of sight meanwhile.
        let edited = member.post("post/edit", json!({ "post": post, "text": "改了一句" })).await.ok();
        assert_eq!(edited["held"], true);
        assert!(!timeline(&staff, &space).await.contains(&"改了一句".to_owned()));
        let case = id(&queue(&staff).await[0]["id"]);
        staff.post("review/approve", json!({ "cases": [case] })).await.ok();
        assert_eq!(timeline(&staff, &space).await[0], "改了一句");
        assert_eq!(house.events("post.written").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_comes_back_as_a_draft_with_its_reason() {
    on_every_engine(async |house| {
        let Set { owner, member, space, .. } = set_up(&house).await;
        owner.post("review/set_mode", json!({ "space": space, "mode": "everyone" })).await.ok();
        let post = id(&say(&member, &space, "不合适的话").await["post"]);
        let case = id(&owner.get(&format!("review/queue?space={space}")).await.ok()["items"][0]["id"]);
        let hide = json!({ "cases": [case], "space": space, "reason": " " });
        owner.post("review/hide", hide).await.refused(422, "review.no_reason");
        let hide = json!({ "cases": [case], "space": space, "reason": "和茶没有关系" });
        owner.post("review/hide", hide).await.ok();
        let drafts = member.get("draft/list").await.ok();
        assert_eq!(drafts["items"][0]["text"], "不合适的话");
        let mine = member.get(&format!("post/show?post={post}")).await.ok();
        assert_eq!(
            (&mine["post"]["state"], &mine["post"]["hidden_reason"]),
            (&json!("hidden"), &json!("和茶没有关系"))
        );
        let theirs = owner.get(&format!("post/show?post={post}")).await.ok();
        assert_eq!((&theirs["post"]["text"], &theirs["post"]["decision"]), (&json!(""), &Value::Null));
        // Deleting and restoring is no way around the decision.
        member.post("post/remove", json!({ "post": post })).await.ok();
        member.post("post/restore", json!({ "post": post })).await.refused(409, "post.restore_reviewed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_changes_words_only_with_their_authors_agreement() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        owner.post("review/set_mode", json!({ "space": space, "mode": "everyone" })).await.ok();
        say(&member, &space, "这茶包治百病").await;
        let case = id(&queue(&staff).await[0]["id"]);
        let propose = json!({ "case": case, "text": "这茶我很喜欢", "reason": "不能写疗效" });
        staff.post("review/propose", propose.clone()).await.ok();
        assert!(queue(&staff).await.is_empty());
        let mine = member.get("review/proposals").await.ok();
        assert_eq!(mine["items"][0]["proposed"]["text"], "这茶我很喜欢");
        owner
            .post("review/answer", json!({ "case": case, "accept": true }))
            .await
            .refused(404, "link.not_found");
        member.post("review/answer", json!({ "case": case, "accept": false })).await.ok();
        assert_eq!(queue(&staff).await.len(), 1);
        staff.post("review/propose", propose).await.ok();
        member.post("review/answer", json!({ "case": case, "accept": true })).await.ok();
        assert_eq!(timeline(&owner, &space).await[0], "这茶我很喜欢");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_weigh_hide_at_the_mark_and_are_answered() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let post = id(&say(&member, &space, "拉人头啦").await["post"]);
        let report = json!({ "about": post, "reason": "pyramid" });
        member.post("report/send", report.clone()).await.refused(409, "report.own");
        Person::new(&house).post("report/send", report.clone()).await.refused(401, "link.sign_in");
        let other = json!({ "about": post, "reason": "other", "note": "" });
        owner.post("report/send", other).await.refused(422, "report.note_missing");
        staff.post("setting/change", json!({ "name": "report.hide_at", "value": 20 })).await.ok();
        let first = house.person("12300000010").await;
        let second = house.person("12300000011").await;
        assert_eq!(first.post("report/send", report.clone()).await.ok()["hidden"], false);
        first.post("report/send", report.clone()).await.refused(409, "report.again");
        assert_eq!(timeline(&owner, &space).await[0], "拉人头啦");
        assert_eq!(second.post("report/send", report.clone()).await.ok()["hidden"], true);
        assert!(timeline(&owner, &space).await.is_empty());
        let cases = queue(&staff).await;
        assert_eq!((cases.len(), &cases[0]["reports"], &cases[0]["hidden"]), (1, &json!(2), &json!(true)));
        let case = id(&cases[0]["id"]);
        // Approved: it is back, and both are told that they were wrong; the next report weighs less.
        staff.post("review/approve", json!({ "cases": [case] })).await.ok();
        assert_eq!(timeline(&owner, &space).await[0], "拉人头啦");
        assert_eq!(first.get("report/mine").await.ok()["items"][0]["state"], "wrong");
        assert_eq!(house.events("report.answered").await.len(), 2);
        let again = id(&say(&member, &space, "又一条").await["post"]);
        first.post("report/send", json!({ "about": again, "reason": "abuse" })).await.ok();
        let case = id(&queue(&staff).await[0]["id"]);
        let shown = staff.get(&format!("review/show?case={case}")).await.ok();
        assert_eq!(shown["reports"][0]["weight"], 6);
        let figures = staff.get("report/statistics?days=30").await.ok();
        let pyramid =
            figures["reasons"].as_array().unwrap().iter().find(|r| r["reason"] == "pyramid").unwrap();
        assert_eq!((&pyramid["reports"], &pyramid["wrong"]), (&json!(2), &json!(2)));
        // A member can be reported too, and so many reports a day are enough.
        staff.post("setting/change", json!({ "name": "report.a_day", "value": 2 })).await.ok();
        let about = member.member().await;
        second.post("report/send", json!({ "about": about, "reason": "abuse" })).await.ok();
        second
            .post("report/send", json!({ "about": again, "reason": "abuse" }))
            .await
            .refused(429, "report.enough_today");
        let elsewhere = json!({ "about": space, "reason": "abuse" });
        owner.post("report/send", elsewhere).await.refused(422, "review.not_here");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_grow_are_public_in_the_space_and_every_act_can_be_undone() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let other = house.person("12300000010").await;
        let report = async |text: &str| {
            let post = id(&say(&member, &space, text).await["post"]);
            other.post("report/send", json!({ "about": post, "reason": "abuse" })).await.ok();
            id(&owner.get(&format!("review/queue?space={space}")).await.ok()["items"][0]["id"])
        };
        let case = report("骂人一").await;
        let hide = json!({ "cases": [case], "space": space, "reason": "骂人", "measure": { "kind": "warn" } });
        owner.post("review/hide", hide).await.ok();
        let case = report("骂人二").await;
        let shown = owner.get(&format!("review/show?case={case}")).await.ok();
        assert_eq!((&shown["upheld"], &shown["suggestion"]), (&json!(1), &json!({ "kind": "mute", "days": 1 })));
        let hide = json!({ "cases": [case], "space": space, "reason": "又骂人", "measure": { "kind": "mute", "days": 1 } });
        owner.post("review/hide", hide).await.ok();
        member
            .post("post/write", json!({ "space": space, "text": "我说" }))
            .await
            .refused(403, "space.silenced");
        let acts = member.get(&format!("space/acts?space={space}")).await.ok();
        let kinds: Vec<&str> =
            acts["items"].as_array().unwrap().iter().map(|a| a["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"post_hidden") && kinds.contains(&"silenced"), "{kinds:?}");
        let list = staff.get("sanction/repeated").await.ok();
        assert_eq!(list["items"][0]["upheld"], 2);
        // Undone: the words are back, the silence is lifted, the case waits again.
        owner.post("review/undo", json!({ "case": case, "reason": "看错了" })).await.ok();
        assert_eq!(timeline(&staff, &space).await[0], "骂人二");
        say(&member, &space, "谢谢").await;
        assert_eq!(queue(&staff).await.len(), 1);
        // An owner suspends nobody, and nobody decides about himself or about who runs the space.
        let suspend = json!({ "cases": [case], "space": space, "reason": "骂人", "measure": { "kind": "suspend", "days": 3 } });
        owner.post("review/hide", suspend).await.refused(403, "link.forbidden");
        let owners = id(&say(&owner, &space, "群主的话").await["post"]);
        other.post("report/send", json!({ "about": owners, "reason": "abuse" })).await.ok();
        let of_owner = queue(&staff).await.iter().find(|c| c["about"] == json!(owners)).unwrap()["id"].clone();
        let approve = json!({ "cases": [of_owner], "space": space });
        owner.post("review/approve", approve).await.refused(403, "review.own");
        staff.post("review/approve", json!({ "cases": [of_owner] })).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_member_sees_the_decision_appeals_and_nothing_else() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let who = member.member().await;
        let give = json!({ "member": who, "kind": "suspend", "days": 7, "reason": "发布传销内容" });
        owner.post("sanction/give", give.clone()).await.refused(403, "link.forbidden");
        let long = json!({ "member": who, "kind": "suspend", "days": 366, "reason": "发布传销内容" });
        staff.post("sanction/give", long).await.refused(422, "sanction.bad_days");
        let own = json!({ "member": staff.member().await, "kind": "warn", "reason": "自己" });
        staff.post("sanction/give", own).await.refused(409, "sanction.yourself");
        let colleague = house.staff("12300000020", Role::Operator).await;
        let staffed = json!({ "member": colleague.member().await, "kind": "suspend", "reason": "同事" });
        staff.post("sanction/give", staffed).await.refused(403, "sanction.staff");
        staff.post("sanction/give", give).await.ok();
        assert!(member.me().await.is_null(), "every session has ended");
        member.sign_in_again(&house, "12300000004").await;
        let me = member.me().await;
        assert_eq!(me["suspended"]["reason"], "发布传销内容");
        let words = json!({ "space": space, "text": "我回来了" });
        member.post("post/write", words.clone()).await.refused(403, "link.suspended");
        member.get("draft/list").await.refused(403, "link.suspended");
        member.get("privacy/mine").await.ok();
        let decisions = member.get("appeal/mine").await.ok();
        let about = decisions["items"][0]["about"].clone();
        assert_eq!(decisions["items"][0]["kind"], "suspend");
        let ask = json!({ "against": about, "text": "那是别人借我的手机发的" });
        owner.post("appeal/ask", ask.clone()).await.refused(404, "link.not_found");
        member
            .post("appeal/ask", json!({ "against": about, "text": "冤" }))
            .await
            .refused(422, "appeal.bad_text");
        let appeal = member.post("appeal/ask", ask.clone()).await.ok()["appeal"].clone();
        member.post("appeal/ask", ask).await.refused(409, "appeal.once");
        let uphold = json!({ "appeal": appeal, "uphold": true, "reason": "情况属实" });
        staff.post("appeal/decide", uphold.clone()).await.refused(403, "appeal.own_decision");
        colleague.post("appeal/decide", uphold).await.ok();
        member.post("post/write", words).await.ok();
        assert!(member.me().await["suspended"].is_null());
        let figures = staff.get("appeal/by_decider?days=28").await.ok();
        assert_eq!((&figures["items"][0]["appeals"], &figures["items"][0]["upheld"]), (&json!(1), &json!(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_ends_with_its_term_and_one_for_good_when_it_is_lifted() {
    on_every_engine(async |house| {
        let Set { staff, member, .. } = set_up(&house).await;
        let who = member.member().await;
        let give = json!({ "member": who, "kind": "suspend", "days": 1, "reason": "刷屏" });
        staff.post("sanction/give", give).await.ok();
        member.sign_in_again(&house, "12300000004").await;
        house.clock.advance(DAY - 10 * MINUTE);
        house.settle().await;
        assert!(!member.me().await["suspended"].is_null());
        house.clock.advance(10 * MINUTE);
        house.settle().await;
        assert!(member.me().await["suspended"].is_null());
        let give = json!({ "member": who, "kind": "suspend", "reason": "又刷屏" });
        let sanction = staff.post("sanction/give", give).await.ok()["sanction"].clone();
        member.sign_in_again(&house, "12300000004").await;
        assert!(member.me().await["suspended"]["until"].is_null());
        let lift = json!({ "sanction": sanction, "reason": "说清楚了" });
        staff.post("sanction/lift", lift.clone()).await.ok();
        staff.post("sanction/lift", lift).await.refused(409, "sanction.lifted");
        assert!(member.me().await["suspended"].is_null());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_of_owners_are_open_to_appeal_within_their_time_and_the_log_says_so() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let silence =
            json!({ "space": space, "member": member.member().await, "hours": 720, "reason": "不喜欢他" });
        owner.post("space/silence", silence.clone()).await.ok();
        let line = member.get(&format!("space/acts?space={space}")).await.ok()["items"][0]["id"].clone();
        let ask = json!({ "against": line, "text": "我只是问了一句价格" });
        let appeal = member.post("appeal/ask", ask).await.ok()["appeal"].clone();
        let decide = json!({ "appeal": appeal, "uphold": true, "reason": "没有违反章程" });
        owner.post("appeal/decide", decide.clone()).await.refused(403, "appeal.own_decision");
        member.post("appeal/decide", decide.clone()).await.refused(403, "link.forbidden");
        // Nobody answered in time: it is escalated, once.
        house.clock.advance(72 * HOUR - MINUTE);
        house.settle().await;
        assert_eq!(
            (house.events("appeal.reminded").await.len(), house.events("appeal.escalated").await.len()),
            (1, 0)
        );
        house.clock.advance(MINUTE);
        house.settle().await;
        house.settle().await;
        assert_eq!(house.events("appeal.escalated").await.len(), 1);
        assert_eq!(staff.get("appeal/list").await.ok()["items"][0]["overdue"], true);
        staff.post("appeal/decide", decide).await.ok();
        say(&member, &space, "谢谢复核").await;
        let acts = owner.get(&format!("space/acts?space={space}")).await.ok();
        assert_eq!(
            (&acts["items"][0]["kind"], &acts["items"][0]["reason"]),
            (&json!("appeal_upheld"), &json!("没有违反章程"))
        );
        // The fifteenth day is in time, the sixteenth is not.
        owner.post("space/silence", silence).await.ok();
        let line = member.get(&format!("space/acts?space={space}")).await.ok()["items"][0]["id"].clone();
        house.clock.advance(15 * DAY + 1);
        let late = json!({ "against": line, "text": "我只是问了一句价格" });
        member.sign_in_again(&house, "12300000004").await;
        member.post("appeal/ask", late).await.refused(409, "appeal.too_late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trust_rises_with_what_one_does_and_opens_the_way_past_review() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        let set = async |name: &str, value: i64| {
            staff.post("setting/change", json!({ "name": name, "value": value })).await.ok();
        };
        set("trust.days_1", 1).await;
        set("trust.posts_1", 2).await;
        set("gate.probation_days", 0).await;
        owner.post("review/set_mode", json!({ "space": space, "mode": "newcomers" })).await.ok();
        let mine = member.get("trust/mine").await.ok();
        assert_eq!(
            (&mine["level"], &mine["next"][1]),
            (&json!(0), &json!({ "of": "posts", "have": 0, "need": 2 }))
        );
        for n in 0..2 {
            assert_eq!(say(&member, &space, &format!("第{n}条")).await["held"], true);
            let case = id(&queue(&staff).await[0]["id"]);
            staff.post("review/approve", json!({ "cases": [case] })).await.ok();
            house.settle().await;
        }
        assert_eq!(member.get("trust/mine").await.ok()["level"], 1);
        assert_eq!(say(&member, &space, "第三条").await["held"], false);
        // An upheld case costs a level; an operator may lock one.
        let post = id(&say(&member, &space, "骂人").await["post"]);
        owner.post("report/send", json!({ "about": post, "reason": "abuse" })).await.ok();
        let case = id(&queue(&staff).await[0]["id"]);
        staff.post("review/hide", json!({ "cases": [case], "reason": "骂人" })).await.ok();
        assert_eq!(member.get("trust/mine").await.ok()["level"], 0);
        let who = member.member().await;
        let lock = json!({ "member": who, "level": 5, "reason": "老朋友" });
        staff.post("trust/lock", lock).await.refused(422, "trust.bad_level");
        let lock = json!({ "member": who, "level": 3, "reason": "老朋友" });
        owner.post("trust/lock", lock.clone()).await.refused(403, "link.forbidden");
        staff.post("trust/lock", lock).await.ok();
        let mine = member.get("trust/mine").await.ok();
        assert_eq!((&mine["level"], &mine["locked"]), (&json!(3), &json!("老朋友")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_nobody_decides_is_escalated_once() {
    on_every_engine(async |house| {
        let Set { owner, staff, member, space } = set_up(&house).await;
        owner.post("review/set_mode", json!({ "space": space, "mode": "links" })).await.ok();
        staff.post("setting/change", json!({ "name": "gate.probation_days", "value": 0 })).await.ok();
        assert_eq!(say(&member, &space, "没有链接").await["held"], false);
        assert_eq!(say(&member, &space, "看 https://a.example").await["held"], true);
        house.clock.advance(48 * HOUR - MINUTE);
        house.settle().await;
        assert_eq!(staff.get("review/waiting").await.ok(), json!({ "waiting": 1, "overdue": 0 }));
        house.clock.advance(MINUTE);
        house.settle().await;
        house.settle().await;
        assert_eq!(house.events("review.escalated").await.len(), 1);
        assert_eq!(staff.get("review/waiting").await.ok(), json!({ "waiting": 1, "overdue": 1 }));
    })
    .await;
}
