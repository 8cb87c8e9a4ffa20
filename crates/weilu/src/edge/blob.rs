//! Files over HTTP: taken in piece by piece, handed out whole or by ranges.

use super::{
    Edge,
    problem::Problem,
    visitor::{self, EdgeRefusal},
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Path, Query, Request, State, multipart::Field},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;
use std::{ops::Range, sync::Arc, time::Duration};
use weilu_kernel::{Act, command, link::LinkRefusal};
use weilu_media::blob::{self, Caps, Incoming, Served, Taken, Upload, UploadRefusal};
use weilu_store::BlobStore;
use weilu_vocabulary::{BlobId, Failure, Fault, Faulty, Outcome};

/// A sender that is silent for so long has gone away.
const SILENCE: Duration = Duration::from_secs(30);
/// However slowly it comes: longer than a hundred megabytes take on a poor line.
const WHOLE: Duration = Duration::from_secs(20 * 60);
const PIECE: usize = 256 << 10;
const NAME_BYTES: usize = 1_000;
/// What is handed out runs nothing and loads nothing, wherever it is opened.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) async fn upload(
    State(edge): State<Arc<Edge>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, name) = (act.lang, act.request.clone());
    let done = take_in(&edge, act, &headers, request).await;
    done.map_err(|failure| Problem { failure, lang, request: name })
}

async fn take_in(edge: &Edge, act: Act, headers: &HeaderMap, request: Request) -> Outcome<Response> {
    if visitor::is_foreign(headers) {
        return Err(EdgeRefusal::ForeignPage.into());
    }
    let key = visitor::key_of(headers)?;
    // Asked before the first byte is read.
    let caps = blob::admit(&act).await?;
    let form = Multipart::from_request(request, &()).await.map_err(|_| UploadRefusal::NoFile)?;
    let upload = tokio::time::timeout(WHOLE, received(&edge.app.blobs, caps, form)).await;
    let upload = upload.unwrap_or_else(|_| Err(UploadRefusal::BrokenOff.into()))?;
    // What happens to it took time: the act is that of the end, not of the beginning.
    let answer = command::perform_keyed(&edge.app, act.again(), upload, key).await?;
    Ok(super::api::respond(&answer))
}

/// Reads the form: `poster` and `name` may stand before `file`, and nothing after it is looked at.
async fn received(blobs: &Arc<dyn BlobStore>, caps: Caps, mut form: Multipart) -> Outcome<Upload> {
    let (mut poster, mut name) = (None, None);
    while let Some(mut field) = next(&mut form).await? {
        match field.name().unwrap_or_default() {
            "poster" => {
                let incoming = Incoming::begin(blobs, caps).await?.only_picture();
                poster = Some(file(incoming, &mut field).await?);
            }
            "name" => {
                let bytes = piece(&mut field).await?.unwrap_or_default();
                let bytes = bytes.get(..NAME_BYTES).unwrap_or(&bytes);
                name = Some(String::from_utf8_lossy(bytes).into_owned());
            }
            "file" => {
                let name = name.or_else(|| field.file_name().map(ToOwned::to_owned)).unwrap_or_default();
                let taken = file(Incoming::begin(blobs, caps).await?, &mut field).await?;
                return Ok(Upload::of(taken, poster, name));
            }
            _ => {}
        }
    }
    Err(UploadRefusal::NoFile.into())
}

async fn next(form: &mut Multipart) -> Outcome<Option<Field<'_>>> {
    match tokio::time::timeout(SILENCE, form.next_field()).await {
        Ok(Ok(field)) => Ok(field),
        _ => Err(UploadRefusal::BrokenOff.into()),
    }
}

async fn piece(field: &mut Field<'_>) -> Outcome<Option<Bytes>> {
    match tokio::time::timeout(SILENCE, field.chunk()).await {
        Ok(Ok(piece)) => Ok(piece),
        _ => Err(UploadRefusal::BrokenOff.into()),
    }
}

async fn file(mut incoming: Incoming, field: &mut Field<'_>) -> Outcome<Taken> {
    while let Some(piece) = piece(field).await? {
        incoming.take(&piece).await?;
    }
    incoming.end().await
}

#[derive(Deserialize)]
pub(super) struct Which {
    size: Option<String>,
}

pub(super) async fn fetch(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let act = Arc::new(visitor::act_of(&edge, &headers).await?);
    let found = match id.parse::<BlobId>() {
        Ok(id) => blob::find(&act, id, which.size.as_deref() == Some("small")).await,
        Err(_) => Err(LinkRefusal::NotFound.into()),
    };
    let problem = |failure| Problem { failure, lang: act.lang, request: act.request.clone() };
    let served = found.map_err(problem)?;
    respond(&edge.app.blobs, &served, &headers).await.map_err(problem)
}

