//! What a piece of work took: time, processors, memory.

/// What a piece of work gave, and what it took: seconds of the clock and of all threads' processors.
pub(crate) struct Timed<R> {
    /// What it gave.
    pub(crate) result: R,
    /// Seconds by the clock.
    pub(crate) wall: f64,
    /// Seconds of processor time.
    pub(crate) cpu: f64,
}

/// Does a piece of work and times it.
pub(crate) fn timed<R>(work: impl FnOnce() -> R) -> Timed<R> {
    let (start, before) = (std::time::Instant::now(), processor());
    let result = work();
    Timed { result, wall: start.elapsed().as_secs_f64(), cpu: processor() - before }
}

/// Processor seconds of this process so far.
pub(crate) fn processor() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory this process has had, in gigabytes; 0 where the system does not tell.
pub(crate) fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e6
}
