//! Letters: notices whose time has come go out in one letter (reconciler `notification.mail`), and the digest
//! (reconciler `notification.digest`).
//!
//! Rules: what was read meanwhile is not written about; several notices make one letter; a digest without anything
//! to tell is not sent. The letter is written when it leaves, so that nothing of anybody waits in a job longer
//! than a carrier needs.

use super::{
    choice::{self, Choices, Every},
    quiet, sentence, state,
    views::told::{self, NoticeShown},
    way_out::{self, Ends},
};
use crate::{
    delivery::setup::{self, Setup},
    mail::{Letter, Line, Link, Part},
};
use std::sync::Arc;
use weilu_kernel::{
    Act, Tx,
    notice::{Away, Highlight},
    tenant,
};
use weilu_store::NewJob;
use weilu_vocabulary::{Actor, DAY, Failure, Lang, MemberId, PersonaId, Text, Time};

const SLICE: i64 = 20;
const LINES: i64 = 20;
const BEST: i64 = 5;

const GONE: Text = Text::new("一位已注销的成员", "somebody who left");
const NAMELESS: Text = Text::new("一位成员", "a member");

/// Sends what is due by mail.
pub(super) async fn mail(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::due_by_mail(tx, act.now, SLICE).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let setup = setup::load(tx).await?;
    for one in &due {
        match one.member {
            Some(member) => notices(tx, act, &setup, one.persona, member).await?,
            None => state::mailed(tx, one.persona, act.now).await?,
        }
    }
    Ok(due.len())
}

async fn notices(
    tx: &mut Tx,
    act: &Act,
    setup: &Setup,
    persona: PersonaId,
    member: MemberId,
) -> Result<(), Failure> {
    // His night may have begun since the letter was planned.
    if let Some(morning) = quiet::end_for(tx, Some(persona), act.now).await? {
        return Ok(state::put_off(tx, persona, act.now, morning)?);
    }
    let choices = choice::of_persona(tx, persona).await?;
    let rows = told::due_by_mail(tx, persona, act.now, LINES).await?;
    let address = state::person::mail_of(tx, member).await?;
    let shown = told::shown(tx, &reader(act, persona, member), rows).await?;
    let wanted: Vec<NoticeShown> = shown.into_iter().filter(|n| choices.mails(n.category)).collect();
    state::mailed(tx, persona, act.now).await?;
    let (Some(to), Some(first)) = (address, wanted.first()) else { return Ok(()) };
    let lang = choices.lang;
    let one = wanted.len() == 1;
    let subject = if one { said(first, lang) } else { several(wanted.len(), lang) };
    let letter = Letter {
        lead: if one { String::new() } else { subject.clone() },
        parts: vec![Part {
            title: word(lang, "新消息", "New for you"), lines: lines(&wanted, setup, lang)
        }],
        act: button(setup, lang),
        foot: word(
            lang,
            "你收到这封信，是因为在「消息设置」里打开了邮件通知。",
            "You get this letter because notices by mail are on in your message settings.",
        ),
        unsubscribe: way_out::make(tx, act, &setup.site, persona, Ends::Notices)?,
        list: Some("notices".to_owned()),
        subject,
        lang,
    };
    send(tx, act, &to, "notices", persona, &letter, &wanted)
}

/// Sends digests that are due.
pub(super) async fn digest(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let due = state::choice::due(tx, act.now, SLICE).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let setup = setup::load(tx).await?;
    let zone = tenant::zone(tx).await?;
    for one in &due {
        let choices = choice::read(&one.choices);
        let head = tx.log_head().await?;
        state::choice::move_digest(tx, one.persona, choices.digest.next(act.now, &zone), head)?;
        if let Some(member) = one.member.filter(|_| !setup.site.is_empty()) {
            one_digest(tx, act, &setup, &choices, (one.persona, member), one.digest_pos).await?;
        }
    }
    Ok(due.len())
}

