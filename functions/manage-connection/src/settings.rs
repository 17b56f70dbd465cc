//! Reading and writing a connection's settings.

mod one_company;

use actions::books::environment::Environment;
use actions::request::without_values;
use actions::settings::{Settings as ActionSettings, WrongSetting};
use actions::{ActionError, ErrorType};
use jiff::Timestamp;
use quickbooks::Transport;
use serde_json::Value;
use storage::{Connection, SettingsDocument, StorageError, Version};

use crate::answer::{Answer, SettingFault};
use crate::hubspot_account::BookedAccount;
use crate::named::Missing;
use crate::operation::{CheckSettings, OfConnection, PutSettings};
use crate::{ManageConnection, Store};
pub use one_company::refuse_second_connection;

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn list_connections(&self) -> Result<Answer, ActionError> {
        let connections = self.store().list_connections().await?;
        Ok(Answer::Connections { connections })
    }

    /// Settings that the actions cannot use are given all the same: they are to be corrected.
    pub(crate) async fn get_settings(&self, request: OfConnection) -> Result<Answer, ActionError> {
        let connection = request.connection;
        let stored = self.existing(&connection).await?;
        let settings = serde_json::from_str(&stored.value.0).map_err(|error| unreadable(&error))?;
        let problem = ActionSettings::parse(&stored.value.0).err();
        Ok(Answer::Settings {
            connection,
            version: stored.version.0,
            settings,
            problem: problem.map(|problem| problem.to_string()),
        })
    }

    /// Writes settings that the actions can use, if nobody wrote others since they were read.
    pub(crate) async fn put_settings(
        &self,
        request: PutSettings,
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let connection = request.connection;
        refuse_no_object(&request.settings)?;
        let document = SettingsDocument(request.settings.to_string());
        let settings = match ActionSettings::parse(&document.0) {
            Ok(settings) => settings,
            Err(error) if request.check => {
                return Err(self
                    .refused_with_names(&connection, &document, error, deadline)
                    .await);
            }
            Err(error) => return Err(refused(error)),
        };
        let present = self.store().get_settings(&connection).await?;
        let present = present.map(|stored| stored.value);
        self.check_company(&connection, present.as_ref(), &settings.company.realm_id)
            .await?;
        let account = BookedAccount::of(self.store(), &connection, present.as_ref()).await?;
        let wanted = settings.hubspot.portal_id.as_ref();
        account.check(&connection, wanted, request.same_hubspot_account)?;
        if !request.second_connection {
            refuse_second_connection(self.store(), &connection, &document, present.as_ref())
                .await?;
        }
        if request.check {
            self.check_names(&connection, &settings, deadline).await?;
        }
        let expected = request.version.map(Version);
        let written = self
            .store()
            .put_settings(&connection, expected, &document)
            .await?;
        let Some(version) = written else {
            return Err(self.changed_meanwhile(&connection, expected).await?);
        };
        tracing::info!(%connection, version = version.0, "settings written");
        Ok(Answer::SettingsWritten {
            connection,
            version: version.0,
        })
    }

    /// Looks for everything that is wrong with settings: what cannot be read or used, the objects that QuickBooks does
    /// not have, and a company or an account that is not the connection's.
    pub(crate) async fn check_settings(
        &self,
        request: CheckSettings,
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let connection = request.connection;
        request.settings.as_ref().map_or(Ok(()), refuse_no_object)?;
        let stored = self.store().get_settings(&connection).await?;
        let document = match (request.settings, &stored) {
            (Some(settings), _) => settings.to_string(),
            (None, Some(stored)) => stored.value.0.clone(),
            (None, None) => return Err(ActionError::not_connected(connection.to_string())),
        };
        let (settings, wrong) = ActionSettings::examine(&document);
        let is_of_company = |wrong: &WrongSetting| wrong.setting.starts_with("company");
        let company_is_known = !wrong.iter().any(is_of_company);
        let mut faults: Vec<SettingFault> = wrong.into_iter().map(SettingFault::from).collect();
        let mut names_not_checked = None;
        if let Some(settings) = settings.filter(|_| company_is_known) {
            let present = stored.as_ref().map(|stored| &stored.value);
            let realm_id = &settings.company.realm_id;
            let company = self.check_company(&connection, present, realm_id).await;
            let wanted = SettingsDocument(document.clone());
            let second = if request.second_connection {
                Ok(())
            } else {
                refuse_second_connection(self.store(), &connection, &wanted, present).await
            };
            let of_company = [company, second].into_iter().filter_map(Result::err);
            faults.extend(of_company.map(|error| SettingFault {
                setting: "company.realm_id".to_owned(),
                reason: error.to_string(),
            }));
            let account = BookedAccount::of(self.store(), &connection, present).await?;
            let wanted = settings.hubspot.portal_id.as_ref();
            let account = account.check(&connection, wanted, request.same_hubspot_account);
            faults.extend(account.err().map(|error| SettingFault {
                setting: "hubspot.portal_id".to_owned(),
                reason: error.to_string(),
            }));
            let missing = self.missing_names(&connection, &settings, deadline).await;
            match missing {
                Ok(missing) => faults.extend(missing.into_iter().flat_map(SettingFault::of)),
                Err(error) => names_not_checked = Some(error.to_string()),
            }
        }
        Ok(Answer::SettingsChecked {
            connection,
            faults,
            names_not_checked,
        })
    }

    /// The company of a connection is what a person consented to: written by hand, it would point
    /// the old company's mappings at another company's objects.
    async fn check_company(
        &self,
        connection: &Connection,
        present: Option<&SettingsDocument>,
        realm_id: &str,
    ) -> Result<(), ActionError> {
        let present = present.and_then(realm_of);
        let tokens = self.store().load_tokens(connection).await?;
        let consented = tokens.map(|tokens| tokens.value.realm_id);
        match consented.or(present) {
            Some(company) if company != realm_id => Err(ActionError::invalid(format!(
                "connection {connection} belongs to QuickBooks company {company}, so \
                 `settings.company.realm_id` must stay {company}: to move it to another company, \
                 connect it again with a link made with `another_company`"
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// The refusal of settings that cannot be used, with the names in them that QuickBooks does not have: all is told at
    /// once.
    async fn refused_with_names(
        &self,
        connection: &Connection,
        document: &SettingsDocument,
        error: ActionError,
        deadline: Timestamp,
    ) -> ActionError {
        let error = refused(error);
        let (Some(settings), _) = ActionSettings::examine(&document.0) else {
            return error;
        };
        match self.check_names(connection, &settings, deadline).await {
            Err(names) if ErrorType::from(&names) == ErrorType::InvalidRequest => {
                ActionError::invalid(format!("{error}; {names}"))
            }
            // Who is not to be reached says nothing of the names; the settings are refused all the same.
            Ok(()) | Err(_) => error,
        }
    }

    async fn changed_meanwhile(
        &self,
        connection: &Connection,
        expected: Option<Version>,
    ) -> Result<ActionError, ActionError> {
        let present = self.store().get_settings(connection).await?;
        let at = |version: Option<Version>| match version {
            Some(Version(number)) => format!("version {number}"),
            None => "no version".to_owned(),
        };
        Ok(ActionError::invalid(format!(
            "the settings of connection {connection} are at {}, and these were made from {}: get \
             them again and repeat the change",
            at(present.map(|stored| stored.version)),
            at(expected)
        )))
    }
}

impl From<WrongSetting> for SettingFault {
    fn from(wrong: WrongSetting) -> Self {
        Self {
            setting: wrong.setting,
            reason: without_values(&wrong.reason),
        }
    }
}

impl SettingFault {
    /// The faults of the settings that name an object which QuickBooks does not have.
    fn of(missing: Missing) -> impl Iterator<Item = Self> {
        let Missing { paths, fault } = missing;
        paths.into_iter().map(move |path| Self {
            setting: path.trim_start_matches("settings.").to_owned(),
            reason: fault.clone(),
        })
    }
}

/// The company that settings are for, whatever else they say.
pub(crate) fn realm_of(document: &SettingsDocument) -> Option<String> {
    let settings: Value = serde_json::from_str(&document.0).ok()?;
    let realm_id = settings.pointer("/company/realm_id")?.as_str()?;
    Some(realm_id.to_owned())
}

/// The reader of settings speaks of what stands in the store; here it is the request that is wrong.
/// Values stay out of the message: a filter's may be somebody's name.
fn refused(error: ActionError) -> ActionError {
    match ErrorType::from(&error) {
        ErrorType::SettingMissing => ActionError::invalid(without_values(&error.to_string())),
        _ => error,
    }
}

/// Refuses settings that are no JSON object; JSON in a text is easily taken for one.
fn refuse_no_object(settings: &Value) -> Result<(), ActionError> {
    let found = match settings {
        Value::Object(_) => return Ok(()),
        Value::String(_) => "a text: give the object itself, and no JSON in a text",
        Value::Array(_) => "a list",
        _ => "another value",
    };
    Err(ActionError::invalid(format!(
        "`settings`: expected a JSON object, found {found}"
    )))
}

fn unreadable(error: &serde_json::Error) -> ActionError {
    StorageError::Unreadable {
        what: "settings",
        detail: format!("they are not JSON: {:?} error", error.classify()),
    }
    .into()
}
