//! Promises of what is shown while a run goes on.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, TermLike};
use serde_json::json;

use super::{First, SHOWN_OF_A_TYPE, failure, pace, styled};
use crate::backfill::job::Job;
use crate::backfill::row::Row;
use crate::backfill::target::Failure;

fn failed(number: usize, error_type: &str) -> Row {
    let record = json!({"object_type": "deal", "id": number.to_string()});
    let request = json!({"connection": "us-books", "record": record});
    let job = Job::of(1, &request).unwrap();
    Row::failed(&job, &Failure::named(error_type, "two\nlines"))
}

/// The line for the failure of a record.
fn line(failures: &mut First, row: &Row) -> Option<String> {
    let (kind, message) = failure(row)?;
    failures.line(row, kind, message)
}

#[test]
fn a_line_names_its_record_once() {
    for (message, expected) in [
        (
            "deal 1: it is booked",
            "deal 1: AlreadyBooked: it is booked",
        ),
        ("deal 1 has none", "deal 1: AlreadyBooked: deal 1 has none"),
        (
            "deal 12: of another",
            "deal 1: AlreadyBooked: deal 12: of another",
        ),
    ] {
        let mut row = failed(1, "AlreadyBooked");
        message.clone_into(&mut row.error_message);
        let line = line(&mut First::default(), &row);
        assert_eq!(line.as_deref(), Some(expected));
    }
}

#[test]
fn the_first_failures_of_each_type_are_shown_and_no_flood() {
    let mut failures = First::default();
    let mut lines = |error_type: &str| {
        let rows = (1..100).map(|number| failed(number, error_type));
        rows.filter_map(|row| line(&mut failures, &row))
            .collect::<Vec<_>>()
    };
    let first = lines("ProductNotFound");
    assert_eq!(first.len(), SHOWN_OF_A_TYPE);
    assert_eq!(first[0], "deal 1: ProductNotFound: two lines");
    assert!(first[2].ends_with("in the result file)"), "{first:?}");
    assert_eq!(lines("RecordIncomplete").len(), SHOWN_OF_A_TYPE);
    assert!(lines("ProductNotFound").is_empty());
}

/// A terminal that remembers what was drawn.
#[derive(Clone, Debug, Default)]
struct Drawn(Arc<Mutex<String>>);

impl TermLike for Drawn {
    fn width(&self) -> u16 {
        100
    }
    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }
    fn write_str(&self, text: &str) -> io::Result<()> {
        self.0.lock().unwrap().push_str(text);
        Ok(())
    }
    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_bar_tells_the_rate_to_a_tenth() {
    let drawn = Drawn::default();
    let target = ProgressDrawTarget::term_like(Box::new(drawn.clone()));
    let bar = styled(ProgressBar::with_draw_target(Some(200), target));
    bar.inc(3);
    bar.force_draw();
    let text = drawn.0.lock().unwrap().clone();
    let (_, after) = text.rsplit_once("3 of 200 · ").unwrap();
    let (rate, _) = after.split_once(" a second · ").unwrap();
    let (_, tenth) = rate.split_once('.').unwrap();
    assert_eq!(tenth.len(), 1, "{text}");
}

#[test]
fn a_time_that_is_not_known_is_not_told_as_none() {
    for (per_second, left, expected) in [
        (0.0, 0.0, ""),
        (0.04, 0.0, ""),
        (11.84, 0.4, " · 11.8 a second"),
        (11.84, 12.3, " · 11.8 a second · 12s left"),
        (0.04, 80.0, " · 80s left"),
    ] {
        let told = pace(per_second, Duration::from_secs_f64(left));
        assert_eq!(told, expected, "{per_second} {left}");
    }
}
