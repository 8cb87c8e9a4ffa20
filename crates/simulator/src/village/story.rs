//! The dated acts of the story.

use super::{Spot, Village, places::PLACES};
use crate::world::Villager;
use serde_json::{Value as Json, json};
use weilu_vocabulary::{Failure, MINUTE, Outcome};

/// What happens on the morning of a day, in order.
pub(super) async fn morning(village: &mut Village, day: i64) -> Result<(), Failure> {
    for place in PLACES.iter().filter(|p| p.day == day) {
        open(village, place).await?;
    }
    match day {
        5 => topic(village).await,
        10 => gate_keeps_out(village).await,
        28 => gripe(village).await,
        45 => new_lid(village).await,
        54 => lecture(village).await,
        87 => news(village).await,
        88 => saying(village).await,
        _ => Ok(()),
    }
}

fn text_of(answer: Option<&Json>, field: &str) -> Option<String> {
    Some(answer?.get(field)?.as_str()?.to_owned())
}

async fn open(village: &mut Village, place: &'static super::places::Place) -> Result<(), Failure> {
    let host = village.named("秦月明")?;
    let owner = village.named(place.owner)?;
    let draft = json!({ "kind": place.kind, "name": place.name, "open_to_read": place.open_to_read });
    let Some(id) = text_of(village.must(host, "space.draft", draft).await?.as_ref(), "space") else {
        return Ok(());
    };
    village.must(host, "space.write_charter", json!({ "space": id, "charter": place.charter() })).await?;
    village.must(host, "gate.set", json!({ "space": id, "rule": { "kind": "all", "of": [] } })).await?;
    village.must(host, "space.publish", json!({ "space": id })).await?;
    if owner.persona != host.persona {
        village.must(owner, "space.join", json!({ "space": id })).await?;
        let transfer = json!({ "space": id, "member": owner.member });
        village.must(host, "space.transfer", transfer).await?;
    }
    village.world.clock.advance(MINUTE);
    village.spots.push(Spot { id, place, members: vec![owner], posts: Vec::new(), notice: None });
    announce(village, place.name, place.notice).await
}

/// A notice on top of a space, by who runs it.
async fn announce(village: &mut Village, space: &str, text: &str) -> Result<(), Failure> {
    let Some(at) = village.spot(space) else { return Ok(()) };
    let Some(spot) = village.spots.get(at).cloned() else { return Ok(()) };
    let owner = village.named(spot.place.owner)?;
    let notice = json!({ "space": spot.id, "text": text });
    let published = village.must(owner, "announcement.publish", notice).await?;
    if let Some(spot) = village.spots.get_mut(at) {
        spot.notice = text_of(published.as_ref(), "announcement");
    }
    Ok(())
}

impl Village {
    pub(super) fn spot(&self, name: &str) -> Option<usize> {
        self.spots.iter().position(|s| s.place.name == name)
    }

    /// Lets somebody in if he is not, and says something there.
    pub(super) async fn say(&mut self, name: &str, space: &str, input: Json) -> Outcome<Option<String>> {
        let Some(at) = self.spot(space) else { return Ok(None) };
        let who = self.named(name)?;
        self.enter(at, who).await?;
        let Some(id) = self.spots.get(at).map(|s| s.id.clone()) else { return Ok(None) };
        let mut input = input;
        if let Some(fields) = input.as_object_mut() {
            fields.insert("space".into(), id.into());
        }
        self.world.clock.advance(2 * MINUTE);
        let written = self.must(who, "post.write", input).await?;
        let post = text_of(written.as_ref(), "post");
        if let (Some(post), Some(spot)) = (&post, self.spots.get_mut(at)) {
            spot.posts.push((post.clone(), who));
        }
        Ok(post)
    }

    /// Goes into a space; being in already is fine.
    pub(super) async fn enter(&mut self, at: usize, who: Villager) -> Outcome<bool> {
        let Some(spot) = self.spots.get(at) else { return Ok(false) };
        if spot.members.iter().any(|m| m.persona == who.persona) {
            return Ok(true);
        }
        let joined = self.try_act(who, "space.join", json!({ "space": spot.id })).await?;
        if joined.is_some()
            && let Some(spot) = self.spots.get_mut(at)
        {
            spot.members.push(who);
        }
        Ok(joined.is_some())
    }
}

