//! What browser tests need around them: Chromium with Chinese fonts, a demo village on a free port, a mail server.
//!
//! The server is the real binary, built before, in the dev profile with a fresh database in a scratch folder. Tests find
//! everything through the environment: `WEILU_URL`, `WEILU_DATA`, `WEILU_LOG`, `WEILU_CHROMIUM`, `WEILU_PROGRAM` (the
//! server itself, for a test that wants an empty house), `WEILU_TEST_SMTP`, `WEILU_TEST_MAILDIR`.

use crate::mail::MailServer;
use crate::process::{self, Scratch, Service};
use crate::{Failure, Place, debian, place};
use nix::sys::signal::Signal;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The running surroundings; dropping them stops everything.
#[derive(Debug)]
pub struct Village {
    server: Service,
    mail: MailServer,
    folder: Scratch,
    chromium: PathBuf,
    port: u16,
    program: PathBuf,
}

impl Village {
    /// Brings what is missing and starts the rest.
    ///
    /// # Errors
    /// When something is missing and may not be installed, or the server does not become ready.
    pub fn start(place: &Place) -> Result<Self, Failure> {
        let chromium = chromium()?;
        chinese_fonts()?;
        let mail = MailServer::start()?;
        let folder = process::scratch("village")?;
        let port = process::free_port()?;
        let mut command = Command::new(place.server("debug"));
        command.args([
            "serve",
            "--demo",
            "--wechat-simulator",
            "--host",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--data",
        ]);
        command.arg(folder.path().join("data")).current_dir(folder.path());
        let mut server = Service::start("weilu serve", command, &folder.path().join("log"), Signal::SIGTERM)?;
        server.ready(Duration::from_secs(120), || answers(port))?;
        Ok(Self { server, mail, folder, chromium, port, program: place.server("debug") })
    }

    /// What the tests read from their environment.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let shown = |path: PathBuf| path.display().to_string();
        vec![
            ("WEILU_URL", format!("http://127.0.0.1:{}", self.port)),
            ("WEILU_DATA", shown(self.folder.path().join("data"))),
            ("WEILU_LOG", shown(self.folder.path().join("log"))),
            ("WEILU_CHROMIUM", shown(self.chromium.clone())),
            ("WEILU_PROGRAM", shown(self.program.clone())),
            ("WEILU_TEST_SMTP", self.mail.address()),
            ("WEILU_TEST_MAILDIR", shown(self.mail.letters())),
        ]
    }

    /// What the server said last.
    pub fn last_lines(&self) -> String {
        self.server.last_lines()
    }
}

fn chromium() -> Result<PathBuf, Failure> {
    if let Some(program) = place::program(&CHROMIUM_NAMES) {
        return Ok(program);
    }
    debian::install("Chromium (and Chinese fonts)", &["chromium", "fonts-noto-cjk", "fontconfig"])?;
    place::program(&CHROMIUM_NAMES).ok_or_else(|| Failure::new("chromium was installed but is not on PATH"))
}

fn chinese_fonts() -> Result<(), Failure> {
    let mut ask = Command::new("fc-list");
    ask.arg(":lang=zh");
    let known = process::quiet("fc-list", ask, Duration::from_secs(60)).unwrap_or_default();
    if known.trim().is_empty() {
        debian::install("a Chinese font", &["fonts-noto-cjk", "fontconfig"])?;
    }
    Ok(())
}

/// Whether the server says that it is ready.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut start = [0_u8; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
