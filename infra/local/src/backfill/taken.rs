//! The records that were read, each once, or everything that keeps the file from being booked.

use std::collections::HashMap;

use hubspot::ObjectType;
use serde_json::Value;

use super::ids;
use super::input::Format;
use super::job::{Job, Subject};
use super::numbers::{Numbers, SharedNumber};
use super::parties::Parties;
use super::period::Undated;

/// The most problems that are listed.
const MAX_PROBLEMS: usize = 50;

/// The objects that were read so far.
pub(super) struct Taken {
    /// The name of a place in the file.
    place: &'static str,
    jobs: Vec<Job>,
    lines: HashMap<Subject, u64>,
    /// The record that has each line item, and the place it begins at.
    line_items: HashMap<String, (String, u64)>,
    parties: Parties,
    numbers: Numbers,
    undated: Undated,
    problems: Vec<String>,
}

impl Taken {
    /// Rows are counted as spreadsheets do, where a cell may have several lines.
    pub(super) fn of(format: Format, undated: Undated) -> Self {
        let place = match format {
            Format::JsonLines => "line",
            Format::Csv => "row",
        };
        Self {
            place,
            jobs: Vec::new(),
            lines: HashMap::new(),
            line_items: HashMap::new(),
            parties: Parties::default(),
            numbers: Numbers::of(place),
            undated,
            problems: Vec::new(),
        }
    }

    /// Takes the request that begins on a line, or what is wrong there.
    pub(super) fn take(&mut self, line: u64, request: Result<Value, String>) {
        let place = self.place;
        let job = request.and_then(|request| {
            ids::check_request(&request)?;
            let job = Job::of(line, &request)?;
            self.undated.look(&request, &job.subject.to_string())?;
            self.take_line_items(line, &job.subject, &request)?;
            let at = format!("{place} {line}");
            self.parties.take(&at, &job.subject, &request)?;
            self.numbers.take(line, &job.subject, &request);
            Ok(job)
        });
        match job {
            Ok(job) => match self.lines.insert(job.subject.clone(), line) {
                None => self.jobs.push(job),
                Some(first) => {
                    let subject = &job.subject;
                    self.problems.push(format!(
                        "{place} {line}: {subject} stands on {place} {first} already"
                    ));
                }
            },
            Err(problem) => self.problems.push(format!("{place} {line}: {problem}")),
        }
    }

    /// Refuses a line item that another deal or quote has: HubSpot copies it for each. Payments of one sale may show
    /// the same lines.
    fn take_line_items(
        &mut self,
        line: u64,
        subject: &Subject,
        request: &Value,
    ) -> Result<(), String> {
        if subject.object_type == ObjectType::Payment.to_string() {
            return Ok(());
        }
        let record = format!("{} {}", subject.object_type, subject.record_id);
        for id in ids::of_line_items(request) {
            let taken = self.line_items.entry(id.clone());
            let (other, first) = taken.or_insert_with(|| (record.clone(), line));
            if *other != record {
                let place = self.place;
                return Err(format!(
                    "{record}: its line item {id} is of {other} ({place} {first}) too, and would be booked twice: HubSpot \
                     has a line item of its own for each record, so leave it out where it does not belong, or give it its \
                     own id"
                ));
            }
        }
        Ok(())
    }

    /// All records, and the numbers that several of them would have.
    ///
    /// # Errors
    ///
    /// The problems, as a message has them.
    pub(super) fn finish(mut self) -> Result<(Vec<Job>, Vec<SharedNumber>), String> {
        if self.jobs.is_empty() && self.problems.is_empty() {
            self.problems.push("it holds no record".to_owned());
        }
        let undated = self.undated.problem(self.jobs.len());
        self.problems.extend(undated);
        if self.problems.is_empty() {
            return Ok((self.jobs, self.numbers.shared()));
        }
        Err(listed(&self.problems, self.undated.ways_out().as_deref()))
    }
}

/// The problems as a message has them. The ways out of several stand first, since a long list is cut.
pub(super) fn listed(problems: &[String], ways_out: Option<&str>) -> String {
    let ways_out = ways_out.map(|ways_out| format!("; {ways_out}"));
    let ways_out = ways_out.unwrap_or_default();
    if let [problem] = problems {
        return format!("{problem}{ways_out}");
    }
    let mut text = format!("{} things are wrong{ways_out}:", problems.len());
    for problem in problems.iter().take(MAX_PROBLEMS) {
        text.push_str("\n- ");
        text.push_str(problem);
    }
    if problems.len() > MAX_PROBLEMS {
        text.push_str("\n- … and more");
    }
    text
}
