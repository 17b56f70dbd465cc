//! The machine that is measured on, and its load.

use std::fs;

/// The machine and its load, in a line.
pub(crate) fn described() -> String {
    let processor = processor().unwrap_or_else(|| "unknown processor".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown");
    let architecture = std::env::consts::ARCH;
    format!("{architecture}, {cores} cores, {processor}, load {load} at the start")
}

fn processor() -> Option<String> {
    let information = fs::read_to_string("/proc/cpuinfo").ok()?;
    let mut lines = information.lines();
    let model = lines.find_map(|line| line.strip_prefix("model name"))?;
    Some(model.trim_start_matches(['\t', ' ', ':']).to_owned())
}
