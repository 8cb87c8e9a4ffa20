//! The one reader of the open web. What it is sent to is written by members, so it goes nowhere that a stranger could
//! not go himself.
//!
//! Rules: http and https on their usual ports; every name is resolved here and only public addresses are connected
//! to, again after each of at most three redirects; five seconds in all; no more than the asker wants; no cookies, no
//! proxy, no secrets. An address that leads inside (loopback, private, link-local, carrier's, cloud's) is treated like
//! one that does not answer. It is a port, which the simulator goes without.

use reqwest::{
    Client, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, HeaderMap, LOCATION},
    redirect::Policy,
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use url::{Host, Url};
use weilu_vocabulary::{Fault, Faulty};

const IN_ALL: Duration = Duration::from_secs(5);
const REDIRECTS_MOST: usize = 3;
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
const NAME: &str = concat!("Mozilla/5.0 (compatible; WeiluPreview/", env!("CARGO_PKG_VERSION"), ")");
const LANGUAGES: &str = "zh-CN,zh;q=0.9,en;q=0.6";

/// How far a reader goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses.
    Public,
    /// There, and to this very machine: for tests that run a server of their own.
    PublicAndThisMachine,
}

impl Reach {
    /// Whether an address may be connected to.
    #[must_use]
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Reach::Public => is_public(address),
            Reach::PublicAndThisMachine => is_public(address) || address.to_canonical().is_loopback(),
        }
    }

    fn allows_port(self, port: u16) -> bool {
        PORTS.contains(&port) || self == Reach::PublicAndThisMachine
    }
}

