//! What villagers say in chats on the last days: a busy group, two old friends, and a question to the host; and one
//! line that somebody points at.

use super::{Village, order::stranger};
use crate::world::Villager;
use serde_json::json;
use weilu_vocabulary::{ChatId, Failure, Id, MINUTE, Outcome, SpaceId};

/// A plate of tea pastries.
const PASTRIES: &[u8] = include_bytes!("picture/pastries.jpg");
/// A bowl of tea at the window.
const BOWL: &[u8] = include_bytes!("picture/bowl.jpg");

/// What is shown with a line.
const SHOWN: &[(&str, &[u8])] = &[
    ("东岸店靠窗那桌空着，谁来？", BOWL),
    ("茶酥烤多了，带一盒过去，见者有份。", PASTRIES),
    ("昨晚烤的，没有糊。", PASTRIES),
];

/// A line that is no talk but an advert: said by somebody who is no part of the cast, and pointed at.
const ADVERT: &str = "代抢车票，比柜台便宜，先付款后出票，名额不多。";

/// Who says what in the chat of the first space, nobody for somebody of the space; a number is the line that is quoted.
const GROUP: &[(i64, &str, &str, Option<usize>)] = &[
    (88, "秦月明", "周六「围炉」还有六个座，想来的在这里说一声。", None),
    (88, "满妈", "我和孩子奶奶，两个。", Some(0)),
    (88, "老周", "算我一个，带上我妈那只搪瓷缸。", Some(0)),
    (88, "大圆", "周六加班 😢 下回一定", None),
    (89, "阿桃", "早。今天水温八十五度，刚刚好 🍵", None),
    (89, "小赵", "东岸店靠窗那桌空着，谁来？", None),
    (89, "乔乔", "我！半小时到", Some(5)),
    (89, "", ADVERT, None),
    (89, "满妈", "茶酥烤多了，带一盒过去，见者有份。", None),
    (89, "阿桃", "👍", None),
    (89, "老周", "泡法可以看这里 https://example.com/tea ，讲得清楚。", None),
];

/// Who says what to whom.
const PAIRS: &[(i64, &str, &str, &str)] = &[
    (88, "阿桃", "满妈", "满妈，茶酥的方子能给我一份吗？"),
    (88, "满妈", "阿桃", "黄油软化别化开，面团冷藏半小时再烤，温度低十度。"),
    (89, "阿桃", "满妈", "记下了，今晚就试。"),
    (89, "满妈", "阿桃", "糊了也拍给我看看 😄"),
    (89, "阿桃", "满妈", "昨晚烤的，没有糊。"),
    (89, "小赵", "阿桃", "阿桃，周六我开车，要不要捎你？"),
    (89, "秦月明", "阿桃", "周六的开场还是你来说两句吧，三分钟就好。"),
];

impl Village {
    /// What is said in chats on the morning of a day.
    pub(super) async fn chat(&mut self, day: i64) -> Result<(), Failure> {
        let Some(space) = self.spots.first().and_then(|s| s.id.parse::<SpaceId>().ok()) else {
            return Ok(());
        };
        let group = ChatId::from_raw(space.raw()).to_string();
        let mut said: Vec<Option<String>> = Vec::new();
        for (on, name, text, quote) in GROUP {
            if *on != day {
                said.push(None);
                continue;
            }
            let who = if name.is_empty() { stranger(self, 0) } else { Some(self.named(name)?) };
            let Some(who) = who else {
                said.push(None);
                continue;
            };
            self.enter(0, who).await?;
            let quoted = quote.and_then(|at| said.get(at).cloned().flatten());
            said.push(self.line(who, &group, text, quoted).await?);
            if let (&ADVERT, Some(Some(message))) = (text, said.last()) {
                let report = json!({ "about": message, "reason": "advert", "note": "先付款的不要信" });
                self.must(self.named("老周")?, "report.send", report).await?;
            }
        }
        for (_, from, to, text) in PAIRS.iter().filter(|line| line.0 == day) {
            let (from, to) = (self.named(from)?, self.named(to)?);
            let opened = self.try_act(from, "chat.open", json!({ "member": to.member })).await?;
            let Some(chat) = opened.and_then(|o| Some(o.get("chat")?.as_str()?.to_owned())) else { continue };
            self.line(from, &chat, text, None).await?;
        }
        Ok(())
    }

    async fn line(
        &mut self,
        who: Villager,
        chat: &str,
        text: &str,
        quote: Option<String>,
    ) -> Outcome<Option<String>> {
        self.world.clock.advance(2 * MINUTE);
        let mut files = Vec::new();
        for (_, picture) in SHOWN.iter().filter(|(line, _)| *line == text) {
            files.push(self.world.send_picture(who, picture).await?);
        }
        let line = json!({ "chat": chat, "text": text, "quote": quote, "files": files });
        let sent = self.try_act(who, "chat.send", line).await?;
        Ok(sent.and_then(|s| Some(s.get("message")?.as_str()?.to_owned())))
    }
}
