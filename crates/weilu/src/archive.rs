//! The file format of backups: a gzipped tar, the same for both engines.
//!
//! `weilu.json` says what it is, `tables/NAME/N.jsonl` hold the rows (one JSON array a line, columns in the
//! first; bytes as `{"b": base64}`), `files/HASH` hold the blobs. The database comes first, then the files it
//! names; the search index is not kept, it is built again. Restoring wants an empty database.

use data_encoding::BASE64;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::{Value as Json, json};
use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
    sync::Arc,
};
use tokio::sync::mpsc;
use weilu_kernel::App;
use weilu_store::{Batch, Value};
use weilu_vocabulary::{Fault, Faulty};

const FORMAT: i64 = 1;
const WAITING: usize = 8;

/// What a run did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// Rows written.
    pub rows: usize,
    /// Files written.
    pub files: usize,
}

/// Writes a backup of a live installation; `progress` hears of each table and of the files.
///
/// # Errors
/// When the database or the file fails; no half file is left under the name.
pub async fn backup(
    app: &Arc<App>,
    file: &Path,
    progress: impl Fn(&str) + Send + Sync + 'static,
) -> Result<Done, Fault> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let aside = file.with_extension("part");
    let (target, keeper) = (aside.clone(), app.clone());
    let writer = tokio::task::spawn_blocking(move || write_archive(&keeper, &target, receiver, &progress));
    let exported = app.store.export(sender).await;
    let written = writer.await.context("the writer of the backup ended")?;
    let done = exported.and(written);
    match done {
        Ok(done) => {
            std::fs::rename(&aside, file).context("naming the backup")?;
            Ok(done)
        }
        Err(fault) => {
            // What is half written is of no use to anybody.
            let _ = std::fs::remove_file(&aside);
            Err(fault)
        }
    }
}

fn write_archive(
    app: &App,
    path: &Path,
    mut rows: mpsc::Receiver<Batch>,
    progress: &dyn Fn(&str),
) -> Result<Done, Fault> {
    let file = BufWriter::new(File::create(path).context("creating the backup")?);
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::fast()));
    let about = json!({ "weilu": FORMAT, "made_at": app.clock.now().rfc3339(), "version": env!("CARGO_PKG_VERSION") });
    entry(&mut tar, "weilu.json", about.to_string().as_bytes())?;
    let (mut done, mut table, mut n) = (Done::default(), String::new(), 0);
    while let Some(batch) = rows.blocking_recv() {
        if table != batch.table {
            progress(&batch.table);
            table.clone_from(&batch.table);
            n = 0;
        }
        done.rows += batch.rows.len();
        n += 1;
        entry(&mut tar, &format!("tables/{table}/{n}.jsonl"), lines(&batch).as_bytes())?;
    }
    progress("files");
    for hash in app.blobs.list()? {
        if let Some(bytes) = app.blobs.get(&hash)? {
            entry(&mut tar, &format!("files/{hash}"), &bytes)?;
            done.files += 1;
        }
    }
    let gzip = tar.into_inner().context("closing the backup")?;
    let mut file = gzip.finish().context("closing the backup")?;
    file.flush().context("closing the backup")?;
    file.get_ref().sync_all().context("closing the backup")?;
    Ok(done)
}

fn entry<W: Write>(tar: &mut tar::Builder<W>, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    tar.append_data(&mut header, name, bytes).context(format!("writing {name}"))
}

fn lines(batch: &Batch) -> String {
    let mut out = json!(batch.columns.as_ref()).to_string();
    for row in &batch.rows {
        out.push('\n');
        out.push_str(&Json::Array(row.iter().map(to_json).collect()).to_string());
    }
    out
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Int(v) => (*v).into(),
        Value::Text(v) => v.clone().into(),
        Value::Bool(v) => (*v).into(),
        Value::Bytes(v) => json!({ "b": BASE64.encode(v) }),
        Value::Null => Json::Null,
    }
}

fn from_json(value: Json) -> Result<Value, Fault> {
    Ok(match value {
        Json::Null => Value::Null,
        Json::Bool(v) => Value::Bool(v),
        Json::String(v) => Value::Text(v),
        Json::Number(v) => Value::Int(v.as_i64().ok_or_else(|| Fault::new("a number that is not whole"))?),
        Json::Object(v) => {
            let text = v.get("b").and_then(Json::as_str).ok_or_else(|| Fault::new("bytes without base64"))?;
            Value::Bytes(BASE64.decode(text.as_bytes()).context("reading bytes")?)
        }
        Json::Array(_) => return Err(Fault::new("a list where a value belongs")),
    })
}

