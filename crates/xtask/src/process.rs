//! Starting programs so that every one of them ends: with a limit on every wait, and stopped with us.
//!
//! Each program leads a process group of its own. The groups alive and the scratch folders stand in one register;
//! leaving a scope, a time-out and Ctrl-C all end what the register holds. Where `setpriv` exists, services also
//! get a parent-death signal, so that even a killed xtask leaves none behind.
//!
//! It deliberately does not retry anything: a program that fails is reported as it failed.

use crate::{Failure, place, screen};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a program gets to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// Exit status after Ctrl-C, as shells have it.
pub const INTERRUPTED: u8 = 130;

static GROUPS: Mutex<BTreeMap<i32, Signal>> = Mutex::new(BTreeMap::new());
static SCRATCH: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static STOPPING: AtomicBool = AtomicBool::new(false);
static NEXT_SCRATCH: AtomicU32 = AtomicU32::new(0);

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on Ctrl-C (and a polite kill) first ends every program started and removes every scratch folder.
///
/// The handler only signals: the main thread then sees its programs end, starts nothing more and leaves its scopes
/// in their order. Should it hang, the handler cleans up in its place.
///
/// # Errors
/// When the operating system refuses the handler.
pub fn stop_all_on_interrupt() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        STOPPING.store(true, Ordering::SeqCst);
        screen::say("\nxtask: stopping what was started");
        for (group, signal) in locked(&GROUPS).iter() {
            let _ = killpg(Pid::from_raw(*group), *signal);
        }
        pause(GRACE * 2);
        let groups: Vec<i32> = locked(&GROUPS).keys().copied().collect();
        groups.into_iter().for_each(end_group);
        for folder in std::mem::take(&mut *locked(&SCRATCH)) {
            let _ = fs::remove_dir_all(folder);
        }
        std::process::exit(i32::from(INTERRUPTED));
    })
    .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))
}

/// An error once somebody asked to stop.
///
/// # Errors
/// As said, with the exit status of an interrupted program.
pub fn not_interrupted() -> Result<(), Failure> {
    if STOPPING.load(Ordering::SeqCst) { Err(Failure::interrupted()) } else { Ok(()) }
}

/// Waits a moment without doing anything.
pub fn pause(duration: Duration) {
    let until = Instant::now() + duration;
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// Asks again and again until the answer is yes; false when the limit passed first.
pub fn eventually(limit: Duration, mut answer: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + limit;
    loop {
        if answer() {
            return true;
        }
        if Instant::now() >= until {
            return false;
        }
        pause(Duration::from_millis(50));
    }
}

/// A folder for one run, removed when dropped.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        locked(&SCRATCH).retain(|path| *path != self.path);
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A new empty folder under the system's folder for temporary files.
///
/// # Errors
/// When it cannot be made.
pub fn scratch(label: &str) -> Result<Scratch, Failure> {
    let number = NEXT_SCRATCH.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("weilu-{label}-{}-{number}", std::process::id()));
    fs::create_dir(&path).map_err(Failure::io(path.display()))?;
    locked(&SCRATCH).push(path.clone());
    Ok(Scratch { path })
}

fn spawn(what: &str, mut command: Command, stop_with: Signal) -> Result<(Child, i32), Failure> {
    not_interrupted()?;
    command.process_group(0).stdin(Stdio::null());
    let mut groups = locked(&GROUPS);
    let child = command.spawn().map_err(Failure::io(format!("cannot start {what}")))?;
    let group = i32::try_from(child.id()).map_err(|_| Failure::new(format!("{what}: odd process id")))?;
    groups.insert(group, stop_with);
    Ok((child, group))
}

/// Ends a group: its own signal, the grace, then the signal that cannot be refused.
fn end_group(group: i32) {
    let signal = locked(&GROUPS).get(&group).copied().unwrap_or(Signal::SIGTERM);
    let group_id = Pid::from_raw(group);
    if killpg(group_id, signal).is_ok() && !eventually(GRACE, || killpg(group_id, None).is_err()) {
        let _ = killpg(group_id, Signal::SIGKILL);
    }
    locked(&GROUPS).remove(&group);
}

