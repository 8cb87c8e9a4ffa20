//! Reading a list of ties from text.
//!
//! A pair of names a line with comma, tab or blanks between them, and a number (weight or time) as an optional third
//! column. Rules: a tab separates before a comma, a comma before blanks; blanks and quotation marks around a name do
//! not belong to it; empty lines, lines that begin with `#` or `%` and a header line are skipped. The third column
//! counts only if every line has it as a finite number. Deliberately not here: files, compression, other formats.

use crate::{Direction, GraphFault, Names, Ties};

/// What the third column of a list says.
#[derive(Debug, Clone, PartialEq)]
pub enum Third {
    /// There is none.
    None,
    /// How strong each tie is, above zero.
    Weights(Vec<f32>),
    /// When each tie was made, in seconds or milliseconds since 1970.
    Times(Vec<f64>),
}

/// A list of ties as it stood in a text.
#[derive(Debug, Clone)]
pub struct Edges {
    /// The members' names.
    pub names: Names,
    /// The ties between their numbers, in the order of the text.
    pub list: Vec<(u32, u32)>,
    /// The third column.
    pub third: Third,
    /// Whether the ties are mutual or one way, if a header says so.
    pub direction: Option<Direction>,
}

/// Words that stand above the columns of names.
const HEADERS: &[&str] = &[
    "source", "target", "from", "to", "src", "dst", "tail", "head", "node1", "node2", "id1", "id2", "user",
    "friend", "follower", "followee", "member", "from_id", "to_id", "user1", "user2", "member1", "member2",
    "a", "b", "u", "v",
];
/// Third columns above this are times: 1973 in seconds.
const TIME_LEAST: f64 = 1e8;

impl Edges {
    /// Reads a text; bytes that are no UTF-8 become replacement characters.
    ///
    /// # Errors
    /// [`GraphFault::Line`] for a line with one column, [`GraphFault::TooMany`] beyond 2^32 - 2 names.
    pub fn parse(text: &[u8]) -> Result<Edges, GraphFault> {
        let text = String::from_utf8_lossy(text);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut edges = Edges { names: Names::new(), list: Vec::new(), third: Third::None, direction: None };
        let mut numbers = Some(Vec::new());
        let mut lines = data_lines(text).peekable();
        if let Some((_, first)) = lines.peek() {
            let second = data_lines(text).nth(1).map(|(_, line)| line);
            if let Some(direction) = header(first, second) {
                edges.direction = direction;
                lines.next();
            }
        }
        for (number, line) in lines {
            let mut columns = columns(line);
            let (Some(tail), Some(head)) = (columns.next(), columns.next()) else {
                return Err(GraphFault::Line { number, problem: "a tie needs two names" });
            };
            edges.list.push((edges.names.intern(tail)?, edges.names.intern(head)?));
            match columns.next().and_then(|third| third.parse::<f64>().ok()).filter(|third| third.is_finite())
            {
                Some(third) => numbers.iter_mut().for_each(|numbers| numbers.push(third)),
                None => numbers = None,
            }
        }
        edges.third = third(numbers.unwrap_or_default());
        Ok(edges)
    }

    /// The snapshot of these ties; `direction` where the text has not said it.
    ///
    /// # Errors
    /// As [`Ties::build`].
    pub fn ties(&self, direction: Direction) -> Result<Ties, GraphFault> {
        let weights = match &self.third {
            Third::Weights(weights) => weights.as_slice(),
            _ => &[],
        };
        Ties::build(self.names.len(), &self.list, weights, self.direction.unwrap_or(direction))
    }
}

fn data_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with(['#', '%']))
}

fn columns(line: &str) -> impl Iterator<Item = &str> {
    let separator = ['\t', ','].into_iter().find(|separator| line.contains(*separator));
    let fields = line.split(move |letter: char| match separator {
        Some(separator) => letter == separator,
        None => letter.is_whitespace(),
    });
    fields.map(clean).filter(move |field| separator.is_some() || !field.is_empty())
}

