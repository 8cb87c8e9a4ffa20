//! A real SMTP server for the tests: Debian's aiosmtpd, which keeps every letter in a Maildir and sends none on.
//!
//! A server that is not ours reads the protocol with other eyes than ours, which is the point of it.

use crate::process::{self, Scratch, Service};
use crate::{Failure, debian, place};
use nix::sys::signal::Signal;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

/// The running server; dropping it stops it and removes the letters.
#[derive(Debug)]
pub struct MailServer {
    _service: Service,
    folder: Scratch,
    port: u16,
}

impl MailServer {
    /// Starts one, installing it from Debian's packages where that is possible.
    ///
    /// # Errors
    /// When it can neither be found nor installed, or does not start.
    pub fn start() -> Result<Self, Failure> {
        let program = match place::program(&["aiosmtpd"]) {
            Some(program) => program,
            None => {
                debian::install("the mail server of the tests (aiosmtpd)", &["python3-aiosmtpd"])?;
                place::program(&["aiosmtpd"])
                    .ok_or_else(|| Failure::new("python3-aiosmtpd was installed but aiosmtpd is not found"))?
            }
        };
        let folder = process::scratch("mail")?;
        let home = folder.path().join("home");
        debian::owned_folder("nobody", &home)?;
        let port = process::free_port()?;
        let mut command = debian::unprivileged("nobody", &program);
        command.arg("--nosetuid").arg("--listen").arg(format!("127.0.0.1:{port}"));
        command.arg("--class").arg("aiosmtpd.handlers.Mailbox").arg(home.join("letters"));
        let mut service =
            Service::start("the mail server", command, &folder.path().join("log"), Signal::SIGTERM)?;
        service.ready(Duration::from_secs(30), || TcpStream::connect(("127.0.0.1", port)).is_ok())?;
        Ok(Self { _service: service, folder, port })
    }

    /// `host:port` to send to.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The Maildir; arrived letters lie in `new/`.
    pub fn letters(&self) -> PathBuf {
        self.folder.path().join("home/letters")
    }
}
