//! What carriers check before they take a message. Pure, so that the console can say beforehand what will happen.

use super::{Sms, SmsRefused};
use weilu_vocabulary::{DAY, HOUR, MINUTE, Text, Time};

/// Characters that fit into a message of one part.
pub const PART: usize = 70;
/// Characters of each part when there are several.
pub const PART_OF_MANY: usize = 67;
/// Parts a carrier takes at most.
const PARTS_MAX: i64 = 8;
/// Characters a value may have.
const VALUE_MAX: usize = 35;
/// What no carrier lets through, whoever sends it.
const BANNED: &[(&str, &str)] = &[
    ("赌博", "gambling"),
    ("博彩", "betting"),
    ("贷款", "loan offer"),
    ("代开发票", "invoices made"),
    ("发票代开", "invoice service"),
    ("套现", "cash out"),
    ("刷单", "fake orders"),
    ("裸聊", "nude chat"),
    ("加微信领", "add me and collect"),
];

/// How many parts a text is cut into; carriers count UTF-16 units.
#[must_use]
pub fn parts(text: &str) -> i64 {
    let units = text.encode_utf16().count();
    let parts = if units <= PART { 1 } else { units.div_ceil(PART_OF_MANY) };
    i64::try_from(parts).unwrap_or(i64::MAX)
}

fn refused(code: &'static str, words: Text, advice: Text) -> SmsRefused {
    SmsRefused { code, words, advice }
}

/// Whether a carrier approves a template with its places.
///
/// # Errors
/// What it says otherwise.
pub fn approve(template: &str) -> Result<(), SmsRefused> {
    let no = |zh: &'static str, en: &'static str| {
        Err(refused(
            "isv.SMS_TEMPLATE_ILLEGAL",
            Text::new(zh, en),
            Text::new(
                "改一改模板的文字，再报备一次。",
                "Change the text of the template and submit it again.",
            ),
        ))
    };
    if template.contains(['【', '】']) {
        return no("模板里不能再写签名。", "The template may not hold a signature of its own.");
    }
    if template.contains("://") || template.contains("www.") {
        return no("模板里的链接要先备案。", "A link in a template must be registered first.");
    }
    if let Some((word, _)) =
        BANNED.iter().find(|(zh, en)| template.contains(zh) || template.to_lowercase().contains(en))
    {
        tracing::debug!(word, "a template holds a banned word");
        return no("模板里有运营商不收的词。", "The template holds a word that carriers refuse.");
    }
    Ok(())
}

/// Whether a carrier takes a message, as far as its text goes; answers its parts.
///
/// # Errors
/// What it says otherwise.
pub fn inspect(sms: &Sms) -> Result<i64, SmsRefused> {
    let length = sms.signature.chars().count();
    if !(2..=12).contains(&length) || sms.signature.contains(['【', '】', ' ']) {
        return Err(refused(
            "isv.SMS_SIGNATURE_ILLEGAL",
            Text::new("签名不合规：要 2 到 12 个字。", "The signature must have 2 to 12 characters."),
            Text::new(
                "到「邮件与短信」把签名改成品牌或公司的简称。",
                "Set the signature to the short name of brand or company under Mail and SMS.",
            ),
        ));
    }
    if let Some(value) = sms.values.iter().find(|value| !is_fit(value)) {
        tracing::debug!(length = value.chars().count(), "a value does not fit");
        return Err(refused(
            "isv.INVALID_PARAMETERS",
            Text::new(
                "变量不合规：太长，或夹带了链接和号码。",
                "A value is too long or carries a link or number.",
            ),
            Text::new("把这一项写短，链接放到页面里。", "Shorten it and put links on a page."),
        ));
    }
    let arrives = sms.arrives();
    if let Some((word, _)) =
        BANNED.iter().find(|(zh, en)| arrives.contains(zh) || arrives.to_lowercase().contains(en))
    {
        tracing::debug!(word, "a message holds a banned word");
        return Err(refused(
            "isv.BLACK_KEY_CONTROL_LIMIT",
            Text::new("内容触发了运营商的词库。", "The text holds a word that carriers refuse."),
            Text::new("换个说法再发。", "Say it differently."),
        ));
    }
    let parts = parts(&arrives);
    if parts > PARTS_MAX {
        return Err(refused(
            "isv.PARAM_LENGTH_LIMIT",
            Text::new("短信太长了。", "The message is too long."),
            Text::new("写短一些，详情放到页面里。", "Shorten it and put details on a page."),
        ));
    }
    Ok(parts)
}

/// A value may be short words, a masked address, a code; no link, no long number.
fn is_fit(value: &str) -> bool {
    let longest = value.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    value.chars().count() <= VALUE_MAX && !value.contains("://") && longest < 8
}