enum Happening {
    Line(String),
    Exit(std::io::Result<ExitStatus>),
}

fn read_lines(from: impl Read, into: &Sender<Happening>) {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_string();
        if into.send(Happening::Line(text)).is_err() {
            return;
        }
        line.clear();
    }
}

/// Runs a program to its end, giving each line of its output (standard and error in their order) to `on_line`.
/// True when it succeeded.
///
/// # Errors
/// When it cannot be started or outlives the limit.
pub fn watched(
    what: &str,
    mut command: Command,
    limit: Duration,
    mut on_line: impl FnMut(&str),
) -> Result<bool, Failure> {
    let (reader, writer) = std::io::pipe().map_err(Failure::io("a pipe"))?;
    command.stdout(writer.try_clone().map_err(Failure::io("a pipe"))?).stderr(writer);
    let (mut child, group) = spawn(what, command, Signal::SIGTERM)?;
    let (sender, happenings) = channel();
    let lines = sender.clone();
    std::thread::spawn(move || read_lines(reader, &lines));
    std::thread::spawn(move || sender.send(Happening::Exit(child.wait())));
    let outcome = follow(what, &happenings, limit, &mut on_line);
    end_group(group);
    not_interrupted()?;
    outcome
}

fn follow(
    what: &str,
    happenings: &Receiver<Happening>,
    limit: Duration,
    on_line: &mut impl FnMut(&str),
) -> Result<bool, Failure> {
    let mut until = Instant::now() + limit;
    let mut exit = None;
    loop {
        match happenings.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Happening::Line(line)) => on_line(&line),
            Ok(Happening::Exit(status)) => {
                let status = status.map_err(Failure::io(what))?;
                exit = Some(status.success());
                // Something it left behind may hold the pipe open: the rest gets a moment, not for ever.
                until = Instant::now() + Duration::from_secs(3);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(exit.unwrap_or(false)),
            Err(RecvTimeoutError::Timeout) => {
                return exit.ok_or_else(|| {
                    Failure::new(format!("{what} was still running after {} and was stopped", spoken(limit)))
                });
            }
        }
    }
}

/// Runs a program to its end and shows its output.
///
/// # Errors
/// When it cannot be started, fails or outlives the limit.
pub fn step(what: &str, command: Command, limit: Duration) -> Result<(), Failure> {
    if watched(what, command, limit, screen::say)? {
        Ok(())
    } else {
        Err(Failure::new(format!("{what} failed")))
    }
}

/// Runs a program to its end silently and returns what it printed.
///
/// # Errors
/// As [`step`]; the message then ends with the last lines it printed.
pub fn quiet(what: &str, command: Command, limit: Duration) -> Result<String, Failure> {
    let mut printed = String::new();
    let fine = watched(what, command, limit, |line| {
        printed.push_str(line);
        printed.push('\n');
    })?;
    if fine { Ok(printed) } else { Err(Failure::new(format!("{what} failed:\n{}", tail(&printed, 20)))) }
}

/// The last lines of a text.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}

/// A duration as a person says it: `0.4 s`, `2 min 05 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A program that runs beside us until it is dropped.
#[derive(Debug)]
pub struct Service {
    what: String,
    group: i32,
    child: Child,
    log: PathBuf,
}

