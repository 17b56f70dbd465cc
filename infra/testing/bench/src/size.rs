//! The size of the function: its program, and the zip file of a release, which is uploaded.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use release::function_zip;

use crate::figure::Figure;

/// Crates that are named.
const BIGGEST: usize = 10;

/// The sizes, and the share of the biggest crates where the program has its symbols.
pub(crate) fn figures(program: &Path) -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a folder");
    let stripped = folder.path().join("bootstrap");
    let mut strip = Command::new("strip");
    strip
        .args(["--strip-all", "-o"])
        .arg(&stripped)
        .arg(program);
    let is_stripped = strip.status().is_ok_and(|status| status.success());
    let deployed = if is_stripped { &stripped } else { program };
    let content = fs::read(deployed).expect("the program");
    let zip = function_zip(&content).expect("memory can be written to");
    let mut figures = vec![
        Figure::fixed("program", exact(content.len()), "bytes"),
        Figure::fixed("zip", exact(zip.len()), "bytes"),
    ];
    let crates = biggest_crates(program);
    let named = crates.into_iter().map(|(name, size)| {
        Figure::of_machine(
            &format!("program, of it the crate {name}"),
            exact(size),
            "bytes",
        )
    });
    figures.extend(named);
    figures
}

/// The crates with the most code, by the first crate that a symbol names; nothing for a program without symbols.
fn biggest_crates(program: &Path) -> Vec<(String, usize)> {
    let mut nm = Command::new("nm");
    let listed = nm
        .args(["--print-size", "--demangle"])
        .arg(program)
        .output();
    let listed = listed.map(|output| output.stdout).unwrap_or_default();
    let mut crates: BTreeMap<String, usize> = BTreeMap::new();
    for line in String::from_utf8_lossy(&listed).lines() {
        if let Some((name, size)) = symbol(line) {
            *crates.entry(name).or_default() += size;
        }
    }
    let mut crates: Vec<_> = crates.into_iter().collect();
    crates.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    crates.truncate(BIGGEST);
    crates
}

/// The crate and the size of a symbol: `address size kind name`.
fn symbol(line: &str) -> Option<(String, usize)> {
    let (_, rest) = line.split_once(' ')?;
    let (size, rest) = rest.split_once(' ')?;
    let size = usize::from_str_radix(size, 16).ok()?;
    let (_, name) = rest.split_once(' ')?;
    let (first, _) = name.split_once("::")?;
    let first = first.rsplit(['<', ' ', '&', '(']).next()?;
    let is_crate = first
        .chars()
        .all(|char| char.is_alphanumeric() || char == '_');
    (is_crate && !first.is_empty()).then(|| (first.to_owned(), size))
}

/// A size as a figure's value.
#[expect(clippy::cast_precision_loss, reason = "no program has 2^53 bytes")]
fn exact(bytes: usize) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn a_symbol_counts_for_the_crate_that_it_names_first() {
        let cases = [
            ("0000 0010 t serde_json::de::parse", Some("serde_json")),
            ("0000 0010 t <h2::proto::Streams as Drop>::drop", Some("h2")),
            ("0000 0010 T malloc", None),
            ("         U free", None),
        ];
        for (line, expected) in cases {
            let found = symbol(line);
            assert_eq!(found, expected.map(|name| (name.to_owned(), 16)), "{line}");
        }
    }
}