/// Whether one number got too much: `earlier` are the times of what it got, in any order.
///
/// # Errors
/// What the carrier says then.
pub fn too_often(earlier: &[Time], now: Time) -> Result<(), SmsRefused> {
    let since = |span: i64| earlier.iter().filter(|at| now.since(**at) < span).count();
    let no = |zh: &'static str, en: &'static str, wait_zh: &'static str, wait_en: &'static str| {
        Err(refused("isv.BUSINESS_LIMIT_CONTROL", Text::new(zh, en), Text::new(wait_zh, wait_en)))
    };
    if since(MINUTE) >= 1 {
        return no(
            "触发分钟级流控：一分钟一条。",
            "One message a minute to one number.",
            "等一分钟再发。",
            "Wait a minute.",
        );
    }
    if since(HOUR) >= 5 {
        return no(
            "触发小时级流控：一小时五条。",
            "Five messages an hour to one number.",
            "过一小时再发。",
            "Wait an hour.",
        );
    }
    if since(DAY) >= 10 {
        return no(
            "触发天级流控：一天十条。",
            "Ten messages a day to one number.",
            "明天再发。",
            "Wait until tomorrow.",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{JobId, SECOND, TenantId};

    fn sms(signature: &str, text: &str, value: &str) -> Sms {
        Sms {
            tenant: TenantId::new(1),
            job: JobId::new(1),
            to: "12300000001".into(),
            signature: signature.into(),
            template: "one_time_code".into(),
            values: vec![value.into()],
            text: text.into(),
        }
    }

    #[test]
    fn seventy_characters_are_one_part_and_one_more_are_two() {
        assert_eq!(parts(&"茶".repeat(70)), 1);
        assert_eq!(parts(&"茶".repeat(71)), 2);
        assert_eq!(parts(&"茶".repeat(134)), 2);
        assert_eq!(parts(&"茶".repeat(135)), 3);
        // One picture character counts twice.
        assert_eq!(parts(&"🍵".repeat(35)), 1);
        assert_eq!(parts(&"🍵".repeat(36)), 2);
    }

    #[test]
    fn a_signature_has_two_to_twelve_characters() {
        assert!(inspect(&sms("茶事", "水开了", "1")).is_ok());
        assert!(inspect(&sms(&"茶".repeat(12), "水开了", "1")).is_ok());
        for wrong in ["茶", "", &"茶".repeat(13), "【茶事】"] {
            assert_eq!(inspect(&sms(wrong, "水开了", "1")).unwrap_err().code, "isv.SMS_SIGNATURE_ILLEGAL");
        }
    }

    #[test]
    fn values_are_short_and_carry_neither_links_nor_numbers() {
        for fit in ["123456", "138****1234", "a***@tea.example", &"茶".repeat(35)] {
            assert!(inspect(&sms("茶事", "水开了", fit)).is_ok(), "{fit}");
        }
        for wrong in ["https://a.example", "13800001111", &"茶".repeat(36)] {
            assert_eq!(inspect(&sms("茶事", "水开了", wrong)).unwrap_err().code, "isv.INVALID_PARAMETERS");
        }
        assert_eq!(inspect(&sms("茶事", "低息贷款", "1")).unwrap_err().code, "isv.BLACK_KEY_CONTROL_LIMIT");
    }

    #[test]
    fn a_template_holds_no_signature_no_link_and_no_banned_word() {
        assert!(approve("验证码 {code}，{minutes} 分钟内有效。").is_ok());
        for wrong in ["【别家】你好", "看 https://a.example", "低息贷款 {n}"] {
            assert_eq!(approve(wrong).unwrap_err().code, "isv.SMS_TEMPLATE_ILLEGAL", "{wrong}");
        }
    }

    #[test]
    fn one_a_minute_five_an_hour_ten_a_day() {
        let now = Time(1_795_000_000_000_000);
        assert!(too_often(&[now - MINUTE], now).is_ok());
        assert!(too_often(&[now - MINUTE + SECOND], now).is_err());
        let spread = |n: i64, from: i64, step: i64| (0..n).map(|i| now - from - i * step).collect::<Vec<_>>();
        assert!(too_often(&spread(4, 2 * MINUTE, MINUTE), now).is_ok());
        assert!(too_often(&spread(5, 2 * MINUTE, MINUTE), now).is_err());
        assert!(too_often(&spread(9, 2 * HOUR, HOUR), now).is_ok());
        assert!(too_often(&spread(10, 2 * HOUR, HOUR), now).is_err());
        assert!(too_often(&[now - HOUR; 5], now).is_ok());
        assert!(too_often(&[now - DAY; 10], now).is_ok());
    }
}