async fn one_digest(
    tx: &mut Tx,
    act: &Act,
    setup: &Setup,
    choices: &Choices,
    (persona, member): (PersonaId, MemberId),
    after: i64,
) -> Result<(), Failure> {
    let Some(to) = state::person::mail_of(tx, member).await? else { return Ok(()) };
    let lang = choices.lang;
    let mut rows = Vec::new();
    for face in state::person::faces(tx, member).await? {
        rows.extend(told::unread_after(tx, face, after, LINES).await?);
    }
    told::newest_first(&mut rows);
    let unread = told::shown(tx, &reader(act, persona, member), rows).await?;
    let weekly = choices.digest.every == Every::Week;
    let since = act.now - if weekly { 7 * DAY } else { DAY };
    let best = highlights(tx, act, setup, &Away { member, since, most: BEST }, lang).await?;
    if unread.is_empty() && best.is_empty() {
        return Ok(());
    }
    let mut parts = Vec::new();
    if !unread.is_empty() {
        parts.push(Part {
            title: word(lang, "还没读的消息", "Not read yet"),
            lines: lines(&unread, setup, lang),
        });
    }
    parts.extend(best);
    let brand = &setup.brand;
    let letter = Letter {
        subject: if weekly {
            word(lang, &format!("{brand} · 这一周"), &format!("{brand} · this week"))
        } else {
            word(lang, &format!("{brand} · 今天"), &format!("{brand} · today"))
        },
        lead: word(lang, "你不在的时候，大家聊了这些。", "What people talked about while you were away."),
        parts,
        act: button(setup, lang),
        foot: word(
            lang,
            "这是你订阅的摘要邮件，由系统自动寄出，不用回复。",
            "This is the digest you subscribed to, sent by the house itself; no need to answer.",
        ),
        unsubscribe: way_out::make(tx, act, &setup.site, persona, Ends::Digest)?,
        list: Some("digest".to_owned()),
        lang,
    };
    send(tx, act, &to, "digest", persona, &letter, &unread)
}

/// The best of what he may read, each feature under its title.
async fn highlights(
    tx: &mut Tx,
    act: &Act,
    setup: &Setup,
    away: &Away,
    lang: Lang,
) -> Result<Vec<Part>, Failure> {
    let mut parts = Vec::new();
    for spec in act.app.features.iter().flat_map(|f| f.highlights) {
        let found = (spec.find)(tx, away).await?;
        let line = |h: Highlight| Line {
            text: h.title,
            quote: h.line.get(lang).to_owned(),
            to: absolute(&setup.site, &h.path),
        };
        let lines: Vec<Line> = found.into_iter().map(line).collect();
        if !lines.is_empty() {
            parts.push(Part { title: Text::from(spec.title).get(lang).to_owned(), lines });
        }
    }
    Ok(parts)
}

fn send(
    tx: &mut Tx,
    act: &Act,
    to: &str,
    kind: &'static str,
    persona: PersonaId,
    letter: &Letter,
    about: &[NoticeShown],
) -> Result<(), Failure> {
    let faces: Vec<PersonaId> = about.iter().filter_map(|n| n.face).collect();
    let payload = serde_json::json!({
        "to": to, "template": kind, "lang": letter.lang.code(), "persona": persona, "letter": letter, "about": faces,
    });
    // The key names no address: keys outlive jobs.
    let key = format!("{kind}:{persona}:{}", act.now.0);
    Ok(tx.enqueue(act, NewJob { kind: "mail.send", key, payload, run_at: act.now })?)
}

/// The person as a reader of his own notices.
fn reader(act: &Act, persona: PersonaId, member: MemberId) -> Arc<Act> {
    let mut reader = act.again();
    reader.ctx.actor = Actor { persona: Some(persona), member: Some(member), ..Actor::default() };
    Arc::new(reader)
}

fn word(lang: Lang, zh: &str, en: &str) -> String {
    Text::owned(zh, en).get(lang).to_owned()
}

fn several(n: usize, lang: Lang) -> String {
    word(lang, &format!("你有 {n} 条新消息"), &format!("{n} new messages for you"))
}

/// The sentence with the name in its place.
fn said(notice: &NoticeShown, lang: Lang) -> String {
    let name = match &notice.actor {
        Some(actor) if !actor.name.is_empty() => Text::owned(actor.name.clone(), actor.name.clone()),
        Some(actor) if actor.id.is_none() => GONE,
        _ => NAMELESS,
    };
    sentence::put(&notice.text, "actor", &name).get(lang).to_owned()
}

fn lines(notices: &[NoticeShown], setup: &Setup, lang: Lang) -> Vec<Line> {
    let line = |n: &NoticeShown| Line {
        text: said(n, lang),
        quote: n.quote.clone().unwrap_or_default(),
        to: absolute(&setup.site, &n.to),
    };
    notices.iter().map(line).collect()
}

fn absolute(site: &str, path: &str) -> String {
    if site.is_empty() || path.is_empty() { String::new() } else { format!("{site}{path}") }
}

fn button(setup: &Setup, lang: Lang) -> Option<Link> {
    let to = absolute(&setup.site, "/messages");
    (!to.is_empty()).then(|| Link { label: word(lang, "打开消息中心", "Open my messages"), to })
}

/// Forgets notices and ways out that are older than `keep_days`.
pub(super) async fn forget(tx: &mut Tx, act: &Act, keep_days: i64) -> Result<usize, Failure> {
    let before: Time = act.now - keep_days.max(1) * DAY;
    let gone = state::forget(tx, before).await?;
    state::way_out::forget(tx, before).await?;
    Ok(usize::try_from(gone).unwrap_or(0))
}
