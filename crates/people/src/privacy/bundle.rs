//! The file of an export: `data.json` for programs, `index.html` to read, and the person's own files.
//!
//! The page needs nothing from outside, and every value is shown as text: what somebody wrote cannot run.

use serde_json::Value as Json;
use std::{fs::File, io::Write};
use weilu_store::BlobStore;
use weilu_vocabulary::{Fault, Faulty, Lang, Text, Time};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// What one feature knows.
pub(super) struct Part {
    /// Its name in `data.json`.
    pub name: String,
    /// Its heading.
    pub title: Text,
    /// Its rows.
    pub rows: Vec<Json>,
}

const HEADING: Text = Text::new("我的全部数据", "Everything about me");
const NOTHING: Text = Text::new("没有记录", "Nothing");
const STYLE: &str = "body{font:16px/1.7 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#1c1917;background:#fbf9f6}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e7e0d8;overflow-wrap:anywhere}th{color:#78716c;font-weight:400}h2{margin-top:2.5rem}";

/// Packs an export into a file; `files` are hashes and names, read from the store one by one.
pub(super) fn pack(
    out: &mut File,
    brand: &str,
    lang: Lang,
    now: Time,
    parts: &[Part],
    files: &[(String, String)],
    blobs: &dyn BlobStore,
) -> Result<(), Fault> {
    let mut zip = ZipWriter::new(out);
    let data: serde_json::Map<String, Json> =
        parts.iter().map(|p| (p.name.clone(), Json::Array(p.rows.clone()))).collect();
    let json = serde_json::to_vec_pretty(&data).context("writing an export")?;
    add(&mut zip, "data.json", &json)?;
    add(&mut zip, "index.html", page(brand, lang, now, parts).as_bytes())?;
    for (at, (hash, name)) in files.iter().enumerate() {
        if let Some(bytes) = blobs.get(hash)? {
            add(&mut zip, &format!("files/{:03}-{}", at + 1, safe(name)), &bytes)?;
        }
    }
    zip.finish().context("writing an export").map(drop)
}

fn add(zip: &mut ZipWriter<&mut File>, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file(name, options).context("writing an export")?;
    zip.write_all(bytes).context("writing an export")
}

/// A file name that stays in its folder.
fn safe(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')).take(80);
    kept.collect::<String>().trim_start_matches('.').to_owned()
}

fn page(brand: &str, lang: Lang, now: Time, parts: &[Part]) -> String {
    let heading = HEADING;
    let heading = heading.get(lang);
    let mut out = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{heading}</title><style>{STYLE}</style><h1>{heading}</h1><p>{} · {}</p>",
        lang.code(),
        escaped(brand),
        moment(now.0)
    );
    for part in parts {
        out.push_str(&format!("<h2>{}</h2>", escaped(part.title.get(lang))));
        out.push_str(&table(&part.rows, lang));
    }
    out + "</html>"
}

fn table(rows: &[Json], lang: Lang) -> String {
    let Some(first) = rows.first().and_then(Json::as_object) else {
        return format!("<p>{}</p>", NOTHING.get(lang));
    };
    let columns: Vec<&String> = first.keys().collect();
    let heads: String = columns.iter().map(|c| format!("<th>{}</th>", escaped(c))).collect();
    let lines: String = rows
        .iter()
        .map(|row| {
            let cells: String =
                columns.iter().map(|c| format!("<td>{}</td>", cell(c, row.get(c.as_str())))).collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    format!("<table><tr>{heads}</tr>{lines}</table>")
}

fn cell(column: &str, value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::Number(n)) if column == "at" || column == "since" || column.ends_with("_at") => {
            n.as_i64().map(moment).unwrap_or_default()
        }
        Some(Json::String(text)) => escaped(text),
        Some(other) => escaped(&other.to_string()),
    }
}

/// A time as read in China: the house's clock.
fn moment(micros: i64) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    jiff::Timestamp::from_microsecond(micros)
        .map(|t| t.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_cannot_run() {
        let rows = vec![serde_json::json!({ "text": "<script>", "created_at": 0 })];
        let parts = [Part { name: "post".into(), title: Text::new("帖子", "Posts"), rows }];
        let html = page("山脚<茶>事", Lang::Zh, Time(0), &parts);
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
        assert!(html.contains("1970-01-01 08:00"));
        assert_eq!(safe("../../etc/passwd"), "etcpasswd");
    }
}
