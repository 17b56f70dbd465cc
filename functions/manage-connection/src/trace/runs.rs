//! The runs of a connection: what was made, what failed, and what is under way.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::settings::Settings as ActionSettings;
use editor::ACTIONS;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use quickbooks::Transport;
use storage::{Connection, FailedRun, LedgerEntry, LedgerKey, SettingsDocument, Versioned};

use super::{document, key_of, record_of, request_of};
use crate::answer::Answer;
use crate::operation::ListRuns;
use crate::traced::{ListedRun, RunStatus};
use crate::{ManageConnection, Store};

/// The most entries that are looked at for a page.
const MAX_PAGE: usize = 1_000;

type Entry = (LedgerKey, Versioned<LedgerEntry>);

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn list_runs(&self, request: ListRuns) -> Result<Answer, ActionError> {
        let connection = &request.connection;
        let settings = self.existing(connection).await?.value;
        if !(1..=MAX_PAGE).contains(&request.limit) {
            let message = format!("`limit` must be 1 to {MAX_PAGE}");
            return Err(ActionError::invalid(message));
        }
        let record = request.record.as_deref().map(record_of).transpose()?;
        let record = record.as_ref().map(key_of);
        let record = record.as_deref();
        let failed = self.failures(connection, record).await?;
        let entries = if let Some(record) = record {
            self.entries_of_all(connection, record).await?
        } else {
            let (store, after) = (self.store(), request.after.as_ref());
            store
                .page_of_entries(connection, after, request.limit)
                .await?
        };
        let is_last = record.is_some() || entries.len() < request.limit;
        let next = entries
            .last()
            .filter(|_| !is_last)
            .map(|(key, _)| key.clone());
        let wanted = Wanted::of(&request, &settings);
        // What is no action, such as a note about a document, is of no record's runs.
        let of_actions = entries.iter().filter(|(key, _)| is_of_action(&key.0));
        let mut runs: Vec<ListedRun> = of_actions.map(made).collect();
        // A failure says more than its entry, which is listed again with the first page.
        let is_told = |run: &ListedRun| {
            run.status != RunStatus::Made && failed.iter().any(|failed| id_of(failed) == run.id)
        };
        runs.retain(|run| !is_told(run) && wanted.takes(run));
        if request.after.is_none() {
            for run in &failed {
                let listed = ListedRun::from(run);
                if wanted.takes(&listed) && !self.is_over(connection, run).await? {
                    runs.push(listed);
                }
            }
        }
        runs.sort_by_key(|run| std::cmp::Reverse(run.at));
        let time_zone = wanted.zone.iana_name().unwrap_or("UTC").to_owned();
        Ok(Answer::Runs {
            runs,
            next,
            time_zone,
        })
    }

    async fn entries_of_all(
        &self,
        connection: &Connection,
        record: &str,
    ) -> Result<Vec<Entry>, ActionError> {
        let mut all = Vec::new();
        for action in ACTIONS {
            let entries = self.store().entries_of(connection, action.name, record);
            all.extend(entries.await?);
        }
        Ok(all)
    }

    pub(super) async fn is_over(
        &self,
        connection: &Connection,
        run: &FailedRun,
    ) -> Result<bool, ActionError> {
        let entries = self
            .store()
            .entries_of(connection, &run.action, &run.record);
        let entries = entries.await?;
        Ok(run.is_over(entries.iter().map(|(_, entry)| &entry.value)))
    }
}

/// The runs that are asked for.
struct Wanted {
    status: Option<RunStatus>,
    day: Option<Date>,
    zone: TimeZone,
}

impl Wanted {
    /// A day is one of the company's, where its settings can be read.
    fn of(request: &ListRuns, settings: &SettingsDocument) -> Self {
        let settings = ActionSettings::parse(&settings.0).ok();
        let zone = settings.and_then(|settings| settings.company.time_zone().ok());
        Self {
            status: request.status,
            day: request.day,
            zone: zone.unwrap_or(TimeZone::UTC),
        }
    }

    fn takes(&self, run: &ListedRun) -> bool {
        let day = || run.at.map(|at| self.zone.to_datetime(at).date());
        self.status.is_none_or(|status| status == run.status)
            && self.day.is_none_or(|wanted| day() == Some(wanted))
    }
}

impl From<&FailedRun> for ListedRun {
    fn from(run: &FailedRun) -> Self {
        Self {
            id: id_of(run),
            status: RunStatus::Failed,
            at: Some(run.at),
            document: None,
            error_type: Some(run.error_type.clone()),
            message: Some(run.message.clone()),
            request: request_of(run),
        }
    }
}

fn is_of_action(entry: &str) -> bool {
    let name = entry.split('/').next();
    ACTIONS.iter().any(|action| Some(action.name) == name)
}

fn id_of(run: &FailedRun) -> String {
    format!("{}/{}", run.action, run.record)
}

/// The run that a ledger's entry tells of.
fn made(entry: &Entry) -> ListedRun {
    let traced = document(entry);
    let parts: Vec<&str> = traced.entry.splitn(4, '/').take(3).collect();
    ListedRun {
        id: parts.join("/"),
        status: match traced.state {
            "made" => RunStatus::Made,
            "in_progress" => RunStatus::InProgress,
            _ => RunStatus::NotMade,
        },
        at: traced.at,
        document: traced.document,
        error_type: None,
        message: None,
        request: None,
    }
}