impl Service {
    /// Starts it with its output in `log`; `stop_with` is the signal that ends it properly.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(what: &str, command: Command, log: &Path, stop_with: Signal) -> Result<Self, Failure> {
        let out = fs::File::create(log).map_err(Failure::io(log.display()))?;
        let copy = out.try_clone().map_err(Failure::io(log.display()))?;
        let mut command = ended_with_parent(command, stop_with);
        command.stdout(out).stderr(copy);
        let (child, group) = spawn(what, command, stop_with)?;
        Ok(Self { what: what.to_string(), group, child, log: log.to_path_buf() })
    }

    /// Waits until it is ready by the given question.
    ///
    /// # Errors
    /// When it ends by itself or the limit passes; the message ends with its last lines.
    pub fn ready(&mut self, limit: Duration, mut question: impl FnMut() -> bool) -> Result<(), Failure> {
        let mut ended = false;
        let fine = eventually(limit, || {
            ended = !matches!(self.child.try_wait(), Ok(None));
            ended || not_interrupted().is_err() || question()
        });
        not_interrupted()?;
        if fine && !ended {
            return Ok(());
        }
        let why = if ended {
            "ended by itself".to_string()
        } else {
            format!("was not ready after {}", spoken(limit))
        };
        Err(Failure::new(format!("{} {why}; its last lines:\n{}", self.what, self.last_lines())))
    }

    /// The last lines it wrote.
    pub fn last_lines(&self) -> String {
        tail(&fs::read_to_string(&self.log).unwrap_or_default(), 20)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let signal = locked(&GROUPS).get(&self.group).copied().unwrap_or(Signal::SIGTERM);
        let _ = killpg(Pid::from_raw(self.group), signal);
        eventually(GRACE, || !matches!(self.child.try_wait(), Ok(None)));
        end_group(self.group);
        let _ = self.child.wait();
    }
}

/// The same command, wrapped so that the kernel ends it when xtask itself is killed.
fn ended_with_parent(command: Command, signal: Signal) -> Command {
    let Some(setpriv) = place::program(&["setpriv"]) else {
        return command;
    };
    let mut wrapped = Command::new(setpriv);
    wrapped.arg("--pdeathsig").arg(signal.as_str().trim_start_matches("SIG"));
    // The kernel forgets the signal when the user changes, so a command that changes it must ask for both at once.
    if command.get_program() != "setpriv" {
        wrapped.arg("--").arg(command.get_program());
    }
    wrapped.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    wrapped
}

/// A TCP port on loopback that nobody listens on right now.
///
/// # Errors
/// When the system gives none.
pub fn free_port() -> Result<u16, Failure> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::io("a free port"))?;
    Ok(listener.local_addr().map_err(Failure::io("a free port"))?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script);
        command
    }

    #[test]
    fn output_and_errors_arrive_in_their_order() {
        let printed =
            quiet("the test", shell("echo 1; echo 2 >&2; echo 3"), Duration::from_secs(10)).unwrap();
        assert_eq!(printed, "1\n2\n3\n");
    }

    #[test]
    fn a_failing_program_is_quoted() {
        let failure = quiet("the test", shell("echo because; exit 3"), Duration::from_secs(10)).unwrap_err();
        assert!(failure.to_string().contains("because"), "{failure}");
    }

    #[test]
    fn a_program_that_outlives_its_limit_is_stopped_with_its_children() {
        let folder = scratch("limit").unwrap();
        let mark = folder.path().join("mark");
        let script = format!("(sleep 2; touch {}) & sleep 60", mark.display());
        let began = Instant::now();
        let failure = step("the sleeper", shell(&script), Duration::from_millis(200)).unwrap_err();
        assert!(failure.to_string().contains("still running"), "{failure}");
        assert!(began.elapsed() < Duration::from_secs(5));
        pause(Duration::from_millis(2_200));
        assert!(!mark.exists(), "the child of the stopped program went on");
    }

    #[test]
    fn a_service_is_gone_after_its_scope() {
        let folder = scratch("service").unwrap();
        let log = folder.path().join("log");
        let mut service =
            Service::start("the service", shell("echo up; sleep 60"), &log, Signal::SIGTERM).unwrap();
        service.ready(Duration::from_secs(5), || fs::read_to_string(&log).unwrap().contains("up")).unwrap();
        let group = Pid::from_raw(service.group);
        drop(service);
        assert!(killpg(group, None).is_err());
    }

    #[test]
    fn a_service_that_dies_says_its_last_words() {
        let folder = scratch("dying").unwrap();
        let log = folder.path().join("log");
        let mut service =
            Service::start("the service", shell("echo no room"), &log, Signal::SIGTERM).unwrap();
        let failure = service.ready(Duration::from_secs(5), || false).unwrap_err();
        assert!(failure.to_string().contains("no room"), "{failure}");
    }
}
