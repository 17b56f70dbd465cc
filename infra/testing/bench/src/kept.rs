//! The figures that are kept beside the code, with the commit that they are of.

use serde::{Deserialize, Serialize};

use crate::figure::Figure;

/// The share by which a figure may be over the kept one: addresses and the order of hash tables move it by less.
const MARGIN: f64 = 0.03;

/// Figures and their commit.
#[derive(Deserialize, Serialize)]
struct Kept {
    commit: String,
    figures: Vec<Figure>,
}

/// The figures that can be compared, as JSON.
pub(crate) fn keep(figures: &[Figure], commit: &str) -> String {
    let guarded = figures.iter().filter(|figure| figure.guarded);
    let kept = Kept {
        commit: commit.to_owned(),
        figures: guarded.cloned().collect(),
    };
    serde_json::to_string_pretty(&kept).expect("figures are JSON")
}

/// A line for each figure that is over the kept one by more than the margin.
pub(crate) fn over(figures: &[Figure], kept: &str) -> Vec<String> {
    let kept: Kept = serde_json::from_str(kept).expect("the kept figures can be read");
    let over = figures.iter().filter_map(|figure| {
        let old = kept.figures.iter().find(|old| old.name == figure.name)?;
        let grown = figure.value > old.value * (1.0 + MARGIN);
        grown.then(|| {
            format!(
                "{}: {:.0} {}, {:.1} % over the {:.0} of commit {}: make it smaller, or keep the new figures with \
                 `cargo xtask bench --keep` and say why",
                figure.name,
                figure.value,
                figure.unit,
                (figure.value / old.value - 1.0) * 100.0,
                old.value,
                kept.commit
            )
        })
    });
    over.collect()
}

#[cfg(test)]
mod tests {
    use super::{keep, over};
    use crate::figure::Figure;

    fn start(value: f64) -> Vec<Figure> {
        vec![
            Figure::fixed("start", value, "instructions"),
            Figure::of_machine("start, processor", value, "ms"),
        ]
    }

    #[test]
    fn a_figure_beyond_the_margin_is_told_with_the_commit_of_the_kept_one() {
        let kept = keep(&start(1_000.0), "8457e3f");
        let told = over(&start(1_031.0), &kept);
        assert_eq!(
            told.len(),
            1,
            "what depends on the machine is not compared: {told:?}"
        );
        assert!(
            told[0].starts_with("start: 1031 instructions, 3.1 % over the 1000 of commit 8457e3f")
        );
    }

    #[test]
    fn a_figure_within_the_margin_or_below_passes_and_so_does_a_new_one() {
        let kept = keep(&start(1_000.0), "8457e3f");
        for value in [1.0, 1_000.0, 1_030.0] {
            assert_eq!(over(&start(value), &kept), [""; 0], "{value}");
        }
        let new = [Figure::fixed("warm", 5.0, "instructions")];
        assert_eq!(over(&new, &kept), [""; 0]);
    }
}
