//! The description of a connection.

use actions::ActionError;
use actions::books::Books;
use actions::books::environment::Environment;
use actions::books::quota::QuotaLimits;
use actions::settings::{Company, Settings as ActionSettings};
use actions::text::redact::Redactor;
use jiff::{SignedDuration, Timestamp};
use quickbooks::entity::CompanyInfo;
use quickbooks::{Client, Endpoint, Request, Transport};
use storage::{Connection, TokenSet};

use crate::answer::{Answer, Check, Description, LastError, LedgerFacts, State, TokenFacts};
use crate::named::country_fault;
use crate::operation::Describe;
use crate::{ManageConnection, Store};

/// The price of a ledger of which entries may be missing.
const LOOK_UP_COSTS: &str = "before a document is made it is looked up in QuickBooks by its mark: two metered reads each, two \
    more where another sale may be there, one more for a refund or a paid invoice, and one more for each further thousand documents of its kind since then; take `ledger.incomplete_since` out of the settings \
    when every record of that time was run again";

/// The life of Intuit's access tokens
/// (<https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0>).
const ACCESS_LIFE: SignedDuration = SignedDuration::from_hours(1);

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn describe(
        &self,
        request: Describe,
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let connection = request.connection;
        let settings = self.store().get_settings(&connection).await?;
        let tokens = self.store().load_tokens(&connection).await?;
        if settings.is_none() && tokens.is_none() {
            return Err(ActionError::not_connected(connection.to_string()));
        }
        let parsed = settings
            .as_ref()
            .map(|stored| ActionSettings::parse(&stored.value.0))
            .transpose();
        let (parsed, settings_problem) = match parsed {
            Ok(parsed) => (parsed, None),
            Err(problem) => (None, Some(problem.to_string())),
        };
        let incomplete_since = parsed
            .as_ref()
            .and_then(|settings| settings.ledger.incomplete_since);
        let (company, portal) = parsed
            .map(|settings| (settings.company, settings.hubspot.portal_id))
            .unzip();
        let last_error = self.store().last_failure(&connection).await?;
        let now = self.engine.environment.now();
        let tokens = tokens.map(|stored| facts(&stored.value, now));
        let state = state(company.as_ref(), tokens.as_ref(), now);
        let check = match &company {
            Some(company) if request.check => {
                Some(self.check(&connection, company, deadline).await)
            }
            Some(_) | None => None,
        };
        let hubspot = match portal.flatten() {
            Some(portal) => Some(
                self.hubspot(&connection, portal, request.check.then_some(deadline))
                    .await?,
            ),
            None => None,
        };
        Ok(Answer::Description(Box::new(Description {
            connection,
            state,
            company,
            settings_version: settings.map(|stored| stored.version.0),
            settings_problem,
            tokens,
            last_error: last_error
                .filter(|failure| failure.is_of_interest(now))
                .map(LastError::from),
            check,
            hubspot,
            ledger: incomplete_since.map(|incomplete_since| LedgerFacts {
                incomplete_since,
                costs: LOOK_UP_COSTS,
            }),
        })))
    }

    /// Reads the company as an action would: with the connection's tokens, refreshed if need be.
    async fn check(
        &self,
        connection: &Connection,
        company: &Company,
        deadline: Timestamp,
    ) -> Check {
        let info = self.company_info(connection, company, deadline).await;
        let (company_name, error) = match info {
            Ok(info) => {
                let fault = country_fault(&company.country, info.country.as_deref());
                let fault = fault.map(|fault| format!("`settings.company.country`: {fault}"));
                (info.company_name, fault.map(ActionError::invalid))
            }
            Err(error) => (None, Some(error)),
        };
        Check {
            ok: error.is_none(),
            company_name,
            error_type: error.as_ref().map(ActionError::error_type),
            error_message: error.map(|error| error.to_string()),
        }
    }

    /// The books of a connection's company.
    pub(crate) fn books<'b>(
        &'b self,
        connection: &'b Connection,
        company: &Company,
        deadline: Timestamp,
    ) -> Result<Books<'b, S, T, E>, ActionError> {
        let engine = self.engine;
        let endpoint = Endpoint::new(&engine.api.base_url, &company.realm_id)
            .map_err(|error| ActionError::invalid(error.to_string()))?;
        Ok(Books {
            client: Client::new(&engine.transport, endpoint),
            access: &engine.access,
            connection,
            environment: &engine.environment,
            deadline,
            usage: &engine.usage,
            limits: QuotaLimits::default(),
            throttle_wait: None,
        })
    }

    /// The company as QuickBooks describes it.
    pub(crate) async fn company_info(
        &self,
        connection: &Connection,
        company: &Company,
        deadline: Timestamp,
    ) -> Result<CompanyInfo, ActionError> {
        let books = self.books(connection, company, deadline)?;
        let answer = books.call(&Request::company_info()).await;
        let answer = answer.map_err(|failure| failure.into_error(&Redactor::default()))?;
        let info = answer.entity::<CompanyInfo>();
        info.map_err(|error| ActionError::QuickBooksUnavailable {
            detail: error.to_string(),
        })
    }
}

fn facts(tokens: &TokenSet, now: Timestamp) -> TokenFacts {
    let refreshed_at = tokens
        .access_expires_at
        .saturating_sub(ACCESS_LIFE)
        .unwrap_or(Timestamp::MIN);
    TokenFacts {
        realm_id: tokens.realm_id.clone(),
        refreshed_at,
        age_minutes: now.duration_since(refreshed_at).as_mins(),
        access_expires_at: tokens.access_expires_at,
        refresh_expires_at: tokens.refresh_expires_at,
        refresh_days_left: tokens
            .refresh_expires_at
            .duration_since(now)
            .as_hours()
            .div_euclid(24),
    }
}

fn state(company: Option<&Company>, tokens: Option<&TokenFacts>, now: Timestamp) -> State {
    match (company, tokens) {
        (_, None) => State::NotConnected,
        (_, Some(tokens)) if tokens.refresh_expires_at <= now => State::ReauthorizationRequired,
        (None, Some(_)) => State::SettingsMissing,
        (Some(company), Some(tokens)) if company.realm_id != tokens.realm_id => {
            State::CompanyMismatch
        }
        (Some(_), Some(_)) => State::Connected,
    }
}
