//! The objects that settings name, looked for in QuickBooks before the settings are written.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::books::rejected;
use actions::options::NamedReference;
use actions::settings::{SettingReference, Settings as ActionSettings};
use actions::text::redact::Redactor;
use jiff::Timestamp;
use quickbooks::{Batch, Request, Transport};
use storage::Connection;

use crate::{ManageConnection, Store};

/// An object, and the settings that name it: QuickBooks is asked for it once.
struct Asked {
    object: NamedReference,
    paths: Vec<String>,
}

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// Checks that QuickBooks has every object that the settings name, by its name or its id, and that it is
    /// active.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that lists all it does not have, or has several times, each with the
    /// paths of its settings, and a country that is not the company's.
    pub(crate) async fn check_names(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<(), ActionError> {
        let books = self.books(connection, &settings.company, deadline)?;
        let redactor = Redactor::default();
        let asked = asked(settings.references());
        let mut faults = Vec::from_iter(self.wrong_country(connection, settings, deadline).await?);
        for chunk in asked.chunks(settings.quickbooks.batch_items) {
            let batch = chunk.iter().fold(Batch::new(), |batch, one| {
                batch.query(one.object.question())
            });
            let request = Request::batch(&batch, None)
                .map_err(|error| ActionError::invalid(error.to_string()))?;
            let answer = books.call(&request).await;
            let answer = answer.map_err(|failure| failure.into_error(&redactor))?;
            let answers = answer
                .batch()
                .map_err(|error| ActionError::QuickBooksUnavailable {
                    detail: error.to_string(),
                })?;
            for (one, answer) in chunk.iter().zip(answers) {
                let answer = answer.map_err(|fault| rejected(&fault, None, &redactor))?;
                let fault = one.object.fault(&answer)?;
                faults.extend(fault.map(|fault| format!("{}: {fault}", one.paths.join(", "))));
            }
        }
        match faults.as_slice() {
            [] => Ok(()),
            faults => Err(ActionError::invalid(format!(
                "connection {connection}: nothing was written: {}",
                faults.join("; ")
            ))),
        }
    }

    async fn wrong_country(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<Option<String>, ActionError> {
        let company = &settings.company;
        let info = self.company_info(connection, company, deadline).await?;
        Ok(country_fault(&company.country, info.country.as_deref()))
    }
}

/// The fault of a country that is not the one in which QuickBooks keeps the company: it decides how tax works.
pub(crate) fn country_fault(given: &str, own: Option<&str>) -> Option<String> {
    let own = own?;
    let differs = !given.eq_ignore_ascii_case(own);
    differs.then(|| {
        format!("`settings.company.country`: it is {given}, and the company's in QuickBooks is {own}: correct it")
    })
}

/// Each object once, in the order in which the settings name them.
fn asked(references: Vec<SettingReference>) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for SettingReference { path, object } in references {
        let path = format!("`{path}`");
        match all.iter_mut().find(|known| known.object == object) {
            Some(known) => known.paths.push(path),
            None => all.push(Asked {
                object,
                paths: vec![path],
            }),
        }
    }
    all
}
