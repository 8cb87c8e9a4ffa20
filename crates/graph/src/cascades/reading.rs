//! Reading cascades from text.
//!
//! One cascade a line, `member,time member,time …`, the one who started first. Also understood: `topic member time,
//! member time,…`, in which the first word is a topic. Rules: steps are put in order of time (equal times stay as
//! they stand), cascades in order of their start; a member counts once in a cascade, where he first appears; empty
//! lines and those that begin with `#` are skipped. Deliberately not here: files, compression, trees.

use super::Cascades;
use crate::{GraphFault, Names};

impl Cascades {
    /// Reads a text; bytes that are no UTF-8 become replacement characters.
    ///
    /// # Errors
    /// [`GraphFault::Line`] for a step without a member or a finite time, [`GraphFault::TooMany`] beyond 2^32 - 2 names.
    pub fn parse(text: &[u8]) -> Result<Cascades, GraphFault> {
        let text = String::from_utf8_lossy(text);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut names = Names::new();
        let mut list = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |problem| GraphFault::Line { number: at + 1, problem };
            let mut cascade = Vec::new();
            let mut take = |member: &str, time: &str| {
                let time = time.trim().parse::<f64>().ok().filter(|time| time.is_finite());
                let time = time.ok_or(fault("a step needs a finite time"))?;
                cascade.push((names.intern(member.trim())?, time));
                Ok(())
            };
            if line.split_whitespace().next().is_some_and(|first| first.contains(',')) {
                for step in line.split_whitespace() {
                    let (member, time) = step.rsplit_once(',').ok_or(fault("a step is member,time"))?;
                    take(member, time)?;
                }
            } else {
                let topic = line.split_once(char::is_whitespace).map_or("", |(_, steps)| steps);
                for step in topic.split(',').map(str::trim).filter(|step| !step.is_empty()) {
                    let (member, time) = step
                        .rsplit_once(char::is_whitespace)
                        .ok_or(fault("a step is a member and a time"))?;
                    take(member, time)?;
                }
            }
            list.push(cascade);
        }
        Cascades::build(names, list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let cascades = Cascades::parse(text.as_bytes()).unwrap();
        let word = |at: usize| {
            let steps = cascades.members(at).iter().zip(cascades.times(at));
            let steps: Vec<String> = steps
                .map(|(member, time)| format!("{}{time}", cascades.names().name(*member).unwrap()))
                .collect();
            steps.join(" ")
        };
        (0..cascades.len()).map(word).collect()
    }

    #[test]
    fn both_layouts_are_read_and_put_in_order() {
        assert_eq!(read("a,5 b,6\n\n# no\nc,1 a,3 b,2 a,9\n"), ["c1 b2 a3", "a5 b6"]);
        assert_eq!(read("7 a 5,b 6,\n8 c 1,a 3,b 2,a 9"), ["c1 b2 a3", "a5 b6"]);
        assert_eq!(read("x,1.5e12\n"), ["x1500000000000"]);
    }

    #[test]
    fn hostile_texts_get_a_clear_answer() {
        for text in ["a,x", "a,1 b", "a,nan", "7 a", "a,1 b,inf"] {
            assert!(
                matches!(Cascades::parse(text.as_bytes()), Err(GraphFault::Line { number: 1, .. })),
                "{text}"
            );
        }
        assert_eq!(Cascades::parse(b"").unwrap().len(), 0);
        assert_eq!(read("7 "), Vec::<String>::new());
        assert_eq!(read(",1 b,2"), ["1 b2"]);
    }
}
