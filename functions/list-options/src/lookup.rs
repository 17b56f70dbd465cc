//! From a request to the options of a dropdown.

use actions::books::environment::Environment;
use actions::books::{Books, quota::QuotaLimits};
use actions::settings::Settings as ActionSettings;
use actions::text::redact::Redactor;
use actions::{ActionError, Engine, ErrorType};
use editor::{ACTIONS, Field, Labels, Language, OptionList};
use jiff::Timestamp;
use quickbooks::{Client, Endpoint, Request, Transport};
use storage::{Connection, PortalId, Quota, Settings, Tokens};

use crate::answer::{Choice, OptionsAnswer};
use crate::cache::{PageKey, Pages};
use crate::connections::PortalConnections;
use crate::list::{self, PAGE};
use crate::notice::Notice;
use crate::request::OptionsRequest;
use crate::row::{self, Page};

/// The parts of a store that dropdowns are filled from.
pub trait Store: Settings + Tokens + Sync {}

impl<S: Settings + Tokens + Sync> Store for S {}

/// Fills dropdowns; one per process, since it keeps for a minute what it read.
#[derive(Debug, Default)]
pub struct ListOptions {
    pages: Pages,
    connections: PortalConnections,
}

impl ListOptions {
    /// The options of a field, as far as they are there; `None` when no action has a dropdown of this name.
    pub async fn answer<S, T, E>(
        &self,
        engine: &Engine<S, T, E>,
        field: &str,
        request: &OptionsRequest,
        deadline: Timestamp,
    ) -> Option<OptionsAnswer>
    where
        S: Store,
        T: Transport + Sync,
        E: Environment,
    {
        let field = dropdown(field)?;
        let list = field.list()?;
        let listed = if list == OptionList::Connections {
            self.of_portal(engine, request).await
        } else {
            self.of_company(engine, list, request, deadline).await
        };
        Some(assemble(field, request, listed))
    }

    /// The connections of HubSpot accounts, for others who need them.
    pub fn connections(&self) -> &PortalConnections {
        &self.connections
    }

    async fn of_portal<S, T, E>(
        &self,
        engine: &Engine<S, T, E>,
        request: &OptionsRequest,
    ) -> Result<Page, Notice>
    where
        S: Store,
        E: Environment,
    {
        let now = engine.environment.now();
        let own = self.connections.of(&engine.store, &request.portal, now);
        let own = own.await.map_err(|error| noticed(&error, None))?;
        if own.is_empty() {
            return Err(Notice::NoConnection);
        }
        let named = own.into_iter().map(|one| Choice {
            description: Some(format!("QuickBooks company {}", one.realm_id)),
            ..Choice::new(one.connection.to_string(), one.connection.to_string())
        });
        let options = named.filter(|choice| contains(&choice.label, &request.search));
        Ok(Page {
            options: options.collect(),
            is_full: false,
        })
    }

    async fn of_company<S, T, E>(
        &self,
        engine: &Engine<S, T, E>,
        list: OptionList,
        request: &OptionsRequest,
        deadline: Timestamp,
    ) -> Result<Page, Notice>
    where
        S: Store,
        T: Transport + Sync,
        E: Environment,
    {
        let chosen = request.connection.as_deref();
        let connection = chosen.and_then(|name| Connection::try_from(name).ok());
        let connection = connection.ok_or(Notice::ChooseConnection)?;
        let settings = settings_of(&engine.store, &connection, &request.portal).await;
        let settings = settings.map_err(|error| noticed(&error, Some(&connection)))?;
        let settings = settings.ok_or(Notice::ChooseConnection)?;
        let key = PageKey {
            connection,
            realm_id: settings.company.realm_id.clone(),
            list,
            search: request.search.clone(),
            start: request.after.unwrap_or(1).max(1),
        };
        if let Some(page) = self.pages.get(&key, engine.environment.now()) {
            return Ok(page);
        }
        let page = read(engine, &key, &settings, deadline).await;
        let page = page.map_err(|error| noticed(&error, Some(&key.connection)))?;
        self.pages.put(key, page.clone(), engine.environment.now());
        Ok(page)
    }
}

/// The dropdown of this name; a name is the same field in every action.
fn dropdown(name: &str) -> Option<&'static Field> {
    let field = ACTIONS.iter().find_map(|action| action.field(name))?;
    field.list().is_some().then_some(field)
}

/// The settings of a connection, if it belongs to the account.
async fn settings_of<S: Settings>(
    store: &S,
    connection: &Connection,
    portal: &PortalId,
) -> Result<Option<ActionSettings>, ActionError> {
    let stored = store.get_settings(connection).await?;
    let settings = stored.map(|stored| ActionSettings::parse(&stored.value.0));
    let settings = settings.transpose()?;
    Ok(settings.filter(|settings| settings.hubspot.portal_id.as_ref() == Some(portal)))
}

async fn read<S, T, E>(
    engine: &Engine<S, T, E>,
    key: &PageKey,
    settings: &ActionSettings,
    deadline: Timestamp,
) -> Result<Page, ActionError>
where
    S: Store,
    T: Transport + Sync,
    E: Environment,
{
    let query = list::query(key.list, &key.search, key.start);
    let query = query.ok_or_else(|| ActionError::invalid("QuickBooks has no such list"))?;
    let endpoint = Endpoint::new(&engine.api.base_url, &key.realm_id)
        .map_err(|error| ActionError::invalid(error.to_string()))?;
    let books = Books {
        client: Client::new(&engine.transport, endpoint),
        access: &engine.access,
        connection: &key.connection,
        environment: &engine.environment,
        deadline,
        usage: &engine.usage,
        limits: limits(settings),
        throttle_wait: settings.throttle_wait(),
    };
    books.check_quota(Quota::Requests)?;
    let kind = query.kind();
    let answer = books.call(&Request::query(&query)).await;
    let answer = answer.map_err(|failure| failure.into_error(&Redactor::default()))?;
    row::page(kind, &answer).map_err(|error| ActionError::QuickBooksUnavailable {
        detail: error.to_string(),
    })
}

fn limits(settings: &ActionSettings) -> QuotaLimits {
    settings.quickbooks.quota.clone()
}

/// Notes why a list was not read, and says it in the words of the editor.
fn noticed(error: &ActionError, connection: Option<&Connection>) -> Notice {
    let connection = connection.map(ToString::to_string);
    tracing::warn!(connection, errorType = error.error_type(), %error, "a dropdown was not filled");
    Notice::of(ErrorType::from(error))
}

/// The values that a field has anyway, and then the list or the reason why there is none.
fn assemble(
    field: &Field,
    request: &OptionsRequest,
    listed: Result<Page, Notice>,
) -> OptionsAnswer {
    let is_first_page = request.after.is_none();
    let fixed = Labels::of(Language::English).values(field).into_iter();
    let fixed = fixed.filter(|(_, label)| is_first_page && contains(label, &request.search));
    let mut options: Vec<Choice> = fixed
        .map(|(value, label)| Choice::new(value, label))
        .collect();
    let after = match listed {
        Ok(page) => {
            let next = request.after.unwrap_or(1).max(1).saturating_add(PAGE);
            options.extend(page.options);
            page.is_full.then(|| next.to_string())
        }
        Err(notice) => {
            options.push(notice.choice());
            None
        }
    };
    OptionsAnswer {
        options,
        after,
        searchable: true,
    }
}

fn contains(label: &str, search: &str) -> bool {
    label.to_lowercase().contains(&search.to_lowercase())
}
