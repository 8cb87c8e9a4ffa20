//! Whether somebody may write to somebody else (V23): the decision, without the database.
//!
//! Who answers writes freely. Who writes first to a stranger does it a few times a day, waits after a few lines,
//! and is no newcomer; pictures and files wait for the answer. A block and a "no" sound the same to the one they keep away.

use super::{
    APPROACH, STRANGERS_A_DAY, UNANSWERED_MOST,
    state::{self, ChatRow, member::Seat},
};
use crate::{block, follow, gate};
use weilu_kernel::{Act, Place, Tx, Verdict};
use weilu_people::member::state::load;
use weilu_vocabulary::{DAY, MemberId, Outcome, refusals};

refusals! {
    /// Why a message does not go out to somebody.
    pub enum ApproachRefusal {
        /// The other is erased.
        Gone => 409 "chat.gone" "对方已注销账号，只能看以前的消息了。" "They have left for good; only what was said before can be read.";
        /// The actor's own block.
        YouBlocked => 409 "chat.you_blocked" "你拉黑了对方，解除后可以接着聊。" "You have blocked this person; lift the block to go on.";
        /// A block or a "no" of the other: it must sound like chance.
        NotNow => 409 "chat.not_now" "对方现在不方便收消息，先放一放吧。" "They cannot take messages just now; let it rest for a while.";
        /// New here.
        Newcomer { days: i64 } => 403 "chat.newcomer" "新朋友来满 {days} 天后可以主动私聊，先在群里和大家认识一下吧。" "After {days} days here you may write to people first; until then, meet them in the groups.";
        /// Enough for today.
        EnoughStrangers { most: i64 } => 429 "chat.enough_strangers" "一天最多主动联系 {most} 位新朋友，明天再来认识别人吧。" "You may write to {most} new people a day; meet others tomorrow.";
        /// Files to somebody who has not answered.
        WordsFirst => 409 "chat.words_first" "对方回复后就能发图片和文件了，先用文字打个招呼吧。" "Once they answer, pictures and files may follow; say hello in words first.";
        /// The other has not answered.
        WaitForAnswer { most: i64 } => 409 "chat.wait_for_answer" "已经发了 {most} 条，对方回复后可以继续。" "You have sent {most}; you may go on once they answer.";
    }
}

/// What is known when somebody is about to write to somebody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Approach {
    /// The other is erased.
    pub gone: bool,
    /// What stands between them.
    pub blocks: block::Between,
    /// The other does not want to talk.
    pub declined: bool,
    /// They follow one another, or writing to people is the actor's work.
    pub freely: bool,
    /// The other has said something, or wrote first.
    pub answered: bool,
    /// There are files on what is sent.
    pub carries: bool,
    /// How many lines the actor has sent so far.
    pub sent: i64,
    /// The actor is new, for so many days.
    pub newcomer: Option<i64>,
    /// How many strangers he wrote to in the last day.
    pub strangers: i64,
    /// How many he may.
    pub strangers_most: i64,
    /// How many lines wait for an answer at most.
    pub unanswered_most: i64,
}

/// Decides it.
pub(super) fn decide(a: &Approach) -> Result<(), ApproachRefusal> {
    if a.gone {
        return Err(ApproachRefusal::Gone);
    }
    if a.blocks.by_me {
        return Err(ApproachRefusal::YouBlocked);
    }
    if a.blocks.by_them || a.declined {
        return Err(ApproachRefusal::NotNow);
    }
    if a.answered || a.freely {
        return Ok(());
    }
    if a.sent >= a.unanswered_most {
        return Err(ApproachRefusal::WaitForAnswer { most: a.unanswered_most });
    }
    match a.newcomer {
        Some(days) if a.sent == 0 => Err(ApproachRefusal::Newcomer { days }),
        _ if a.sent == 0 && a.strangers >= a.strangers_most => {
            Err(ApproachRefusal::EnoughStrangers { most: a.strangers_most })
        }
        // What somebody unknown sends to be looked at is seen before it can be declined.
        _ if a.carries => Err(ApproachRefusal::WordsFirst),
        _ => Ok(()),
    }
}

/// What two people have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// They are in a space together.
    pub shared: bool,
    /// The actor is new to the other, for so many days.
    pub newcomer: Option<i64>,
}

/// What the actor and somebody else have in common. Who shares a space with the other is new as long as he is on
/// probation in each of those; who shares none is new in his first days with the brand.
pub(super) async fn common(tx: &mut Tx, act: &Act, me: MemberId, other: MemberId) -> Outcome<Common> {
    let days = gate::PROBATION_DAYS.get(tx).await?;
    let spaces = state::member::shared_spaces(tx, me, other).await?;
    let mut fresh =
        spaces.is_empty() && load(tx, me).await?.is_some_and(|m| act.now < m.created_at + days * DAY);
    if !spaces.is_empty() {
        fresh = true;
        for (space, persona) in &spaces {
            fresh = fresh && gate::probation(tx, *persona, *space, act.now).await?.is_some();
        }
    }
    Ok(Common { shared: !spaces.is_empty(), newcomer: fresh.then_some(days) })
}

