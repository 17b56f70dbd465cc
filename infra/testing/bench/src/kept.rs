//! The figures that are kept beside the code, each with the commit that it is of.

use serde::{Deserialize, Serialize};

use crate::figure::{Figure, shown};

/// The share by which a figure may be over the kept one: addresses and the order of hash tables move it by less.
const MARGIN: f64 = 0.03;

/// Figures, and the commit of those that name none.
#[derive(Deserialize, Serialize)]
struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    figures: Vec<KeptFigure>,
}

/// A figure and its commit.
#[derive(Deserialize, Serialize)]
struct KeptFigure {
    name: String,
    value: f64,
    unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
}

/// The kept figures as JSON, once those that were measured and can be compared are of this commit; the others stay.
pub(crate) fn keep(figures: &[Figure], commit: &str, kept: Option<&str>) -> String {
    let mut kept = kept.map_or(
        Kept {
            commit: None,
            figures: Vec::new(),
        },
        read,
    );
    let all = kept.commit.take();
    for figure in &mut kept.figures {
        figure.commit = figure.commit.take().or_else(|| all.clone());
    }
    for figure in figures.iter().filter(|figure| figure.guarded) {
        let measured = KeptFigure {
            name: figure.name.clone(),
            value: figure.value,
            unit: figure.unit.clone(),
            commit: Some(commit.to_owned()),
        };
        let old = kept.figures.iter_mut().find(|old| old.name == figure.name);
        match old {
            Some(old) => *old = measured,
            None => kept.figures.push(measured),
        }
    }
    serde_json::to_string_pretty(&kept).expect("figures are JSON")
}

/// A line for each figure that is over the kept one by more than the margin.
pub(crate) fn over(figures: &[Figure], kept: &str) -> Vec<String> {
    let kept = read(kept);
    let over = figures.iter().filter_map(|figure| {
        let old = kept.figures.iter().find(|old| old.name == figure.name)?;
        let grown = figure.value > old.value * (1.0 + MARGIN);
        grown.then(|| {
            let commit = old.commit.as_deref().or(kept.commit.as_deref());
            format!(
                "{}: {} {}, {:.1} % over the {} of commit {}: make it smaller, or keep the new figures with \
                 `cargo xtask bench --keep` and say why",
                figure.name,
                shown(figure.value),
                figure.unit,
                (figure.value / old.value - 1.0) * 100.0,
                shown(old.value),
                commit.unwrap_or("unknown")
            )
        })
    });
    over.collect()
}

fn read(kept: &str) -> Kept {
    serde_json::from_str(kept).expect("the kept figures can be read")
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
        let kept = keep(&start(1_000.0), "8457e3f", None);
        let told = over(&start(1_031.0), &kept);
        assert_eq!(
            told.len(),
            1,
            "what depends on the machine is not compared: {told:?}"
        );
        assert!(
            told[0]
                .starts_with("start: 1,031 instructions, 3.1 % over the 1,000 of commit 8457e3f")
        );
    }

    #[test]
    fn a_figure_within_the_margin_or_below_passes_and_so_does_a_new_one() {
        let kept = keep(&start(1_000.0), "8457e3f", None);
        for value in [1.0, 1_000.0, 1_030.0] {
            assert_eq!(over(&start(value), &kept), [""; 0], "{value}");
        }
        let new = [Figure::fixed("warm", 5.0, "instructions")];
        assert_eq!(over(&new, &kept), [""; 0]);
    }

    #[test]
    fn figures_of_parts_that_were_not_measured_stay_with_their_commit() {
        let old = r#"{"commit": "63cced4", "figures": [
            {"name": "start", "value": 1000.0, "unit": "instructions"},
            {"name": "zip", "value": 2000.0, "unit": "bytes"}]}"#;
        let kept = keep(&start(500.0), "8457e3f", Some(old));
        let told = over(&start(600.0), &kept);
        assert!(told[0].contains("the 500 of commit 8457e3f"), "{told:?}");
        let told = over(&[Figure::fixed("zip", 3_000.0, "bytes")], &kept);
        assert!(told[0].contains("the 2,000 of commit 63cced4"), "{told:?}");
    }
}
