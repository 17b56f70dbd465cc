//! Findings, and what to do about them.

use std::fmt::Display;

use comfy_table::Cell;

use crate::console::{self, Tone};

/// One thing that was looked at.
struct Finding {
    tone: Tone,
    subject: &'static str,
    said: String,
}

/// Everything that was looked at, in order.
#[derive(Default)]
pub(super) struct Findings {
    all: Vec<Finding>,
    commands: Vec<String>,
}

impl Findings {
    /// Something that is as it must be.
    pub(super) fn right(&mut self, subject: &'static str, said: impl Display) {
        let said = said.to_string();
        let tone = Tone::Good;
        self.all.push(Finding {
            tone,
            subject,
            said,
        });
    }

    /// Something that a person should look at, and what to do.
    pub(super) fn notice(&mut self, subject: &'static str, said: impl Display, remedy: &str) {
        self.add(Tone::Notice, subject, said, remedy);
    }

    /// Something that is wrong, and what to do.
    pub(super) fn wrong(&mut self, subject: &'static str, said: impl Display, remedy: &str) {
        self.add(Tone::Bad, subject, said, remedy);
    }

    fn add(&mut self, tone: Tone, subject: &'static str, said: impl Display, remedy: &str) {
        let said = format!("{said}\n→ {remedy}");
        self.all.push(Finding {
            tone,
            subject,
            said,
        });
    }

    /// A command that puts something right, to be shown below the table, where no line of it is broken.
    pub(super) fn command(&mut self, does: &str, typed: &str) {
        let command = format!("\n{does}:\n  {}", Tone::Strong.text(typed));
        self.commands.push(command);
    }

    /// The commands, each below what it does.
    pub(super) fn commands(&self) -> impl Iterator<Item = &String> {
        self.commands.iter()
    }

    /// The number of things that are wrong.
    pub(super) fn wrong_ones(&self) -> usize {
        let wrong = self.all.iter().filter(|finding| finding.tone == Tone::Bad);
        wrong.count()
    }

    /// All of it, a row each.
    pub(super) fn table(&self) -> String {
        let mut table = console::table(["", "What", "Found"], console::width());
        for finding in &self.all {
            let sign = match finding.tone {
                Tone::Bad => "✗",
                Tone::Notice => "!",
                Tone::Good | Tone::Strong => "✓",
            };
            table.add_row([
                finding.tone.cell(sign),
                Cell::new(finding.subject),
                Cell::new(&finding.said),
            ]);
        }
        table.to_string()
    }
}
