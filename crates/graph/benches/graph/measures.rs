//! Measures beside igraph and networkit, and beside themselves when the graph grows by a hundredth.

use std::io::Write;

use weilu_graph::circles::{circles, circles_again, modularity};
use weilu_graph::measures::{Triangles, betweenness, cores, rank, rank_again};
use weilu_graph::{Direction, Edges, Ties, Workers};

use crate::figures::{figure, say};
use crate::took::timed;
use crate::{Failure, Options, data};

pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    let Some(edges) = data::edges(&options.data, "ego-twitter")? else {
        return Ok(say("measures: skipped, the shared data is not there")?);
    };
    let peers = peers(&edges)?;
    let peer = |name: &str| peers.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    let ties = edges.ties(Direction::Mutual)?;
    let found = timed(|| rank(&ties, 0.85, 1e-9));
    figure("measures.rank.cpu", "s", found.cpu, peer("igraph.pagerank"))?;
    let found = timed(|| cores(&ties));
    figure("measures.cores.cpu", "s", found.cpu, peer("igraph.cores"))?;
    let found = timed(|| circles(&ties, 1.0, 1));
    figure("measures.circles.cpu", "s", found.cpu, peer("networkit.leiden"))?;
    figure("measures.circles.modularity", "", found.result?.modularity, peer("networkit.leiden_modularity"))?;
    let found = timed(|| Triangles::count(&ties, Workers::ONE));
    figure("measures.clustering.cpu", "s", found.cpu, peer("networkit.clustering"))?;
    let found = timed(|| betweenness(&ties, 0.01, 0.1, 1, Workers::new(2)));
    figure("measures.betweenness.cpu", "s", found.cpu, peer("networkit.betweenness"))?;
    grown(&edges, ties.members())
}

/// What is renewed after a hundredth of new ties, beside a full run.
fn grown(edges: &Edges, members: usize) -> Result<(), Failure> {
    let (list, cut) = data::shuffled(edges);
    let (known, fresh) = list.split_at(cut);
    let old = Ties::build(members, known, &[], Direction::Mutual)?;
    let new = old.with(members, fresh, &[])?;
    let ranks = rank(&old, 0.85, 1e-9)?.ranks;
    let full = timed(|| rank(&new, 0.85, 1e-9));
    let again = timed(|| rank_again(&new, 0.85, 1e-9, &ranks));
    figure("measures.rank.again", "s", again.wall, Some(full.wall))?;
    let off: f64 = full.result?.ranks.iter().zip(&again.result?.ranks).map(|(a, b)| (a - b).abs()).sum();
    figure("measures.rank.again.off", "", off, Some(1e-8))?;
    let mut triangles = Triangles::count(&old, Workers::ONE);
    let full = timed(|| Triangles::count(&new, Workers::ONE));
    let again = timed(|| triangles.grow(&old, &new, fresh));
    again.result?;
    figure("measures.clustering.again", "s", again.wall, Some(full.wall))?;
    figure("measures.clustering.again.equal", "", f64::from(u8::from(triangles == full.result)), Some(1.0))?;
    let before = circles(&old, 1.0, 1)?;
    let full = timed(|| circles(&new, 1.0, 1));
    let again = timed(|| circles_again(&new, 1.0, 1, &before.of, fresh));
    figure("measures.circles.again", "s", again.wall, Some(full.wall))?;
    let renewed = again.result?;
    let first = modularity(&new, &full.result?.of, 1.0)?;
    figure("measures.circles.again.modularity", "", renewed.modularity, Some(first))?;
    let same = before.of.iter().zip(&renewed.of).filter(|(a, b)| a == b).count();
    figure("measures.circles.again.same", "members", same as f64, Some(members as f64))?;
    Ok(())
}

/// What the peers took, by name.
fn peers(edges: &Edges) -> Result<Vec<(String, f64)>, Failure> {
    let Some(python) = std::env::var_os("WEILU_BENCH_PYTHON") else {
        say("measures: without peers, WEILU_BENCH_PYTHON names no Python")?;
        return Ok(Vec::new());
    };
    let path = std::env::temp_dir().join(format!("weilu-graph-{}.csv", std::process::id()));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    for (tail, head) in edges.list.iter().filter(|(tail, head)| tail != head) {
        writeln!(file, "{tail},{head}")?;
    }
    file.flush()?;
    let output =
        std::process::Command::new(python).arg("-c").arg(include_str!("peers.py")).arg(&path).output()?;
    std::fs::remove_file(&path)?;
    if !output.status.success() {
        say(&format!("measures: the peers failed: {}", String::from_utf8_lossy(&output.stderr)))?;
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |line: &str| {
        line.split_once(' ').and_then(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
    };
    Ok(text.lines().filter_map(line).collect())
}
