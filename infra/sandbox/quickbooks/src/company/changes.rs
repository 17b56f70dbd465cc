//! The changes since the last save: what a write is undone by when a rule refuses it, and what a file is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::company::entity::IdSpace;
use crate::company::{Company, Entity, Row, numbering};

/// A row that was put or taken, and the row before.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) entity: Entity,
    pub(super) id: String,
    pub(super) before: Option<Arc<Row>>,
}

/// A state of the company to go back to. Its size does not depend on the company's.
pub(super) struct Mark {
    changes: usize,
    deleted: usize,
    last_ids: BTreeMap<IdSpace, u64>,
    numbers: numbering::Sequences,
    touches: u64,
}

/// The rows that differ from those last saved with what they were then, and how many deletions there were.
pub(crate) struct Unsaved {
    pub(crate) rows: BTreeMap<(Entity, String), Option<Arc<Row>>>,
    pub(crate) deletions_before: usize,
}

impl Company {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            changes: self.changes.len(),
            deleted: self.deleted.len(),
            last_ids: self.last_ids.clone(),
            numbers: self.numbers.clone(),
            touches: self.touches,
        }
    }

    /// Undoes every change since the mark, the last one first.
    pub(super) fn go_back(&mut self, mark: Mark) {
        while self.changes.len() > mark.changes
            && let Some(change) = self.changes.pop()
        {
            let table = self.table_mut(change.entity);
            match change.before {
                Some(row) => table.put(&change.id, row),
                None => table.take(&change.id),
            };
        }
        self.deleted.truncate(mark.deleted);
        self.last_ids = mark.last_ids;
        self.numbers = mark.numbers;
        self.touches = mark.touches;
    }

    /// The changes since this was asked last; none when nothing changed.
    pub(crate) fn take_unsaved(&mut self) -> Option<Unsaved> {
        if self.changes.is_empty() {
            return None;
        }
        let mut rows = BTreeMap::new();
        for change in self.changes.drain(..) {
            let row = rows.entry((change.entity, change.id));
            row.or_insert(change.before);
        }
        let deletions_before = std::mem::replace(&mut self.saved_deletions, self.deleted.len());
        Some(Unsaved {
            rows,
            deletions_before,
        })
    }
}
