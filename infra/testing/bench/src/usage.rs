//! The processor time and the memory of a process, as Linux counts them.

use std::fs;
use std::time::Duration;

/// The use that a process has made of the machine so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// Processor time of all its threads.
    pub(crate) processor: Duration,
    /// Most memory that it ever held, in kB.
    pub(crate) peak_memory: u64,
}

/// The use that a process has made so far; nothing for one that is gone.
pub(crate) fn of(process: u32) -> Usage {
    Usage {
        processor: processor(process).unwrap_or_default(),
        peak_memory: peak_memory(process).unwrap_or_default(),
    }
}

/// The scheduler counts in nanoseconds; `stat` would count in hundredths of a second.
fn processor(process: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let times = threads.flatten().filter_map(|thread| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(times.sum()))
}

fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_process_that_runs_has_taken_time_and_memory() {
        let usage = of(std::process::id());
        assert!(!usage.processor.is_zero(), "{usage:?}");
        assert!(usage.peak_memory > 0, "{usage:?}");
        assert!(of(u32::MAX).processor.is_zero());
    }
}
