//! How chance passes along ties: the independent cascade and its settings.
//!
//! A member who is reached passes on once to each of those he leads to, each time with the arc's chance. Rules:
//! chances are between 0 and 1. Deliberately not here: learning the chances (see the cascades) and thresholds.

use crate::{GraphFault, Ties};

/// The chance of each arc under the independent cascade (Kempe, Kleinberg, Tardos: Maximizing the spread of
/// influence through a social network, KDD 2003).
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// Everyone is reached through each of the ties that lead to him with the chance 1 / their number.
    WeightedCascade,
    /// Every arc has the same chance.
    Uniform(f64),
    /// One chance an arc, in the order of the heads of [`Ties::incoming`].
    Arcs(Vec<f32>),
}

impl Model {
    /// Checks the model against a graph.
    ///
    /// # Errors
    /// [`GraphFault::OutOfRange`] for a chance outside 0 to 1, [`GraphFault::Length`] when there is not one chance an arc.
    pub fn check(&self, ties: &Ties) -> Result<(), GraphFault> {
        let outside = |value: f64| GraphFault::OutOfRange {
            what: "the chance of an arc",
            value,
            allowed: "between 0 and 1",
        };
        match self {
            Model::WeightedCascade => Ok(()),
            Model::Uniform(chance) if (0.0..=1.0).contains(chance) => Ok(()),
            Model::Uniform(chance) => Err(outside(*chance)),
            Model::Arcs(chances) if chances.len() != ties.arcs() => Err(GraphFault::Length {
                what: "the list of chances",
                given: chances.len(),
                wanted: ties.arcs(),
            }),
            Model::Arcs(chances) => match chances.iter().find(|chance| !(0.0..=1.0).contains(*chance)) {
                Some(chance) => Err(outside(f64::from(*chance))),
                None => Ok(()),
            },
        }
    }

    /// Reads `wc` or `uniform:0.02`.
    ///
    /// # Errors
    /// [`GraphFault::Impossible`] for anything else, [`GraphFault::OutOfRange`] for a chance outside 0 to 1.
    pub fn parse(text: &str) -> Result<Model, GraphFault> {
        if text == "wc" {
            return Ok(Model::WeightedCascade);
        }
        let chance = text.strip_prefix("uniform:").and_then(|chance| chance.parse::<f64>().ok());
        let chance = chance.ok_or(GraphFault::Impossible("a model is wc or uniform: and a chance"))?;
        if !(0.0..=1.0).contains(&chance) {
            let allowed = "between 0 and 1";
            return Err(GraphFault::OutOfRange { what: "the chance of an arc", value: chance, allowed });
        }
        Ok(Model::Uniform(chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;

    #[test]
    fn chances_are_checked() {
        let ties = Ties::build(2, &[(0, 1)], &[], Direction::OneWay).unwrap();
        for good in [Model::WeightedCascade, Model::Uniform(0.0), Model::Uniform(1.0), Model::Arcs(vec![0.5])]
        {
            assert_eq!(good.check(&ties), Ok(()));
        }
        for bad in [
            Model::Uniform(f64::NAN),
            Model::Uniform(1.1),
            Model::Arcs(vec![]),
            Model::Arcs(vec![f32::NAN]),
            Model::Arcs(vec![-0.1]),
        ] {
            assert!(bad.check(&ties).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn models_are_read() {
        assert_eq!(Model::parse("wc"), Ok(Model::WeightedCascade));
        assert_eq!(Model::parse("uniform:0.02"), Ok(Model::Uniform(0.02)));
        for bad in ["", "uniform", "uniform:", "uniform:x", "uniform:2", "uniform:NaN"] {
            assert!(Model::parse(bad).is_err(), "{bad}");
        }
    }
}
