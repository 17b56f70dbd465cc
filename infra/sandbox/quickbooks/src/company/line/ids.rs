//! The ids of lines.

use serde_json::Value;

use crate::company::{Fields, text};

/// Line ids: a line sent with the id of an existing line keeps it, every other line gets a new one.
pub(crate) struct LineIds {
    known: Vec<String>,
    last: u64,
}

impl LineIds {
    pub(crate) fn after(old: &[Value]) -> Self {
        let known: Vec<String> = old
            .iter()
            .filter_map(|line| line.get("Id")?.as_str())
            .map(str::to_owned)
            .collect();
        let last = known
            .iter()
            .filter_map(|id| id.parse().ok())
            .max()
            .unwrap_or(0);
        Self { known, last }
    }

    pub(crate) fn number(&mut self, mut line: Fields, position: usize) -> Value {
        let kept = text(&line, "Id").and_then(|id| self.known.iter().position(|known| known == id));
        let id = if let Some(index) = kept {
            self.known.swap_remove(index)
        } else {
            self.last += 1;
            self.last.to_string()
        };
        line.insert("Id".to_owned(), Value::from(id));
        line.insert("LineNum".to_owned(), Value::from(position));
        Value::Object(line)
    }
}
