//! The data that is measured: real graphs and cascades where the shared data is present, made ones otherwise.

use std::io::Read;
use std::path::Path;

use weilu_graph::{Cascades, Chance, Direction, Edges, Ties};

use crate::Failure;

/// The text in a compressed file; nothing when it is not there.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let Ok(file) = std::fs::File::open(path) else { return Ok(None) };
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut text)?;
    Ok(Some(text))
}

/// A real graph by its name.
pub(crate) fn edges(data: &Path, name: &str) -> Result<Option<Edges>, Failure> {
    let text = read(&data.join("graphs").join(format!("{name}.csv.gz")))?;
    Ok(text.map(|text| Edges::parse(&text)).transpose()?)
}

/// Real cascades by their name.
pub(crate) fn cascades(data: &Path, name: &str) -> Result<Option<Cascades>, Failure> {
    let text = read(&data.join("cascades").join(format!("{name}.cascades.txt.gz")))?;
    Ok(text.map(|text| Cascades::parse(&text)).transpose()?)
}

/// A made graph of one-way ties with few great and many small members (R-MAT; Chakrabarti and others, 2004).
pub(crate) fn made(scale: u32, arcs: usize, seed: u64) -> Result<Ties, Failure> {
    let mut chance = Chance::new(seed);
    let list: Vec<(u32, u32)> = (0..arcs)
        .map(|_| {
            let (mut tail, mut head) = (0, 0);
            for _ in 0..scale {
                let (right, down) = match chance.unit() {
                    part if part < 0.57 => (0, 0),
                    part if part < 0.76 => (1, 0),
                    part if part < 0.95 => (0, 1),
                    _ => (1, 1),
                };
                (tail, head) = (2 * tail + down, 2 * head + right);
            }
            (tail, head)
        })
        .collect();
    Ok(Ties::build(1 << scale, &list, &[], Direction::OneWay)?)
}

/// The ties in random order, the last hundredth apart: what a graph grows by.
pub(crate) fn shuffled(edges: &Edges) -> (Vec<(u32, u32)>, usize) {
    let mut order: Vec<u32> = (0..edges.list.len() as u32).collect();
    Chance::new(1).shuffle(&mut order);
    let list: Vec<(u32, u32)> = order.iter().filter_map(|at| edges.list.get(*at as usize).copied()).collect();
    let cut = list.len() * 99 / 100;
    (list, cut)
}
