//! `weilu graph`: the engine of ties for an analyst with a file and without a server.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::{
    io::Read,
    path::{Path, PathBuf},
    time::Instant,
};
use weilu_graph::{
    Cascades, Direction, Edges, Estimate, GraphFault, Names, Ties, Workers,
    cascades::{
        learn,
        past::{PastBrief, choose_from_past},
    },
    circles,
    influence::{Brief, Care, Choice, Model, Pool},
    measures::{self, Triangles},
};
use weilu_vocabulary::{Fault, Faulty};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const DAMPING: f64 = 0.85;
const RANK_TOLERANCE: f64 = 1e-10;
const SPREAD_ERROR: f64 = 0.01;
const SPREAD_DOUBT: f64 = 0.05;
const SEPARATION_PAIRS: usize = 2_000;
const SEPARATION_STEPS: usize = 6;
/// Members named in the lists of measures.
const NAMED: usize = 20;

/// What is asked of the graph.
#[derive(Debug, Subcommand)]
pub enum GraphCommand {
    /// Chooses whom to start with, from a file of ties under a model, or from a file of what really spread.
    Seeds(Seeds),
    /// Measures members and the whole: PageRank, cores, betweenness, clustering, concentration, separation.
    Measures {
        #[command(flatten)]
        source: TiesFile,
    },
    /// Finds circles (Leiden).
    Circles {
        #[command(flatten)]
        source: TiesFile,
        /// Above 1 for smaller circles, below for larger ones.
        #[arg(long, default_value_t = 1.0)]
        resolution: f64,
    },
}

/// A file of ties.
#[derive(Debug, Args)]
pub struct TiesFile {
    /// A pair of ids a line, a comma, tab or blank between them; a third column is a weight or time; gz is read as it is.
    #[arg(long, value_name = "EDGES")]
    ties: PathBuf,
    /// Ties lead one way: from the first id to the second.
    #[arg(long)]
    directed: bool,
    #[command(flatten)]
    chance: Seeded,
}

/// Chance and form of the answer.
#[derive(Debug, Args)]
pub struct Seeded {
    /// Seed of all chance: the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Whom to start with.
#[derive(Debug, Args)]
pub struct Seeds {
    /// A file of ties, as for measures.
    #[arg(long, value_name = "EDGES", required_unless_present = "cascades")]
    ties: Option<PathBuf>,
    /// Ties lead one way: from the first id to the second.
    #[arg(long)]
    directed: bool,
    /// A file of cascades: `member,time member,time …` a line. Alone, seeds are learnt from it; beside ties it teaches the
    /// chances of `--model learnt`.
    #[arg(long, value_name = "FILE")]
    cascades: Option<PathBuf>,
    /// Only the first part of the cascades by the time they start.
    #[arg(long, default_value_t = 1.0, value_name = "SHARE")]
    until: f64,
    /// How many.
    #[arg(short = 'k', default_value_t = 50)]
    count: usize,
    /// `wc` (weighted cascade), `uniform:0.02`, or `learnt`.
    #[arg(long, default_value = "wc")]
    model: String,
    /// How much may be missing from the guarantee of 1 - 1/e.
    #[arg(long, default_value_t = 0.1)]
    eps: f64,
    /// Members who are seeds in any case, by comma.
    #[arg(long, value_delimiter = ',')]
    include: Vec<String>,
    /// Members who are no seeds in any case, by comma.
    #[arg(long, value_delimiter = ',')]
    exclude: Vec<String>,
    #[command(flatten)]
    chance: Seeded,
}

/// Answers on the standard output.
///
/// # Errors
/// When a file cannot be read, or the question makes no sense.
pub fn run(command: &GraphCommand) -> Result<(), Fault> {
    let (answer, as_json) = match command {
        GraphCommand::Seeds(asked) => (seeds(asked)?, asked.chance.json),
        GraphCommand::Measures { source } => (measured(source)?, source.chance.json),
        GraphCommand::Circles { source, resolution } => {
            (in_circles(source, *resolution)?, source.chance.json)
        }
    };
    let text = if as_json {
        answer.to_string()
    } else {
        serde_json::to_string_pretty(&answer).context("writing the answer")?
    };
    say(&text)
}

fn say(text: &str) -> Result<(), Fault> {
    use std::io::Write;
    writeln!(std::io::stdout().lock(), "{text}").context("writing the answer")
}

fn wrong(fault: GraphFault) -> Fault {
    Fault::new(fault.to_string())
}

fn workers() -> Workers {
    Workers::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// A file, unpacked where it is packed.
fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let bytes = std::fs::read(path).context(format!("reading {}", path.display()))?;
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_end(&mut out)
        .context(format!("unpacking {}", path.display()))?;
    Ok(out)
}

fn ties_of(path: &Path, directed: bool) -> Result<(Names, Ties), Fault> {
    let edges = Edges::parse(&read(path)?).map_err(wrong)?;
    let direction = if directed { Direction::OneWay } else { edges.direction.unwrap_or(Direction::Mutual) };
    let ties = edges.ties(direction).map_err(wrong)?;
    Ok((edges.names, ties))
}

fn named(names: &Names, numbers: &[u32]) -> Vec<String> {
    numbers.iter().filter_map(|number| names.name(*number)).map(ToOwned::to_owned).collect()
}

fn numbered(names: &Names, wanted: &[String]) -> Result<Vec<u32>, Fault> {
    let unknown = |name: &String| Fault::new(format!("nobody in the file is called {name}"));
    wanted.iter().map(|name| names.number(name).ok_or_else(|| unknown(name))).collect()
}

fn estimate(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "low": estimate.low, "high": estimate.high, "method": estimate.method })
}