fn clean(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

/// Whether the first line is a header, and whether it says that ties are mutual or one way.
fn header(first: &str, second: Option<&str>) -> Option<Option<Direction>> {
    let fields: Vec<String> = columns(first).map(str::to_lowercase).collect();
    let number = |field: &String| field.parse::<f64>().is_ok();
    if let [members, ties, kind, ..] = fields.as_slice() {
        match kind.as_str() {
            "u" if number(members) && number(ties) => return Some(Some(Direction::Mutual)),
            "d" if number(members) && number(ties) => return Some(Some(Direction::OneWay)),
            _ if !number(kind) => return Some(None),
            _ => {}
        }
    }
    let [tail, head, ..] = fields.as_slice() else { return None };
    let known = HEADERS.contains(&tail.as_str()) && HEADERS.contains(&head.as_str()) && tail.len() > 1;
    let below =
        second.is_some_and(|second| columns(second).take(2).all(|field| field.parse::<f64>().is_ok()));
    (known || (!number(tail) && !number(head) && below)).then_some(None)
}

fn third(numbers: Vec<f64>) -> Third {
    if numbers.is_empty() {
        Third::None
    } else if numbers.iter().all(|number| *number >= TIME_LEAST) {
        Third::Times(numbers)
    } else if numbers.iter().all(|number| *number > 0.0 && *number < TIME_LEAST && *number as f32 > 0.0) {
        Third::Weights(numbers.iter().map(|number| *number as f32).collect())
    } else {
        Third::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String)>, Third, Option<Direction>) {
        let edges = Edges::parse(text.as_bytes()).unwrap();
        let name = |number| edges.names.name(number).unwrap().to_owned();
        (edges.list.iter().map(|(a, b)| (name(*a), name(*b))).collect(), edges.third, edges.direction)
    }

    fn pairs(text: &str) -> String {
        read(text).0.iter().map(|(a, b)| format!("{a}>{b}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_separator_is_understood() {
        for text in [
            "a,b\nb,c",
            "a\tb\nb\tc\n",
            "a b\r\nb   c\r\n",
            "# x y\n\n a , b \n%\n\"b\",c",
            "\u{feff}a b\nb c",
        ] {
            assert_eq!(pairs(text), "a>b b>c", "{text:?}");
        }
        assert_eq!(pairs("小 李,老王\n老王,小 李"), "小 李>老王 老王>小 李");
        assert_eq!(pairs("x, y\tz"), "x, y>z");
    }

    #[test]
    fn headers_are_skipped() {
        assert_eq!(read("3,2,u,graph\n1,2\n2,3").2, Some(Direction::Mutual));
        assert_eq!(read("3,2,d,graph\n1,2\n2,3").2, Some(Direction::OneWay));
        for text in ["source,target\nx,y", "from\tto\tweight\nx\ty\t2", "who,whom\n1,2", "a b since\nx y 3"] {
            assert_eq!(read(text).0.len(), 1, "{text:?}");
        }
        for text in ["x,y\ny,z", "1,2,3\n2,3,1", "a,b\nb,c"] {
            assert_eq!(read(text).0.len(), 2, "{text:?}");
        }
    }

    #[test]
    fn the_third_column_is_a_weight_or_a_time() {
        assert_eq!(read("a b 1\nb c 2.5").1, Third::Weights(vec![1.0, 2.5]));
        assert_eq!(
            read("a b 1700000000\nb c 1700000001").1,
            Third::Times(vec![1_700_000_000.0, 1_700_000_001.0])
        );
        for text in [
            "a b 1\nb c",
            "a b 1\nb c x",
            "a b 0\nb c 1",
            "a b -1\nb c 1",
            "a b inf\nb c 1",
            "a b 1e-300\nb c 1",
        ] {
            assert_eq!(read(text).1, Third::None, "{text:?}");
        }
    }

    #[test]
    fn hostile_texts_get_a_clear_answer() {
        let fault = Edges::parse(b"a b\nlonely\n").unwrap_err();
        assert_eq!(fault, GraphFault::Line { number: 2, problem: "a tie needs two names" });
        assert!(Edges::parse(b"").unwrap().list.is_empty());
        assert_eq!(Edges::parse(b"\xff\xfe,b\n\0,b").unwrap().list.len(), 2);
        let ties = Edges::parse(b"a a\na b\na b").unwrap().ties(Direction::Mutual).unwrap();
        assert_eq!((ties.members(), ties.count(), ties.selves()), (2, 1, 1));
    }
}