/// Puts a backup into an empty installation; jobs that were waiting are held.
///
/// # Errors
/// When the installation is not empty, or the file is broken: then the rest is not written.
pub async fn restore(app: &Arc<App>, file: &Path, progress: fn(&str)) -> Result<Done, Fault> {
    if !app.store.is_empty().await? {
        return Err(Fault::new("the installation is not empty: restore into a new data folder or database"));
    }
    let (sender, mut batches) = mpsc::channel(WAITING);
    let (path, keeper) = (file.to_path_buf(), app.clone());
    let reader = tokio::task::spawn_blocking(move || read_archive(&keeper, &path, &sender, progress));
    let mut written = Ok(());
    while let Some(batch) = batches.recv().await {
        written = app.store.import(batch, true).await;
        if written.is_err() {
            break;
        }
    }
    drop(batches);
    let read = reader.await.context("the reader of the backup ended")?;
    written?;
    let done = read?;
    app.store.after_import().await?;
    Ok(done)
}

fn read_archive(
    app: &App,
    path: &Path,
    out: &mpsc::Sender<Batch>,
    progress: fn(&str),
) -> Result<Done, Fault> {
    let file = BufReader::new(File::open(path).context("opening the backup")?);
    let mut tar = tar::Archive::new(GzDecoder::new(file));
    let (mut done, mut known) = (Done::default(), false);
    for piece in tar.entries().context("reading the backup")? {
        let mut piece = piece.context("reading the backup")?;
        let name = piece.path().context("reading a name")?.display().to_string();
        let mut bytes = Vec::new();
        piece.read_to_end(&mut bytes).context(format!("reading {name}"))?;
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            ["weilu.json"] => known = is_known(&bytes)?,
            _ if !known => return Err(Fault::new("this is not a backup of Weilu")),
            ["tables", table, number] => {
                if *number == "1.jsonl" {
                    progress(table);
                }
                let batch = read_batch(table, &bytes)?;
                done.rows += batch.rows.len();
                out.blocking_send(batch).context("nobody takes the rows")?;
            }
            ["files", hash] => {
                if app.blobs.put(&bytes)? != *hash {
                    return Err(Fault::new(format!("the file {hash} is damaged")));
                }
                done.files += 1;
            }
            _ => return Err(Fault::new(format!("the backup holds something unknown: {name}"))),
        }
    }
    if known { Ok(done) } else { Err(Fault::new("this is not a backup of Weilu")) }
}

fn is_known(bytes: &[u8]) -> Result<bool, Fault> {
    let about: Json = serde_json::from_slice(bytes).context("reading weilu.json")?;
    match about.get("weilu").and_then(Json::as_i64) {
        Some(FORMAT) => Ok(true),
        other => Err(Fault::new(format!("a backup of format {other:?}; this program reads format {FORMAT}"))),
    }
}

fn read_batch(table: &str, bytes: &[u8]) -> Result<Batch, Fault> {
    let mut lines = bytes.lines();
    let first =
        lines.next().ok_or_else(|| Fault::new("a table without columns"))?.context("reading a table")?;
    let columns: Vec<String> = serde_json::from_str(&first).context("reading columns")?;
    let mut rows = Vec::new();
    for line in lines {
        let values: Vec<Json> =
            serde_json::from_str(&line.context("reading a row")?).context("reading a row")?;
        if values.len() != columns.len() {
            return Err(Fault::new(format!("a row of {table} with {} values", values.len())));
        }
        rows.push(values.into_iter().map(from_json).collect::<Result<_, _>>()?);
    }
    Ok(Batch { table: table.to_owned(), columns: columns.into(), rows })
}

/// Takes everything of one installation into another, empty one, and compares the counts.
///
/// # Errors
/// When the target is not empty, or in the end holds other counts than the source.
pub async fn move_to(from: &Arc<App>, to: &Arc<App>) -> Result<Done, Fault> {
    if !to.store.is_empty().await? {
        return Err(Fault::new("the target is not empty"));
    }
    let (sender, batches) = mpsc::channel(WAITING);
    let mut done = Done::default();
    let export = from.store.export(sender);
    let import = async {
        // Dropped when a batch is refused, so that the other side does not wait for ever.
        let mut batches = batches;
        while let Some(batch) = batches.recv().await {
            done.rows += batch.rows.len();
            to.store.import(batch, false).await?;
        }
        Ok::<(), Fault>(())
    };
    let (exported, imported) = tokio::join!(export, import);
    imported?;
    exported?;
    to.store.after_import().await?;
    let (before, after) = (from.store.row_counts().await?, to.store.row_counts().await?);
    if before != after {
        return Err(Fault::new(format!("the counts differ: {before:?} here, {after:?} there")));
    }
    for hash in from.blobs.list()? {
        if let Some(bytes) = from.blobs.get(&hash)? {
            to.blobs.put(&bytes)?;
            done.files += 1;
        }
    }
    Ok(done)
}