/// Looks up what [`decide`] wants to know about the actor and the other of a chat between two.
pub(super) async fn look(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    (me, other): (MemberId, &Seat),
    carries: bool,
) -> Outcome<Approach> {
    let blocks = block::between(tx, act, other.persona).await?;
    let mine = match chat.opened_by {
        Some(persona) => act.app.grants.is_me(tx, act, persona).await?,
        None => true,
    };
    let known = load(tx, other.member).await?;
    let mut approach = Approach {
        gone: known.is_none_or(|m| m.state == "erased"),
        blocks,
        declined: other.declined,
        answered: !mine || chat.answered_at.is_some(),
        sent: chat.messages,
        carries,
        ..Approach::default()
    };
    let settled = approach.gone || approach.blocks.any() || approach.declined || approach.answered;
    if settled {
        return Ok(approach);
    }
    approach.freely = follow::are_friends(tx, me, other.persona).await?
        || act.app.grants.may(tx, act, &APPROACH, Place::default()).await? == Verdict::Yes;
    approach.newcomer = common(tx, act, me, other.member).await?.newcomer;
    approach.strangers = state::strangers_since(tx, me, act.now - DAY).await?;
    approach.strangers_most = STRANGERS_A_DAY.get(tx).await?;
    approach.unanswered_most = UNANSWERED_MOST.get(tx).await?;
    Ok(approach)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Approach = Approach {
        gone: false,
        blocks: block::Between { by_me: false, by_them: false },
        declined: false,
        freely: false,
        answered: false,
        carries: false,
        sent: 0,
        newcomer: None,
        strangers: 4,
        strangers_most: 5,
        unanswered_most: 3,
    };

    #[test]
    fn the_fifth_stranger_of_a_day_is_greeted_and_the_sixth_is_not() {
        assert_eq!(decide(&FIRST), Ok(()));
        let sixth = Approach { strangers: 5, ..FIRST };
        assert_eq!(decide(&sixth), Err(ApproachRefusal::EnoughStrangers { most: 5 }));
        assert_eq!(decide(&Approach { freely: true, ..sixth }), Ok(()));
        assert_eq!(decide(&Approach { sent: 1, ..sixth }), Ok(()), "a chat that was begun goes on");
    }

    #[test]
    fn three_lines_wait_for_an_answer() {
        assert_eq!(decide(&Approach { sent: 2, ..FIRST }), Ok(()));
        let fourth = Approach { sent: 3, ..FIRST };
        assert_eq!(decide(&fourth), Err(ApproachRefusal::WaitForAnswer { most: 3 }));
        assert_eq!(decide(&Approach { answered: true, ..fourth }), Ok(()));
    }

    #[test]
    fn pictures_wait_for_an_answer_or_for_friends() {
        let picture = Approach { carries: true, ..FIRST };
        assert_eq!(decide(&picture), Err(ApproachRefusal::WordsFirst));
        assert_eq!(decide(&Approach { sent: 2, ..picture }), Err(ApproachRefusal::WordsFirst));
        assert_eq!(decide(&Approach { answered: true, ..picture }), Ok(()));
        assert_eq!(decide(&Approach { freely: true, ..picture }), Ok(()));
        let fourth = Approach { sent: 3, ..picture };
        assert_eq!(decide(&fourth), Err(ApproachRefusal::WaitForAnswer { most: 3 }));
    }

    #[test]
    fn a_newcomer_answers_and_does_not_begin() {
        let new = Approach { newcomer: Some(3), ..FIRST };
        assert_eq!(decide(&new), Err(ApproachRefusal::Newcomer { days: 3 }));
        assert_eq!(decide(&Approach { answered: true, ..new }), Ok(()));
    }

    #[test]
    fn a_block_and_a_no_sound_alike_and_hold_for_everybody() {
        let them = block::Between { by_me: false, by_them: true };
        for closed in [Approach { blocks: them, ..FIRST }, Approach { declined: true, ..FIRST }] {
            assert_eq!(decide(&closed), Err(ApproachRefusal::NotNow));
            assert_eq!(
                decide(&Approach { freely: true, answered: true, ..closed }),
                Err(ApproachRefusal::NotNow)
            );
        }
        let mine = block::Between { by_me: true, by_them: true };
        assert_eq!(decide(&Approach { blocks: mine, ..FIRST }), Err(ApproachRefusal::YouBlocked));
        assert_eq!(decide(&Approach { gone: true, ..FIRST }), Err(ApproachRefusal::Gone));
    }
}
