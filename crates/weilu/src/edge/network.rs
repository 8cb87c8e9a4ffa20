//! Where a request comes from: the client's address behind named proxies, and its province (属地).
//!
//! Rules: only a proxy that is named may say for whom it speaks; what anybody else writes into those headers is
//! removed before it is read. The address itself goes no further than this file: the act gets the province and a
//! hash for rate limits. Provinces come from a table `network,province` that the operator provides; without one
//! no province is known. It keeps nothing.

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    str::FromStr,
    sync::Arc,
};
use weilu_vocabulary::Fault;

/// What this file tells the rest of the edge; nobody outside can set them.
const CLIENT: HeaderName = HeaderName::from_static("x-weilu-client");
const HTTPS: HeaderName = HeaderName::from_static("x-weilu-https");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// A range of addresses, as in `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    bits: u128,
    length: u32,
    v6: bool,
}

impl FromStr for Range {
    type Err = String;
    fn from_str(text: &str) -> Result<Range, String> {
        let wrong = || format!("`{text}` is no address and no range such as 10.0.0.0/8");
        let (address, length) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let (bits, v6) = bits(address);
        let whole = if v6 { 128 } else { 32 };
        let length = if length.is_empty() { whole } else { length.trim().parse().map_err(|_| wrong())? };
        if length > whole { Err(wrong()) } else { Ok(Range { bits, length, v6 }) }
    }
}

fn bits(address: IpAddr) -> (u128, bool) {
    match address.to_canonical() {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, false),
        IpAddr::V6(v6) => (v6.to_bits(), true),
    }
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        let (bits, v6) = bits(address);
        v6 == self.v6 && (self.length == 0 || (bits ^ self.bits) >> (128 - self.length) == 0)
    }
}

/// Named proxies and the table of provinces.
#[derive(Clone, Debug, Default)]
pub struct Network {
    trusted: Vec<Range>,
    provinces: Vec<(Range, String)>,
}

impl Network {
    /// Trusts these proxies, and reads the table of provinces where there is one.
    ///
    /// # Errors
    /// When the table cannot be read or a line of it is wrong.
    pub fn open(trusted: Vec<Range>, table: &Path) -> Result<Network, Fault> {
        let text = match std::fs::read_to_string(table) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Fault::new(error.to_string()).context("reading the table of provinces")),
        };
        Ok(Network { trusted, provinces: provinces(&text)? })
    }

    /// The client of a connection: the last address before the named proxies.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let said = headers.get_all(FORWARDED_FOR).iter().filter_map(|v| v.to_str().ok()).collect::<Vec<_>>();
        for address in said.join(",").rsplit(',') {
            if !self.is_trusted(client) {
                return client;
            }
            match address.trim().parse() {
                Ok(before) => client = before,
                Err(_) => return client,
            }
        }
        client
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|range| range.holds(address))
    }

    /// The province of an address, if the table knows it.
    fn province(&self, address: IpAddr) -> Option<&str> {
        self.provinces.iter().find(|(range, _)| range.holds(address)).map(|(_, name)| name.as_str())
    }

    /// Province and hash of the client of a request that went through [`mark`].
    pub(super) fn origin(&self, headers: &HeaderMap) -> (Option<String>, Option<[u8; 16]>) {
        let client = headers.get(CLIENT).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<IpAddr>().ok());
        let Some(client) = client else { return (None, None) };
        // Behind a proxy on this machine that nobody named, one limit would hold for everybody.
        if client.is_loopback() {
            return (None, None);
        }
        let hash = blake3::derive_key("weilu client address", client.to_string().as_bytes());
        (self.province(client).map(ToOwned::to_owned), hash.first_chunk().copied())
    }
}

/// Lines `network,province`; the narrowest range that holds an address counts.
fn provinces(text: &str) -> Result<Vec<(Range, String)>, Fault> {
    let mut table = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (range, name) = line
            .split_once(',')
            .ok_or_else(|| Fault::new(format!("no comma in the table of provinces: {line}")))?;
        table.push((range.parse::<Range>().map_err(Fault::new)?, name.trim().to_owned()));
    }
    table.sort_by_key(|(range, _)| std::cmp::Reverse(range.length));
    Ok(table)
}

/// Whether the client came by TLS.
pub(super) fn is_https(headers: &HeaderMap) -> bool {
    headers.contains_key(HTTPS)
}

/// Writes the client's address and scheme where the rest of the edge reads them.
pub(super) async fn mark(
    State(edge): State<Arc<super::Edge>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers_mut();
    headers.remove(CLIENT);
    headers.remove(HTTPS);
    let client = edge.network.client(peer.ip(), headers);
    if let Ok(value) = HeaderValue::from_str(&client.to_string()) {
        headers.insert(CLIENT, value);
    }
    let https = headers.get(FORWARDED_PROTO).is_some_and(|v| v == "https");
    if https && edge.network.is_trusted(peer.ip()) {
        headers.insert(HTTPS, HeaderValue::from_static("1"));
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(forwarded: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_str(forwarded).unwrap());
        headers
    }

    #[test]
    fn only_named_proxies_are_believed() {
        let network = Network { trusted: vec!["10.0.0.0/8".parse().unwrap()], provinces: Vec::new() };
        let (proxy, stranger): (IpAddr, IpAddr) =
            ("10.1.2.3".parse().unwrap(), "203.0.113.9".parse().unwrap());
        let client = |peer, said: &str| network.client(peer, &headers(said)).to_string();
        assert_eq!(client(stranger, "198.51.100.7"), "203.0.113.9");
        assert_eq!(client(proxy, "198.51.100.7"), "198.51.100.7");
        assert_eq!(client(proxy, "1.1.1.1, 198.51.100.7, 10.9.9.9"), "198.51.100.7");
        assert_eq!(client(proxy, "nonsense"), "10.1.2.3");
        assert_eq!(client("::ffff:10.1.2.3".parse().unwrap(), "2001:db8::1"), "2001:db8::1");
    }

    #[test]
    fn the_narrowest_range_names_the_province() {
        let table =
            provinces("# example\n203.0.0.0/8,浙江\n203.0.113.0/24,云南\n2001:db8::/32,四川\n").unwrap();
        let network = Network { trusted: Vec::new(), provinces: table };
        let province = |address: &str| network.province(address.parse().unwrap()).map(ToOwned::to_owned);
        assert_eq!(province("203.0.113.9").as_deref(), Some("云南"));
        assert_eq!(province("203.1.1.1").as_deref(), Some("浙江"));
        assert_eq!(province("2001:db8::9").as_deref(), Some("四川"));
        assert_eq!(province("198.51.100.7"), None);
        assert!(provinces("203.0.113.0/33,x").is_err());
    }
}
