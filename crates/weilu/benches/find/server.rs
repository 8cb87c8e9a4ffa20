//! The real binary on a folder.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Longer than the index waits before it writes.
const WRITTEN_AFTER: Duration = Duration::from_secs(15);

pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(folder: &Path) -> Server {
        Server::start_with(folder, &[])
    }

    /// With options besides.
    pub fn start_with(folder: &Path, options: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_weilu"))
            .args(["serve", "--port", "0", "--data"])
            .arg(folder)
            .args(options)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some((_, address)) = line.split_once("serving on http://") {
                break address.trim().split('\u{1b}').next().unwrap().to_owned();
            }
        };
        std::thread::spawn(move || for _ in lines {});
        Server { child, address }
    }

    /// Its process, for what the system counts.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as an operator does, and waits until it has.
    pub fn end(mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }

    /// Lets the index write what waits, and ends.
    pub fn rest(self) {
        std::thread::sleep(WRITTEN_AFTER);
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
