//! The objects that settings name, looked for in QuickBooks before the settings are written, and those that options
//! name, before records are booked by them.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::options::{NameOrId, NamedReference};
use actions::settings::{Company, SettingReference, Settings as ActionSettings};
use actions::text::redact::Redactor;
use jiff::Timestamp;
use quickbooks::entity::{CurrencyPrefs, Preferences};
use quickbooks::{Batch, EntityKind, Query, Request, Transport};
use serde_json::{Map, Value};
use storage::{Connection, Mapping, ReadRequest, SnapshotReader};

use crate::{ManageConnection, Store};

/// The most items that a batch of QuickBooks may have, whatever settings say.
const MOST_ITEMS: usize = 30;

/// An object, or a fact, that QuickBooks does not have as settings name it.
pub(crate) struct Missing {
    /// The paths of the settings.
    pub(crate) paths: Vec<String>,
    /// The fault, and what to do.
    pub(crate) fault: String,
}

impl Missing {
    fn described(&self) -> String {
        let paths: Vec<String> = self.paths.iter().map(|path| format!("`{path}`")).collect();
        format!("{}: {}", paths.join(", "), self.fault)
    }
}

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
        let missing = self.missing_names(connection, settings, deadline).await?;
        refuse(connection, &missing)
    }

    /// The objects that the settings name, and that QuickBooks does not have as they name them; the company's country
    /// among them.
    pub(crate) async fn missing_names(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<Vec<Missing>, ActionError> {
        let mut missing = Vec::from_iter(self.wrong_country(connection, settings, deadline).await?);
        missing.extend(
            self.wrong_currencies(connection, settings, deadline)
                .await?,
        );
        let references = settings.references();
        missing.extend(
            self.missing(connection, settings, references, deadline)
                .await?,
        );
        Ok(missing)
    }

    async fn missing(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        references: Vec<SettingReference>,
        deadline: Timestamp,
    ) -> Result<Vec<Missing>, ActionError> {
        let books = self.books(connection, &settings.company, deadline)?;
        let redactor = Redactor::default();
        let asked = asked(references);
        let mut missing = Vec::new();
        // Settings with a fault are asked about too, so that every fault is told at once.
        let most = settings.quickbooks.batch_items.clamp(1, MOST_ITEMS);
        for chunk in asked.chunks(most) {
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
                let answer = answer.map_err(|fault| books.refused_item(&fault, &redactor))?;
                let fault = one.object.fault(&answer)?;
                if let Some(fault) = fault {
                    let paths = one.paths.clone();
                    missing.push(Missing { paths, fault });
                    continue;
                }
                // One account may stand in several places, and fit in some of them.
                for path in &one.paths {
                    let name = path.rsplit('.').next().unwrap_or(path);
                    let fault = one.object.fault_of_type(name, &answer)?;
                    missing.extend(fault.map(|fault| Missing {
                        paths: vec![path.clone()],
                        fault,
                    }));
                }
            }
        }
        Ok(missing)
    }

    /// Checks that QuickBooks has every object that these mappings name, and that it is active; gives the reason where it
    /// cannot be asked.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that lists all it does not have, and that there is no such connection.
    pub(crate) async fn check_mapped(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
        deadline: Timestamp,
    ) -> Result<Option<String>, ActionError> {
        let stored = self.existing(connection).await?;
        let asked = async {
            let settings = ActionSettings::parse(&stored.value.0)?;
            let references = mappings.iter().enumerate().map(mapped).collect();
            self.missing(connection, &settings, references, deadline)
                .await
        };
        let missing = match asked.await {
            Ok(missing) => missing,
            Err(error) => return Ok(Some(error.to_string())),
        };
        refuse(connection, &missing).map(|()| None)
    }

    /// The home currency that QuickBooks has otherwise, and several currencies that it has not: amounts would be booked in another
    /// currency than HubSpot's.
    async fn wrong_currencies(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<Vec<Missing>, ActionError> {
        let books = self.books(connection, &settings.company, deadline)?;
        let question = Query::select(EntityKind::Preferences);
        let answer = books.call(&Request::query(&question)).await;
        let answer = answer.map_err(|failure| failure.into_error(&Redactor::default()))?;
        let rows = answer.rows::<Preferences>();
        let rows = rows.map_err(|error| ActionError::QuickBooksUnavailable {
            detail: error.to_string(),
        })?;
        let own = rows.into_iter().next().and_then(|row| row.currency_prefs);
        let faults = own.map(|own| currency_faults(&settings.company, &own));
        Ok(faults.unwrap_or_default())
    }

    async fn wrong_country(
        &self,
        connection: &Connection,
        settings: &ActionSettings,
        deadline: Timestamp,
    ) -> Result<Option<Missing>, ActionError> {
        let company = &settings.company;
        let info = self.company_info(connection, company, deadline).await?;
        let fault = country_fault(&company.country, info.country.as_deref());
        Ok(fault.map(|fault| Missing {
            paths: vec!["settings.company.country".to_owned()],
            fault,
        }))
    }
}

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store + SnapshotReader,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// Checks that QuickBooks has every object that options name, before many records are booked by them, and gives
    /// the faults: each names its option. A name that is mapped already is not asked for.
    ///
    /// # Errors
    ///
    /// [`ActionError::ConnectionNotFound`], settings that the actions cannot use, and those of asking QuickBooks.
    pub async fn check_options(
        &self,
        connection: &Connection,
        options: &Map<String, Value>,
        deadline: Timestamp,
    ) -> Result<Vec<String>, ActionError> {
        let known = self
            .store()
            .read(&ReadRequest::of(connection.clone()))
            .await?;
        let stored = known.settings.as_ref();
        let stored = stored.ok_or_else(|| ActionError::not_connected(connection.to_string()))?;
        let settings = ActionSettings::parse(&stored.value.0)?;
        let mut references = settings.references_of("options", options);
        let is_mapped = |reference: &SettingReference| {
            let key = reference.object.key();
            key.is_some_and(|key| known.mappings.contains_key(&key))
        };
        references.retain(|reference| !is_mapped(reference));
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let missing = self.missing(connection, &settings, references, deadline);
        Ok(missing.await?.iter().map(Missing::described).collect())
    }
}

