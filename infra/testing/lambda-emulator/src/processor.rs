//! The processor time of a function's process, as Linux counts it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A tick of the clock by which Linux counts a process's time; `getconf CLK_TCK` says 100 everywhere.
const TICK: Duration = Duration::from_millis(10);

/// The time of the process that has this in its environment, in all its threads.
pub(crate) fn time_of(variable: &str) -> Option<Duration> {
    let process = process_with(variable)?;
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name before it may hold anything.
    let (_, rest) = stat.rsplit_once(") ")?;
    // The state is the third field of all; user and system time are the 14th and 15th.
    let ticks = rest.split(' ').skip(11).take(2);
    let ticks: u32 = ticks.filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    Some(TICK * ticks)
}

/// The number of the process that has this in its environment.
pub(crate) fn number_of(variable: &str) -> Option<u32> {
    let process = process_with(variable)?;
    process.file_name()?.to_str()?.parse().ok()
}

fn process_with(variable: &str) -> Option<PathBuf> {
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut processes = processes.map(|process| process.path());
    processes.find(|process| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        let mut variables = environment.split(|byte| *byte == 0);
        variables.any(|own| own == variable.as_bytes())
    })
}