/// D5: the first topic; people show their first cup.
async fn topic(village: &mut Village) -> Result<(), Failure> {
    let text = "第一次话题：你家第一只茶杯。说说它从哪儿来的，缺了口也算。 #第一只茶杯";
    let Some(post) = village.say("阿桃", "雾溪茶友会", json!({ "text": text })).await? else {
        return Ok(());
    };
    village.pin(village.named("秦月明")?, &post).await?;
    for (name, reply) in [
        ("满妈", "我结婚那年买的一对，现在剩一只，另一只是小满摔的。"),
        ("老周", "厂里发的搪瓷缸，印着「先进」，磕了三处。"),
        ("雾里", "奶奶的。她走以后我才学会喝茶。"),
        ("大圆", "我的是赠品，但它陪我换了四份工作。"),
    ] {
        village.say(name, "雾溪茶友会", json!({ "text": reply, "reply_to": post })).await?;
    }
    Ok(())
}

/// D10: the advert poster is refused at the gate, with the reason.
async fn gate_keeps_out(village: &mut Village) -> Result<(), Failure> {
    let who = village.named("速富君")?;
    let Some(id) = village.spots.first().map(|s| s.id.clone()) else { return Ok(()) };
    for words in ["加我微信，日入过万，发展下线有返点", "招代理，拉三个人头就回本"]
    {
        let ask = json!({ "space": id, "note": words });
        village.try_act(who, "application.ask", ask).await?;
    }
    Ok(())
}

const LID: &str =
    "茶罐盖子太紧，我妈拧不开。她手上没什么劲，每次都要等我回家。罐子是上个月买的那款圆的。 #茶罐#";

/// D28: a complaint that becomes a better lid.
async fn gripe(village: &mut Village) -> Result<(), Failure> {
    let input = json!({ "title": "茶罐盖子太紧，我妈拧不开", "text": LID });
    let Some(post) = village.say("老周", "吐槽与点子", input).await? else { return Ok(()) };
    for (name, reply) in [
        ("罗半山", "收到，确认是圆罐那一批。我今天去车间看公差，明天在这里回大家。"),
        ("吴姨", "我也是，我用橡皮筋绕着拧的。"),
        ("满妈", "我也是。孩子奶奶也拧不开。"),
        ("盐罐", "我也是，热水冲一下盖子能开，但不是长久的办法。"),
        ("罗半山", "原因找到了：内圈公差小了零点三毫米。三个方案，想请十二位试用，愿意的在下面说一声。"),
        ("老周", "算我一个，给我妈试。"),
    ] {
        village.say(name, "吐槽与点子", json!({ "text": reply, "reply_to": post })).await?;
    }
    Ok(())
}

/// D45: the new lid is there.
async fn new_lid(village: &mut Village) -> Result<(), Failure> {
    let text =
        "新盖子今天上线。老罐子可以拿来店里换盖，不收钱。谢谢 @老周，也谢谢说「我也是」的各位。 #茶罐#";
    let input =
        json!({ "title": "新盖子今天上线", "text": text, "mentions": [village.named("老周")?.member] });
    let Some(post) = village.say("罗半山", "吐槽与点子", input).await? else { return Ok(()) };
    village.pin(village.named("罗半山")?, &post).await?;
    village
        .say("老周", "吐槽与点子", json!({ "text": "我妈一只手拧开了。已解决。", "reply_to": post }))
        .await?;
    Ok(())
}

/// D54: a leader's lecture is announced.
async fn lecture(village: &mut Village) -> Result<(), Failure> {
    let text = "明晚八点，讲「老白茶怎么看年份」。带一泡自己的茶来，不管好坏。（我在社里领讲课津贴，茶是自己的。） #老白茶# #看年份#";
    let input = json!({ "title": "老白茶怎么看年份", "text": text });
    let Some(post) = village.say("老梁", "老白茶研习社", input).await? else { return Ok(()) };
    village.pin(village.named("老梁")?, &post).await
}

/// D87: what is new on top of two spaces; not everybody has read it yet.
async fn news(village: &mut Village) -> Result<(), Failure> {
    announce(village, "雾溪茶友会", "周六围炉改到六点开门，九点半散；第一次来的找乔乔领座。").await?;
    announce(village, "大学城冷泡社", "考试周每晚有人送冷泡到图书馆门口，时间正在投票，去投一票。").await?;
    village.confirm_some().await
}

/// D88: the line that stays.
async fn saying(village: &mut Village) -> Result<(), Failure> {
    village.say("满妈", "雾溪茶友会", json!({ "text": "茶凉了就再添，人散了就再叫。 #好句子#" })).await?;
    Ok(())
}