/// The fault of a country that is not the one in which QuickBooks keeps the company: it decides how tax works.
pub(crate) fn country_fault(given: &str, own: Option<&str>) -> Option<String> {
    let own = own?;
    let differs = !given.eq_ignore_ascii_case(own);
    differs.then(|| format!("it is {given}, and the company's in QuickBooks is {own}: correct it"))
}

/// The faults of the settings of currencies.
fn currency_faults(given: &Company, own: &CurrencyPrefs) -> Vec<Missing> {
    let fault = |path: &str, fault: String| Missing {
        paths: vec![format!("settings.company.{path}")],
        fault,
    };
    let home = own.home_currency.as_ref().map(|home| home.value.as_str());
    let home = home.filter(|home| !given.home_currency.eq_ignore_ascii_case(home));
    let home = home.map(|home| {
        let given = &given.home_currency;
        let said = format!("it is {given}, and the company's in QuickBooks is {home}: correct it");
        fault("home_currency", said)
    });
    let is_off = given.multi_currency && own.multi_currency_enabled == Some(false);
    let several = is_off.then(|| {
        let said = "it is true, and QuickBooks has several currencies off: set it to false, or switch them on there \
                    (Settings, Advanced, Currency)";
        fault("multi_currency", said.to_owned())
    });
    home.into_iter().chain(several).collect()
}

/// The object that a mapping names by its id, with the mapping's place in the request.
fn mapped((index, mapping): (usize, &Mapping)) -> SettingReference {
    SettingReference {
        path: format!("mappings[{index}]"),
        object: NamedReference {
            kind: mapping.key.kind,
            object: NameOrId::Id(mapping.quickbooks_id.clone()),
            place: "mappings",
        },
    }
}

fn refuse(connection: &Connection, missing: &[Missing]) -> Result<(), ActionError> {
    let faults: Vec<String> = missing.iter().map(Missing::described).collect();
    match faults.as_slice() {
        [] => Ok(()),
        faults => Err(ActionError::invalid(format!(
            "connection {connection}: nothing was written: {}",
            faults.join("; ")
        ))),
    }
}

/// Each object once, in the order in which the settings name them.
fn asked(references: Vec<SettingReference>) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for SettingReference { path, object } in references {
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
