//! Reading and writing mappings, one page or one file at a time.

use std::collections::HashSet;

use actions::ActionError;
use actions::books::environment::Environment;
use jiff::Timestamp;
use quickbooks::Transport;
use storage::{Connection, Mapping, MappingKey, MappingKind};

use crate::answer::Answer;
use crate::mapping_row::MappingRow;
use crate::operation::{DeleteMappings, ExportMappings, ImportMappings, ListMappings, PutMappings};
use crate::spreadsheet;
use crate::{ManageConnection, Store};

/// The most mappings of a page.
const MAX_PAGE: usize = 1000;
/// The most mappings written at once: 400 writes of 25 to DynamoDB, some seconds.
const MAX_ROWS: usize = 10_000;
/// Where an export's page ends: Lambda's answers hold 6 MB, and JSON escapes every quote.
const MAX_FILE_BYTES: usize = 3 * 1024 * 1024;

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn list_mappings(&self, request: ListMappings) -> Result<Answer, ActionError> {
        self.existing(&request.connection).await?;
        if !(1..=MAX_PAGE).contains(&request.limit) {
            return Err(ActionError::invalid(format!(
                "`limit` must be 1 to {MAX_PAGE}"
            )));
        }
        let of = Selection {
            connection: &request.connection,
            kind: request.kind,
        };
        let page = self.page(of, request.after, request.limit).await?;
        Ok(Answer::Mappings {
            mappings: page.mappings.into_iter().map(MappingRow::from).collect(),
            next: page.next,
        })
    }

    pub(crate) async fn put_mappings(
        &self,
        request: PutMappings,
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        check_number(request.mappings.len())?;
        let now = self.engine.environment.now();
        let mut problems = Vec::new();
        let mut keys = HashSet::new();
        let mut mappings: Vec<Mapping> = Vec::new();
        for (index, row) in request.mappings.iter().enumerate() {
            match row.check(now) {
                Ok(mapping) if !keys.insert(mapping.key.clone()) => {
                    problems.push(format!("mappings[{index}]: the same kind and source twice"));
                }
                Ok(mapping) => mappings.push(mapping),
                Err(wrong) => problems.push(format!("mappings[{index}]: {}", wrong.join("; "))),
            }
        }
        if let Some(error) = spreadsheet::refusal(&problems) {
            return Err(error);
        }
        let not_checked = if request.check {
            self.check_mapped(&request.connection, &mappings, deadline)
                .await?
        } else {
            None
        };
        self.write(
            &request.connection,
            &mappings,
            Writing {
                dry_run: false,
                not_checked,
            },
        )
        .await
    }

    pub(crate) async fn delete_mappings(
        &self,
        request: DeleteMappings,
    ) -> Result<Answer, ActionError> {
        self.existing(&request.connection).await?;
        check_number(request.keys.len())?;
        self.store()
            .delete_mappings(&request.connection, &request.keys)
            .await?;
        let deleted = request.keys.len();
        tracing::info!(connection = %request.connection, deleted, "mappings deleted");
        Ok(Answer::MappingsDeleted { deleted })
    }

    pub(crate) async fn export_mappings(
        &self,
        request: ExportMappings,
    ) -> Result<Answer, ActionError> {
        self.existing(&request.connection).await?;
        let of = Selection {
            connection: &request.connection,
            kind: request.kind,
        };
        let (mut csv, mut mappings) = (spreadsheet::header()?, 0);
        let mut after = request.after;
        loop {
            let page = self.page(of, after, MAX_PAGE).await?;
            mappings += page.mappings.len();
            for mapping in &page.mappings {
                csv.push_str(&spreadsheet::mapping_line(mapping)?);
            }
            if page.next.is_none() || csv.len() > MAX_FILE_BYTES {
                let next = page.next;
                return Ok(Answer::Export {
                    mappings,
                    csv,
                    next,
                });
            }
            after = page.next;
        }
    }

    pub(crate) async fn import_mappings(
        &self,
        request: ImportMappings,
    ) -> Result<Answer, ActionError> {
        let mappings = spreadsheet::read(&request.csv, self.engine.environment.now())?;
        let writing = Writing {
            dry_run: request.dry_run,
            not_checked: None,
        };
        self.write(&request.connection, &mappings, writing).await
    }

    async fn write(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
        writing: Writing,
    ) -> Result<Answer, ActionError> {
        self.existing(connection).await?;
        check_number(mappings.len())?;
        let Writing {
            dry_run,
            not_checked,
        } = writing;
        if !dry_run {
            self.store().put_mappings(connection, mappings).await?;
            tracing::info!(%connection, mappings = mappings.len(), "mappings written");
        }
        let mappings = mappings.len();
        Ok(Answer::MappingsWritten {
            mappings,
            dry_run,
            not_checked,
        })
    }

    /// One more than asked for is read, to know whether there is a next page.
    async fn page(
        &self,
        of: Selection<'_>,
        after: Option<MappingKey>,
        limit: usize,
    ) -> Result<Page, ActionError> {
        let after = after.or_else(|| of.before_the_first());
        let mut mappings = self
            .store()
            .list_mappings(of.connection, after.as_ref(), limit + 1)
            .await?;
        mappings.retain(|mapping| of.kind.is_none_or(|kind| kind == mapping.key.kind));
        let more = mappings.len() > limit;
        mappings.truncate(limit);
        let last = mappings.last().filter(|_| more);
        Ok(Page {
            next: last.map(|mapping| mapping.key.clone()),
            mappings,
        })
    }
}

/// The way in which mappings are written.
struct Writing {
    dry_run: bool,
    /// Why QuickBooks could not be asked for their objects.
    not_checked: Option<String>,
}

/// The mappings that are meant.
#[derive(Clone, Copy)]
struct Selection<'r> {
    connection: &'r Connection,
    kind: Option<MappingKind>,
}

struct Page {
    mappings: Vec<Mapping>,
    next: Option<MappingKey>,
}

impl Selection<'_> {
    /// Keys are in the order of their kinds, and no source is empty.
    fn before_the_first(self) -> Option<MappingKey> {
        let source = String::new();
        self.kind.map(|kind| MappingKey { kind, source })
    }
}

fn check_number(rows: usize) -> Result<(), ActionError> {
    if rows <= MAX_ROWS {
        return Ok(());
    }
    Err(ActionError::invalid(format!(
        "nothing was done: {rows} rows are more than {MAX_ROWS}, so send them in several requests"
    )))
}
