//! The end of the demonstration: the verdict, what it showed, and what to type next.

use comfy_table::Cell;

use super::tally::Tally;
use crate::console::{self, Tone, align_right};

/// The end of a demonstration with these figures.
pub(super) fn of(tallies: &[Tally]) -> String {
    let parts = [
        String::new(),
        table(tallies),
        String::new(),
        verdict(tallies),
        String::new(),
        shown(tallies),
        String::new(),
        next(&console::program()),
    ];
    parts.join("\n")
}

fn table(tallies: &[Tally]) -> String {
    let header = [
        "Function",
        "Records",
        "Documents",
        "Refused",
        "Nothing to do",
        "As expected",
    ];
    let mut table = console::table(header, console::width());
    align_right(&mut table, &[1, 2, 3, 4, 5]);
    for tally in tallies {
        let tone = if tally.is_as_expected() {
            Tone::Good
        } else {
            Tone::Bad
        };
        table.add_row([
            Cell::new(tally.action.name()),
            Cell::new(tally.samples),
            Cell::new(tally.documents),
            Cell::new(tally.refused),
            Cell::new(tally.idle),
            tone.cell(format!("{} of {}", tally.as_expected, tally.samples)),
        ]);
    }
    console::keep_whole(&mut table, &[0]);
    table.to_string()
}

fn verdict(tallies: &[Tally]) -> String {
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let figures = format!(
        "{} of {} as expected, {} made twice",
        sum(|tally| tally.as_expected),
        sum(|tally| tally.samples),
        sum(|tally| tally.made_twice)
    );
    if tallies.iter().all(Tally::is_as_expected) {
        Tone::Good.text(format!("✓ {figures}"))
    } else {
        let said = format!("✗ {figures}: what differs stands above, as `not as expected`");
        Tone::Bad.text(said)
    }
}

/// The five things that it showed, with their figures.
fn shown(tallies: &[Tally]) -> String {
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let requests: u64 = tallies.iter().map(|tally| tally.repeated_requests).sum();
    format!(
        "It showed:\n  \
         · {} records became {} documents, each with HubSpot's total, to the cent\n  \
         · all {} again: the same answers, no further document, {requests} requests to QuickBooks\n  \
         · {} refused, as they must be, with the record and the way out, and nothing made of them\n  \
         · {} warnings for a person to read; nothing to book: {}\n  \
         · {} were given by their ids alone, and read from the HubSpot account",
        sum(|tally| tally.booked),
        sum(|tally| tally.documents),
        sum(|tally| tally.samples),
        sum(|tally| tally.refused),
        sum(|tally| tally.warnings),
        sum(|tally| tally.idle),
        sum(|tally| tally.by_id),
    )
}

/// The commands that lead on, as somebody types them who started it with these words.
fn next(program: &str) -> String {
    let lines = [
        (
            "one deal",
            "invoke create-invoice --object-type deal --id 9009",
        ),
        ("in a browser", "serve"),
        ("your company", "init"),
        ("every record", "--verbose"),
    ];
    let lines = lines.map(|(does, arguments)| {
        let command = Tone::Strong.text(format!("{program} {arguments}"));
        format!("  {does:12}  {command}")
    });
    format!("Next:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use registry::RegisteredAction;

    use super::*;

    fn tally(as_expected: usize, made_twice: usize) -> Tally {
        Tally {
            action: RegisteredAction::ALL[0],
            samples: 12,
            as_expected,
            by_id: 1,
            booked: 10,
            documents: 10 + made_twice,
            refused: 2,
            idle: 0,
            warnings: 3,
            made_twice,
            repeated_requests: 0,
            is_right: as_expected == 12 && made_twice == 0,
        }
    }

    fn plain(tallies: &[Tally]) -> String {
        anstream::adapter::strip_str(&of(tallies)).to_string()
    }

    #[test]
    fn the_verdict_counts_what_came_as_it_must_and_what_was_made_twice() {
        for (tallies, expected) in [
            (
                vec![tally(12, 0), tally(12, 0)],
                "✓ 24 of 24 as expected, 0 made twice\n",
            ),
            (
                vec![tally(12, 0), tally(11, 0)],
                "✗ 23 of 24 as expected, 0 made twice:",
            ),
            (vec![tally(12, 1)], "✗ 12 of 12 as expected, 1 made twice:"),
        ] {
            let shown = plain(&tallies);
            assert!(shown.contains(expected), "{shown}");
        }
    }

    #[test]
    fn the_end_says_in_five_lines_what_it_showed_and_what_to_type_next() {
        let shown = plain(&[tally(12, 0)]);
        let lines = shown.lines().filter(|line| line.starts_with("  · "));
        assert_eq!(lines.count(), 5, "{shown}");
        let (_, next) = shown.split_once("\nNext:\n").unwrap();
        for command in ["serve", "init", "--verbose"] {
            assert!(
                next.contains(&format!(" {command}\n")) || next.ends_with(command),
                "{next}"
            );
        }
        for line in shown.lines() {
            assert!(line.chars().count() <= 90, "{line}");
        }
    }
}
