//! The stages of an application and the ways between them (S4).
//!
//! asked → accepted | refused | withdrawn; refused → appealed, once; appealed → accepted | closed. Asked and
//! appealed wait for a person and have a deadline; every step is kept with who, why and when.

/// A stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for those who run the space.
    Asked,
    /// Let in.
    Accepted,
    /// Not let in; may appeal.
    Refused,
    /// Asked once more.
    Appealed,
    /// Not let in after an appeal: the last word.
    Closed,
    /// Taken back by the applicant.
    Withdrawn,
}

/// What somebody does to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Yes.
    Accept,
    /// No.
    Refuse,
    /// Look again, please.
    Appeal,
    /// Never mind.
    Withdraw,
}

impl Stage {
    /// Every stage.
    pub const ALL: &'static [Stage] =
        &[Stage::Asked, Stage::Accepted, Stage::Refused, Stage::Appealed, Stage::Closed, Stage::Withdrawn];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Asked => "asked",
            Stage::Accepted => "accepted",
            Stage::Refused => "refused",
            Stage::Appealed => "appealed",
            Stage::Closed => "closed",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// From storage; what is unknown is over.
    #[must_use]
    pub fn from_word(word: &str) -> Stage {
        Stage::ALL.iter().copied().find(|s| s.word() == word).unwrap_or(Stage::Closed)
    }

    /// Whether a person has to decide.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Stage::Asked | Stage::Appealed)
    }

    /// Where a step leads from here; none when it is not open.
    #[must_use]
    pub const fn after(self, step: Step) -> Option<Stage> {
        match (self, step) {
            (Stage::Asked | Stage::Appealed, Step::Accept) => Some(Stage::Accepted),
            (Stage::Asked, Step::Refuse) => Some(Stage::Refused),
            (Stage::Appealed, Step::Refuse) => Some(Stage::Closed),
            (Stage::Refused, Step::Appeal) => Some(Stage::Appealed),
            (Stage::Asked | Stage::Appealed, Step::Withdraw) => Some(Stage::Withdrawn),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appeal_is_heard_once() {
        let appealed = Stage::Refused.after(Step::Appeal);
        assert_eq!(appealed, Some(Stage::Appealed));
        assert_eq!(Stage::Appealed.after(Step::Refuse), Some(Stage::Closed));
        assert_eq!(Stage::Closed.after(Step::Appeal), None);
        assert_eq!(Stage::Appealed.after(Step::Appeal), None);
    }

    #[test]
    fn what_is_over_stays_over() {
        for over in [Stage::Accepted, Stage::Closed, Stage::Withdrawn] {
            for step in [Step::Accept, Step::Refuse, Step::Appeal, Step::Withdraw] {
                assert_eq!(over.after(step), None, "{over:?} {step:?}");
            }
            assert!(!over.is_waiting());
        }
        assert!(Stage::ALL.iter().all(|s| Stage::from_word(s.word()) == *s));
    }
}
