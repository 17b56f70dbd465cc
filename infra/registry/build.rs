//! Collects the sample events of all actions, so that whoever shows them runs from anywhere.
//!
//! `include_dir` would do without this list, but does not see on stable Rust that a file was added.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The end of the name of a file that says what must come of a sample.
const EXPECTED: &str = ".expected.json";

#[expect(
    clippy::disallowed_methods,
    reason = "Cargo tells a build script its folder by the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let functions = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../functions");
    let mut list = String::from("&[\n");
    for folder in sorted(&functions.canonicalize()?)? {
        let events = folder.join("events");
        if events.is_dir() {
            writeln!(
                std::io::stdout(),
                "cargo::rerun-if-changed={}",
                events.display()
            )?;
            writeln!(list, "({:?}, &[", name(&folder))?;
            list.push_str(&samples(&events)?);
            list.push_str("]),\n");
        }
    }
    list.push(']');
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("samples.rs");
    Ok(std::fs::write(out, list)?)
}

/// The samples of a folder as Rust, in the order of their names.
fn samples(events: &Path) -> Result<String, Box<dyn Error>> {
    let mut list = String::new();
    let (expected, events): (Vec<_>, Vec<_>) = sorted(events)?
        .into_iter()
        .partition(|path| name(path).ends_with(EXPECTED));
    for event in &events {
        let name = name(event).trim_end_matches(".json");
        let outcome = event.with_file_name(format!("{name}{EXPECTED}"));
        if !expected.contains(&outcome) {
            return Err(format!("{} has no {name}{EXPECTED} beside it", event.display()).into());
        }
        let [event, outcome] = [event, &outcome].map(|path| path.display().to_string());
        writeln!(
            list,
            "Sample {{ name: {name:?}, event: include_str!({event:?}), expected: include_str!({outcome:?}) }},"
        )?;
    }
    if events.len() < expected.len() {
        return Err(format!("one of {expected:?} has no event beside it").into());
    }
    Ok(list)
}

fn sorted(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}