fn seeds(asked: &Seeds) -> Result<Value, Fault> {
    let started = Instant::now();
    let mut answer = match (&asked.ties, &asked.cascades) {
        (None, Some(file)) => from_past(asked, file)?,
        (Some(ties), cascades) => from_ties(asked, ties, cascades.as_deref())?,
        (None, None) => return Err(Fault::new("seeds need --ties or --cascades")),
    };
    if let Value::Object(fields) = &mut answer {
        fields.insert("seconds".to_owned(), started.elapsed().as_secs_f64().into());
    }
    Ok(answer)
}

/// Seeds learnt from what really spread.
fn from_past(asked: &Seeds, file: &Path) -> Result<Value, Fault> {
    let cascades = Cascades::parse(&read(file)?).map_err(wrong)?;
    let end = cascades.first(asked.until).map_err(wrong)?;
    let brief = PastBrief {
        seeds: asked.count,
        included: numbered(cascades.names(), &asked.include)?,
        excluded: numbered(cascades.names(), &asked.exclude)?,
    };
    let choice = choose_from_past(&cascades, end, &brief, workers()).map_err(wrong)?;
    Ok(json!({
        "seeds": named(cascades.names(), &choice.seeds),
        "forecast": estimate(&choice.forecast),
        // What was learnt from the past proves nothing about a best choice.
        "certificate": { "met": false, "method": "rules tried out on the past", "rules": choice.tried.0, "moments": choice.tried.1 },
        "cascades": end,
    }))
}

fn from_ties(asked: &Seeds, file: &Path, cascades: Option<&Path>) -> Result<Value, Fault> {
    let (names, ties) = ties_of(file, asked.directed)?;
    let model = model_of(asked, &names, &ties, cascades)?;
    let care = Care { eps: asked.eps, seed: asked.chance.seed, workers: workers(), ..Care::default() };
    let brief = Brief {
        included: numbered(&names, &asked.include)?,
        excluded: numbered(&names, &asked.exclude)?,
        ..Brief::of(asked.count)
    };
    let mut pool = Pool::new(&ties, &model, care).map_err(wrong)?;
    let choice = pool.choose(&brief).map_err(wrong)?;
    Ok(json!({
        "seeds": named(&names, &choice.seeds),
        "gains": choice.gains,
        "forecast": estimate(&choice.forecast),
        "certificate": certificate(&choice),
        "members": ties.members(),
        "ties": ties.count(),
    }))
}

fn certificate(choice: &Choice) -> Value {
    let proof = &choice.certificate;
    json!({
        "met": proof.met, "ratio": proof.ratio, "target": proof.target, "eps": proof.eps,
        "confidence": proof.confidence, "spread_least": proof.spread_least, "best_most": proof.best_most,
        "sets": proof.sets, "method": "reverse-reachable sets (OPIM-C bounds, SUBSIM sampling)",
    })
}