async fn respond(blobs: &Arc<dyn BlobStore>, served: &Served, asked: &HeaderMap) -> Outcome<Response> {
    let tag = format!("\"{}\"", served.hash);
    let said = |name: HeaderName| asked.get(name).and_then(|v| v.to_str().ok());
    if said(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag) || known.trim() == "*") {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        describe(response.headers_mut(), served, &tag)?;
        return Ok(response);
    }
    let fresh = said(header::IF_RANGE).is_none_or(|known| known == tag);
    let wanted = said(header::RANGE).filter(|_| fresh).map_or(Part::Whole, |range| part(range, served.bytes));
    let (status, range) = match wanted {
        Part::Whole => (StatusCode::OK, 0..served.bytes),
        Part::Range(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Nothing => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            put(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{}", served.bytes))?;
            return Ok(response);
        }
    };
    let mut response = (status, body(blobs, &served.hash, range.clone()).await?).into_response();
    let headers = response.headers_mut();
    describe(headers, served, &tag)?;
    put(headers, header::CONTENT_TYPE, &served.mime)?;
    put(headers, header::CONTENT_LENGTH, &(range.end - range.start).to_string())?;
    if status == StatusCode::PARTIAL_CONTENT {
        let said = format!("bytes {}-{}/{}", range.start, range.end - 1, served.bytes);
        put(headers, header::CONTENT_RANGE, &said)?;
    }
    Ok(response)
}

/// Headers of a file that do not depend on which part of it is asked for.
fn describe(headers: &mut HeaderMap, served: &Served, tag: &str) -> Result<(), Fault> {
    let keep = match served.public {
        true => "public, max-age=31536000, immutable",
        false => "private, max-age=604800, immutable",
    };
    put(headers, header::CACHE_CONTROL, keep)?;
    if !served.public {
        // Whoever signs out leaves nothing to the next.
        put(headers, header::VARY, "cookie")?;
    }
    put(headers, header::ETAG, tag)?;
    put(headers, header::ACCEPT_RANGES, "bytes")?;
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff")?;
    put(headers, header::CONTENT_SECURITY_POLICY, POLICY)?;
    put(headers, RESOURCE_POLICY, if served.public { "cross-origin" } else { "same-origin" })?;
    let how = if served.only_saved { "attachment" } else { "inline" };
    put(headers, header::CONTENT_DISPOSITION, &format!("{how}; {}", named(&served.name)))
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), Fault> {
    headers.insert(name, HeaderValue::from_str(value).context("writing a header")?);
    Ok(())
}

/// A file name as RFC 6266 wants it: every byte that is not plain is written as `%XX`.
pub(super) fn named(name: &str) -> String {
    let mut out = String::from("filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Which part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// All of it: no range, or one that is not understood and so passed over.
    Whole,
    /// This.
    Range(Range<u64>),
    /// A part that is not there.
    Nothing,
}

/// Reads one range: `bytes=a-b`, `bytes=a-` or `bytes=-n`.
fn part(said: &str, length: u64) -> Part {
    let Some((first, last)) = said.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let range = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..length,
        (Err(_), Ok(last)) if first.trim().is_empty() => length.saturating_sub(last)..length,
        _ => return Part::Whole,
    };
    if range.start < range.end { Part::Range(range) } else { Part::Nothing }
}

/// The bytes of a range, read as they are sent.
pub(super) async fn body(blobs: &Arc<dyn BlobStore>, hash: &str, range: Range<u64>) -> Outcome<Body> {
    // The first piece is read before the answer begins, so that a file that is gone is a 404 and not half an answer.
    let first = read(blobs.clone(), hash.to_owned(), &range).await?.ok_or(LinkRefusal::NotFound)?;
    let rest = range.start + first.len() as u64..range.end;
    if rest.is_empty() {
        return Ok(Body::from(first));
    }
    let begin = stream::once(std::future::ready(Ok::<_, Failure>(first)));
    let state = (blobs.clone(), hash.to_owned(), rest);
    let more = stream::try_unfold(state, |(blobs, hash, rest)| async move {
        if rest.is_empty() {
            return Ok(None);
        }
        let piece = read(blobs.clone(), hash.clone(), &rest).await?.unwrap_or_default();
        if piece.is_empty() {
            return Err(Failure::from(Fault::new("a file is shorter than it was")));
        }
        let rest = rest.start + piece.len() as u64..rest.end;
        Ok(Some((piece, (blobs, hash, rest))))
    });
    let whole = futures_util::StreamExt::chain(begin, more);
    Ok(Body::from_stream(futures_util::TryStreamExt::map_err(whole, |failure| match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::new(refusal.code),
    })))
}

async fn read(blobs: Arc<dyn BlobStore>, hash: String, range: &Range<u64>) -> Outcome<Option<Vec<u8>>> {
    let (from, most) = (range.start, usize::try_from(range.end - range.start).unwrap_or(PIECE).min(PIECE));
    let piece = tokio::task::spawn_blocking(move || blobs.piece(&hash, from, most)).await;
    Ok(piece.context("reading a file")??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_everything_else_is_the_whole() {
        assert_eq!(part("bytes=0-9", 100), Part::Range(0..10));
        assert_eq!(part("bytes=90-", 100), Part::Range(90..100));
        assert_eq!(part("bytes=-5", 100), Part::Range(95..100));
        assert_eq!(part("bytes=-500", 100), Part::Range(0..100));
        assert_eq!(part("bytes=99-400", 100), Part::Range(99..100));
        assert_eq!(part("bytes=100-", 100), Part::Nothing);
        assert_eq!(part("bytes=-0", 100), Part::Nothing);
        for whole in ["bytes=5-2", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-", "bytes=x-y"] {
            assert_eq!(part(whole, 100), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn names_in_headers_are_plain() {
        assert_eq!(named("报价 1.pdf"), "filename*=UTF-8''%E6%8A%A5%E4%BB%B7%201.pdf");
    }
}
