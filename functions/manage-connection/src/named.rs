//! The names in settings, looked for in QuickBooks before the settings are written.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::books::rejected;
use actions::settings::Settings as ActionSettings;
use actions::text::redact::Redactor;
use jiff::Timestamp;
use quickbooks::{Batch, Request, Transport};
use storage::Connection;

use crate::{ManageConnection, Store};

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// Checks that QuickBooks has every object that the settings name.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that lists the names it does not know, or knows several times.
    pub(crate) async fn check_names(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<(), ActionError> {
        let books = self.books(connection, &settings.company, deadline)?;
        let redactor = Redactor::default();
        let asked = settings.references().into_iter();
        let asked: Vec<_> = asked.filter_map(|one| Some((one.lookup()?, one))).collect();
        let mut unknown = Vec::new();
        for chunk in asked.chunks(settings.quickbooks.batch_items) {
            let batch = chunk
                .iter()
                .fold(Batch::new(), |batch, (query, _)| batch.query(query.clone()));
            let request = Request::batch(&batch, None)
                .map_err(|error| ActionError::invalid(error.to_string()))?;
            let answer = books.call(&request).await;
            let answer = answer.map_err(|failure| failure.into_error(&redactor))?;
            let answers = answer
                .batch()
                .map_err(|error| ActionError::QuickBooksUnavailable {
                    detail: error.to_string(),
                })?;
            for ((_, reference), answer) in chunk.iter().zip(answers) {
                let answer = answer.map_err(|fault| rejected(&fault, None, &redactor))?;
                unknown.extend(fault_of(reference.check(&answer))?);
            }
        }
        match unknown.as_slice() {
            [] => Ok(()),
            unknown => Err(ActionError::invalid(format!(
                "nothing was written: {}",
                unknown.join("; ")
            ))),
        }
    }
}

/// The message about a name that cannot be used; other errors are no matter of the name.
fn fault_of(checked: Result<(), ActionError>) -> Result<Option<String>, ActionError> {
    match checked {
        Ok(()) => Ok(None),
        Err(ActionError::InvalidRequest { message }) => Ok(Some(message)),
        Err(error) => Err(error),
    }
}