/// Whether an address belongs to the open internet.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let inside = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast();
    let special = v4.is_documentation() || v4.is_multicast() || v4.is_unspecified();
    let reserved = matches!(
        (a, b, c),
        (0 | 240.., _, _) | (100, 64..128, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..20, _)
    );
    !(inside || special || reserved)
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    match v6.segments() {
        // Addresses that carry one of the older kind lead where that one leads.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(older(high, low)),
        [0x2002, high, low, ..] => is_public_v4(older(high, low)),
        // Teredo, benchmarks, documentation, and other blocks that are no places.
        [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // What is given out to the world begins with the bits 001.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

fn older(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
}

/// Resolves names and leaves out where it may not go.
struct Names(Reach);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err("no address of this name may be gone to".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// What is wanted from an address.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Kinds that are taken; a kind that ends with `/` stands for all that begin with it.
    pub kinds: &'static [&'static str],
    /// Bytes that are read.
    pub most: usize,
    /// Whether what is longer is of use as far as it was read.
    pub cut: bool,
}

impl Wanted {
    fn accept(&self) -> String {
        let kinds =
            self.kinds.iter().map(|k| if k.ends_with('/') { format!("{k}*") } else { (*k).to_owned() });
        kinds.collect::<Vec<_>>().join(",")
    }
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Where it was in the end.
    pub address: Url,
    /// The character set it says it is written in.
    pub charset: Option<String>,
    /// As far as it was read.
    pub bytes: Vec<u8>,
}

/// Why nothing was read; for the operator's log, the member sees a plain link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread(pub String);

impl<E: std::error::Error> From<E> for Unread {
    fn from(error: E) -> Unread {
        Unread(error.to_string())
    }
}

fn unread(why: &str) -> Unread {
    Unread(why.to_owned())
}

/// The reader.
pub struct Web {
    client: Client,
    reach: Reach,
}

impl Web {
    /// A reader that goes so far.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(reach: Reach) -> Result<Web, Fault> {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls =
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .context("setting up TLS")?
                .with_root_certificates(roots)
                .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Names(reach)))
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .user_agent(NAME)
            .build()
            .context("setting up the reader of the web")?;
        Ok(Web { client, reach })
    }

    /// Reads an address.
    ///
    /// # Errors
    /// When it may not be gone to, does not answer in time, or is not of the kind that is wanted.
    pub async fn read(&self, address: &Url, wanted: Wanted) -> Result<Read, Unread> {
        match tokio::time::timeout(IN_ALL, self.follow(address.clone(), wanted)).await {
            Ok(read) => read,
            Err(_) => Err(unread("it took too long")),
        }
    }

    async fn follow(&self, mut address: Url, wanted: Wanted) -> Result<Read, Unread> {
        for _ in 0..=REDIRECTS_MOST {
            self.check(&address)?;
            let request = self.client.get(address.clone());
            let request = request.header(ACCEPT, wanted.accept()).header(ACCEPT_LANGUAGE, LANGUAGES);
            let response = request.send().await?;
            match next(&response, &address)? {
                Some(to) => address = to,
                None => return take(response, address, wanted).await,
            }
        }
        Err(unread("it redirects too often"))
    }

    /// Whether an address may be asked at all. Names are judged by what they resolve to, when it is connected.
    fn check(&self, address: &Url) -> Result<(), Unread> {
        if !matches!(address.scheme(), "http" | "https") {
            return Err(unread("not http"));
        }
        if !address.username().is_empty() || address.password().is_some() {
            return Err(unread("it names a user"));
        }
        let port = address.port_or_known_default().unwrap_or(0);
        let known = match address.host() {
            Some(Host::Ipv4(v4)) => self.reach.allows(v4.into()),
            Some(Host::Ipv6(v6)) => self.reach.allows(v6.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if known && self.reach.allows_port(port) { Ok(()) } else { Err(unread("it leads inside")) }
    }
}

/// Where an answer sends one on to, if it does.
fn next(response: &Response, from: &Url) -> Result<Option<Url>, Unread> {
    let moved = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    if !moved.contains(&response.status()) {
        return Ok(None);
    }
    let to = response.headers().get(LOCATION).ok_or_else(|| unread("it redirects to nowhere"))?;
    Ok(Some(from.join(to.to_str()?)?))
}

async fn take(mut response: Response, address: Url, wanted: Wanted) -> Result<Read, Unread> {
    if !response.status().is_success() {
        return Err(Unread(format!("it answered {}", response.status())));
    }
    let (kind, charset) = kind_of(response.headers());
    if !wanted.kinds.iter().any(|k| kind == *k || (k.ends_with('/') && kind.starts_with(k))) {
        return Err(Unread(format!("it is {kind}")));
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await? {
        bytes.extend(piece.iter().take(wanted.most + 1 - bytes.len()));
        if bytes.len() > wanted.most {
            if !wanted.cut {
                return Err(unread("it is too long"));
            }
            bytes.truncate(wanted.most);
            break;
        }
    }
    Ok(Read { address, charset, bytes })
}

/// Kind and character set, as an answer says them.
fn kind_of(headers: &HeaderMap) -> (String, Option<String>) {
    let said = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut parts = said.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| Some(part.strip_prefix("charset=")?.trim_matches('"').to_owned()));
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    const PAGES: Wanted = Wanted { kinds: &["text/html"], most: 1_000, cut: true };

    #[test]
    fn only_the_open_internet_is_public() {
        let public = |text: &str| Reach::Public.allows(text.parse().unwrap());
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "100.127.9.9",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "203.0.113.5",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::3",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2002:c0a8:101::",
            "100::1",
            "::7f00:1",
        ] {
            assert!(!public(inside), "{inside}");
        }
        for outside in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "192.169.0.1",
            "198.20.0.1",
            "223.5.5.5",
            "240e::1",
            "2606:4700::1111",
            "64:ff9b::808:808",
            "2002:808:808::",
        ] {
            assert!(public(outside), "{outside}");
        }
        assert!(Reach::PublicAndThisMachine.allows("127.0.0.1".parse().unwrap()));
        assert!(!Reach::PublicAndThisMachine.allows("10.0.0.1".parse().unwrap()));
    }

    #[tokio::test]
    async fn addresses_that_lead_inside_are_never_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let web = Web::new(Reach::Public).unwrap();
        for address in [
            format!("http://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://[::1]:{port}/"),
            format!("http://0x7f.1:{port}/"),
            format!("http://2130706433:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            "http://localhost/".to_owned(),
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "http://name:word@example.com/".to_owned(),
            "http://example.com:22/".to_owned(),
            "ftp://example.com/".to_owned(),
            "file:///etc/passwd".to_owned(),
        ] {
            assert!(web.read(&address.parse().unwrap(), PAGES).await.is_err(), "{address}");
        }
        let knocked = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(knocked.is_err(), "somebody came");
    }

    /// A server that answers every request with the same text.
    async fn serve(answer: String) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        #[expect(clippy::disallowed_methods, reason = "the server of a test")]
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.read(&mut [0; 4_096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        port
    }

    #[tokio::test]
    async fn what_is_read_is_cut_typed_and_followed_three_times() {
        let web = Web::new(Reach::PublicAndThisMachine).unwrap();
        let body = "x".repeat(5_000);
        let page = serve(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=GBK\r\ncontent-length: 5000\r\n\r\n{body}"
        ))
        .await;
        let at = |port: u16| format!("http://127.0.0.1:{port}/").parse::<Url>().unwrap();
        let read = web.read(&at(page), PAGES).await.unwrap();
        assert_eq!((read.bytes.len(), read.charset.as_deref()), (1_000, Some("gbk")));
        let whole = Wanted { cut: false, ..PAGES };
        assert!(web.read(&at(page), whole).await.is_err(), "too long");
        let pictures = Wanted { kinds: &["image/"], ..PAGES };
        assert!(web.read(&at(page), pictures).await.is_err(), "not a picture");

        let mut to = page;
        for hops in 1..=4 {
            to = serve(format!(
                "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{to}/\r\ncontent-length: 0\r\n\r\n"
            ))
            .await;
            assert_eq!(web.read(&at(to), PAGES).await.is_ok(), hops <= 3, "{hops} redirects");
        }
        let inside =
            serve("HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n".to_owned())
                .await;
        let led = web.read(&at(inside), PAGES).await.unwrap_err();
        assert_eq!(led, unread("it leads inside"), "a redirect is judged like an address");
    }
}