fn model_of(asked: &Seeds, names: &Names, ties: &Ties, cascades: Option<&Path>) -> Result<Model, Fault> {
    if asked.model != "learnt" {
        return Model::parse(&asked.model).map_err(wrong);
    }
    let file =
        cascades.ok_or_else(|| Fault::new("--model learnt beside --ties needs --cascades to learn from"))?;
    let cascades = Cascades::parse(&read(file)?).map_err(wrong)?;
    let end = cascades.first(asked.until).map_err(wrong)?;
    let member = |number: u32| cascades.names().name(number).and_then(|name| names.number(name));
    Ok(learn(ties, &cascades, end, member).map_err(wrong)?.model())
}

/// The members with the greatest values, greatest first.
fn greatest(names: &Names, values: &[f64]) -> Vec<Value> {
    let mut order: Vec<(u32, f64)> = (0..).zip(values.iter().copied()).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let line = |(number, value): &(u32, f64)| json!({ "member": names.name(*number), "value": value });
    order.iter().take(NAMED).map(line).collect()
}

fn measured(source: &TiesFile) -> Result<Value, Fault> {
    let started = Instant::now();
    let (names, ties) = ties_of(&source.ties, source.directed)?;
    let seed = source.chance.seed;
    let rank = measures::rank(&ties, DAMPING, RANK_TOLERANCE).map_err(wrong)?;
    let cores: Vec<f64> = measures::cores(&ties).into_iter().map(f64::from).collect();
    let between = measures::betweenness(&ties, SPREAD_ERROR, SPREAD_DOUBT, seed, workers()).map_err(wrong)?;
    let clustering = Triangles::count(&ties, workers()).clustering(&ties);
    let degrees: Vec<f64> = (0..ties.members()).map(|n| degree(&ties, n)).collect();
    let shares = measures::concentration(&degrees);
    let apart = measures::separation(&ties, SEPARATION_STEPS, SEPARATION_PAIRS, &[], seed).ok();
    Ok(json!({
        "members": ties.members(), "ties": ties.count(), "mutual": ties.mutual(), "self_loops_dropped": ties.selves(),
        "pagerank": { "top": greatest(&names, &rank.ranks), "error": rank.error, "damping": DAMPING },
        "core": { "most": cores.iter().copied().fold(0.0, f64::max), "top": greatest(&names, &cores) },
        "betweenness": {
            "top": greatest(&names, &between.values), "error": between.error, "confidence": between.confidence,
            "method": "shortest chains drawn by lot", "chains": between.chains,
        },
        "clustering": { "mean": clustering.iter().sum::<f64>() / clustering.len().max(1) as f64 },
        "concentration": {
            "of": "ties", "top_1_percent": shares.top_1_percent, "top_10_percent": shares.top_10_percent, "gini": shares.gini,
        },
        "separation": apart.map(|apart| json!({
            "within": SEPARATION_STEPS, "joined": estimate(&apart.joined), "steps": estimate(&apart.steps),
        })),
        "seconds": started.elapsed().as_secs_f64(),
    }))
}

fn degree(ties: &Ties, member: usize) -> f64 {
    u32::try_from(member)
        .map_or(0.0, |member| f64::from(u32::try_from(ties.outgoing().degree(member)).unwrap_or(u32::MAX)))
}

fn in_circles(source: &TiesFile, resolution: f64) -> Result<Value, Fault> {
    let started = Instant::now();
    let (names, ties) = ties_of(&source.ties, source.directed)?;
    let found = circles::circles(&ties, resolution, source.chance.seed).map_err(wrong)?;
    let mut members: Vec<Vec<String>> = vec![Vec::new(); found.count];
    for (number, circle) in (0..).zip(&found.of) {
        if let (Some(list), Some(name)) = (members.get_mut(*circle as usize), names.name(number)) {
            list.push(name.to_owned());
        }
    }
    members.sort_by_key(|list| std::cmp::Reverse(list.len()));
    Ok(json!({
        "circles": members, "count": found.count, "modularity": found.modularity, "members": ties.members(),
        "ties": ties.count(), "method": "Leiden", "seconds": started.elapsed().as_secs_f64(),
    }))
}
