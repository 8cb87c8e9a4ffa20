//! Numbers that belong to people (V10): phones, identity cards, bank cards, and what follows a word like 账号.
//! Checksums keep ordinary numbers as they are: a date, a price or an order is no identity card.

/// A stretch of digits in a text, perhaps in groups.
struct Run {
    /// Places of its digits among the characters.
    at: Vec<usize>,
    digits: String,
}

/// Words that say a number is somebody's, as people write them in either language.
const LABELS: &[(&str, &str)] = &[
    ("账号", "account"),
    ("帐号", "acct"),
    ("賬號", "a/c"),
    ("账户", "iban"),
    ("卡号", "card no"),
    ("证件号", "id no"),
    ("微信", "wechat"),
    ("支付宝", "alipay"),
    ("企鹅号", "qq"),
    ("薇信", "vx"),
];

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// Stretches of digits with at most one space or dash between two of them; none inside a word.
fn runs(chars: &[char]) -> Vec<Run> {
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(c) = chars.get(i) {
        let inside = i.checked_sub(1).and_then(|b| chars.get(b)).is_some_and(|b| is_latin(*b));
        if digit(*c).is_none() || inside {
            i += 1;
            continue;
        }
        let mut run = Run { at: Vec::new(), digits: String::new() };
        while let Some(c) = chars.get(i) {
            let last_of_card = run.digits.len() == 17 && matches!(c, 'x' | 'X');
            if let Some(d) = digit(*c).or(last_of_card.then_some('X')) {
                run.at.push(i);
                run.digits.push(d);
            } else if !(matches!(c, ' ' | '-') && chars.get(i + 1).is_some_and(|n| digit(*n).is_some())) {
                break;
            }
            i += 1;
        }
        if !chars.get(i).is_some_and(|c| is_latin(*c)) {
            out.push(run);
        }
    }
    out
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_phone(digits: &str) -> Option<&str> {
    let number = if digits.len() == 13 { digits.strip_prefix("86")? } else { digits };
    let second = number.as_bytes().get(1)?;
    (number.len() == 11 && number.starts_with('1') && (b'3'..=b'9').contains(second)).then_some(number)
}

fn is_identity_card(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if digits.len() != 18 {
        return false;
    }
    let sum: u32 = digits.chars().zip(WEIGHTS).filter_map(|(c, w)| Some(c.to_digit(10)? * w)).sum();
    let wanted = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0));
    digits.chars().last() == wanted
}

fn is_bank_card(digits: &str) -> bool {
    let known = ["62", "4", "51", "52", "53", "54", "55", "35", "37"].iter().any(|p| digits.starts_with(p));
    if !(13..=19).contains(&digits.len()) || !known {
        return false;
    }
    let doubled = |d: u32| if d * 2 > 9 { d * 2 - 9 } else { d * 2 };
    let values = digits.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = values.enumerate().map(|(at, d)| if at % 2 == 1 { doubled(d) } else { d }).sum();
    sum.is_multiple_of(10)
}

fn is_labelled(chars: &[char], run: &Run) -> bool {
    let Some(first) = run.at.first() else { return false };
    let before: String = chars.iter().take(*first).skip(first.saturating_sub(8)).collect();
    let before = before.to_lowercase();
    (6..=20).contains(&run.digits.len())
        && LABELS.iter().any(|(zh, en)| before.contains(zh) || before.contains(en))
}

/// How many digits stay at either end; none when the number is nobody's.
fn shown(chars: &[char], run: &Run, own: &[String]) -> Option<(usize, usize)> {
    if let Some(phone) = is_phone(&run.digits) {
        return (!own.iter().any(|o| o == phone)).then_some((run.digits.len() - 8, 4));
    }
    if is_identity_card(&run.digits) {
        return Some((3, 2));
    }
    if is_bank_card(&run.digits) {
        return Some((4, 4));
    }
    is_labelled(chars, run).then_some((2, 2))
}

/// The phones that stand in a text, in digits alone.
#[must_use]
pub fn phones(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    runs(&chars).iter().filter_map(|r| is_phone(&r.digits).map(ToOwned::to_owned)).collect()
}

/// The text with the numbers of people masked, except phones of `own`; none when there is nothing to mask.
#[must_use]
pub fn masked(text: &str, own: &[String]) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let mut changed = false;
    for run in runs(&chars) {
        let Some((head, tail)) = shown(&chars, &run, own) else { continue };
        let hidden = run.at.len().saturating_sub(head + tail);
        for at in run.at.iter().skip(head).take(hidden) {
            if let Some(c) = chars.get_mut(*at) {
                *c = '*';
                changed = true;
            }
        }
    }
    changed.then(|| chars.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_of_others_are_masked_and_ones_own_stays() {
        assert_eq!(masked("打 13812345678 找我", &[]).as_deref(), Some("打 138****5678 找我"));
        assert_eq!(masked("+86 138-1234-5678", &[]).as_deref(), Some("+86 138-****-5678"));
        assert_eq!(masked("打 13812345678 找我", &["13812345678".into()]), None);
        assert_eq!(phones("13812345678 和 １３９００００１１１１"), ["13812345678", "13900001111"]);
    }

    #[test]
    fn cards_are_known_by_their_checksum() {
        assert_eq!(masked("11010519491231002X", &[]).as_deref(), Some("110*************2X"));
        assert_eq!(masked("110105194912310021", &[]), None);
        assert_eq!(masked("4111 1111 1111 1111", &[]).as_deref(), Some("4111 **** **** 1111"));
        assert_eq!(masked("4111 1111 1111 1112", &[]), None);
    }

    #[test]
    fn ordinary_numbers_stay_and_accounts_named_as_such_do_not() {
        for plain in ["2026-11-28 16:30", "订单 20261128001234", "¥1,234.50", "@psn_0123456789abc", "10086"]
        {
            assert_eq!(masked(plain, &[]), None, "{plain}");
        }
        assert_eq!(masked("QQ：123456789", &[]).as_deref(), Some("QQ：12*****89"));
    }
}
