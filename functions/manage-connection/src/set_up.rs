//! HubSpot made ready for the outcomes: the group and the properties that they are written to.

use std::time::Duration;

use actions::ActionError;
use actions::books::environment::Environment;
use actions::records::own_token;
use futures_util::future::join_all;
use hubspot::{Answer as HubSpotAnswer, CallError, NewProperty, ObjectType, Request};
use jiff::Timestamp;
use quickbooks::Transport;
use report_outcome::definitions;
use secrecy::SecretString;
use storage::{Connection, PortalId};

use crate::answer::{Answer, HubSpotReadiness, RecordTypeReadiness};
use crate::hubspot_api::HubSpotApi;
use crate::operation::SetUpHubSpot;
use crate::{ManageConnection, Store};

/// The most time for one request.
const MOST: Duration = Duration::from_secs(12);

/// The number of properties that are made at once; HubSpot lets an app ask a hundred times in ten seconds.
const AT_ONCE: usize = 4;

/// One account, and the time there is.
struct Account<'a, E> {
    api: &'a dyn HubSpotApi,
    connection: &'a Connection,
    portal: PortalId,
    token: SecretString,
    environment: &'a E,
    deadline: Timestamp,
}

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// Makes what is missing of the group and the properties, and says what the app may not do. Making them again
    /// does no harm: what is there stays as it is.
    pub(crate) async fn set_up_hubspot(
        &self,
        request: SetUpHubSpot,
        deadline: Timestamp,
    ) -> Result<Answer, ActionError> {
        let connection = &request.connection;
        let settings = self.existing(connection).await?.value;
        let settings = actions::settings::Settings::parse(&settings.0)?;
        let missing = |message: String| ActionError::SettingMissing { message };
        let portal = settings.hubspot.portal_id.ok_or_else(|| {
            missing(format!(
                "connection {connection}: its setting `hubspot.portal_id` does not say which HubSpot account it \
                 belongs to: set it"
            ))
        })?;
        let api = self.hubspot.as_deref().ok_or_else(|| {
            missing(format!(
                "connection {connection}: nothing here calls HubSpot: ask the function on AWS"
            ))
        })?;
        let secret = self.store().load_portal(&portal).await?.ok_or_else(|| {
            missing(format!(
                "connection {connection}: no access token of HubSpot account {portal} is stored: store that of its \
                 private app"
            ))
        })?;
        let account = Account {
            api,
            connection,
            portal,
            token: secret.access_token,
            environment: &self.engine.environment,
            deadline,
        };
        account
            .set_up(settings.outcomes.hubspot_invoice, request.check)
            .await
            .map(Answer::HubSpot)
    }
}

impl<E: Environment> Account<'_, E> {
    async fn set_up(
        &self,
        with_invoices: bool,
        check: bool,
    ) -> Result<HubSpotReadiness, ActionError> {
        let missing_scopes = self.missing_scopes(with_invoices).await?;
        let mut record_types = Vec::new();
        for object_type in definitions::OBJECT_TYPES {
            record_types.push(self.properties_of(&object_type, check).await?);
        }
        let is_ready = |one: &RecordTypeReadiness| one.missing.is_empty();
        Ok(HubSpotReadiness {
            portal: self.portal.clone(),
            ready: missing_scopes.is_empty() && record_types.iter().all(is_ready),
            missing_scopes,
            record_types,
        })
    }

    /// The scopes that the app was not given; an app of another account is refused.
    async fn missing_scopes(&self, with_invoices: bool) -> Result<Vec<String>, ActionError> {
        let request = Request::private_app(&self.token);
        let app = self.ask(&request, HubSpotAnswer::private_app).await;
        let app = app.map_err(|error| self.failure(&error))?;
        let label = format!("connection {}", self.connection);
        own_token(&self.portal, app.hub_id.as_str(), &label)?;
        let invoices = definitions::SCOPES_OF_INVOICES
            .iter()
            .filter(|_| with_invoices);
        let needed = definitions::scopes().into_iter().chain(invoices.copied());
        let missing = needed.filter(|scope| !app.may(scope));
        Ok(missing.map(str::to_owned).collect())
    }

    async fn properties_of(
        &self,
        object_type: &ObjectType,
        check: bool,
    ) -> Result<RecordTypeReadiness, ActionError> {
        let mut readiness = RecordTypeReadiness {
            object_type: object_type.to_string(),
            ..RecordTypeReadiness::default()
        };
        let request = Request::property_definitions(object_type);
        let there = match self
            .ask(&request, HubSpotAnswer::property_definitions)
            .await
        {
            Ok(there) => there,
            Err(error) => {
                return self.refused(readiness, &definitions::of_type(object_type), &error);
            }
        };
        let (there, missing): (Vec<NewProperty>, Vec<NewProperty>) =
            definitions::of_type(object_type)
                .into_iter()
                .partition(|wanted| there.iter().any(|one| one.name == wanted.name));
        readiness.existing = there.len();
        if check || missing.is_empty() {
            readiness.missing = names(&missing);
            return Ok(readiness);
        }
        let group = Request::create_property_group(object_type, &definitions::group());
        match self.send(&group).await {
            Ok(_) | Err(CallError::Conflict { .. }) => {}
            Err(error) => return self.refused(readiness, &missing, &error),
        }
        for several in missing.chunks(AT_ONCE) {
            let made = several.iter().map(|one| self.create(object_type, one));
            for (property, outcome) in several.iter().zip(join_all(made).await) {
                match outcome {
                    Ok(()) => readiness.created.push(property.name.clone()),
                    Err(error) => {
                        let left = std::slice::from_ref(property);
                        readiness = self.refused(readiness, left, &error)?;
                    }
                }
            }
        }
        Ok(readiness)
    }

    /// Makes a property. One that is there meanwhile is as good.
    async fn create(
        &self,
        object_type: &ObjectType,
        property: &NewProperty,
    ) -> Result<(), CallError> {
        let request = Request::create_property(object_type, property);
        match self.send(&request).await {
            Ok(_) | Err(CallError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The state of a type of which HubSpot refused something for good; what may help later is an error.
    fn refused(
        &self,
        mut readiness: RecordTypeReadiness,
        left: &[NewProperty],
        error: &CallError,
    ) -> Result<RecordTypeReadiness, ActionError> {
        match error {
            CallError::MissingScopes { .. }
            | CallError::Forbidden { .. }
            | CallError::Rejected { .. }
            | CallError::NotFound { .. } => {
                readiness.missing.extend(names(left));
                readiness.refused = Some(error.to_string());
                Ok(readiness)
            }
            other => Err(self.failure(other)),
        }
    }

    fn failure(&self, error: &CallError) -> ActionError {
        let message = format!(
            "HubSpot account {}: {error}; what is made stays, and the same operation again makes the rest",
            self.portal
        );
        if error.is_retryable() {
            ActionError::HubSpotUnavailable { message }
        } else {
            ActionError::HubSpotAccessDenied { message }
        }
    }

    async fn ask<A>(
        &self,
        request: &Request,
        read: impl FnOnce(&HubSpotAnswer) -> Result<A, CallError>,
    ) -> Result<A, CallError> {
        read(&self.send(request).await?)
    }

    async fn send(&self, request: &Request) -> Result<HubSpotAnswer, CallError> {
        let left = self.deadline.duration_since(self.environment.now());
        let left = Duration::try_from(left).unwrap_or_default();
        self.api.send(&self.token, request, left.min(MOST)).await
    }
}

fn names(properties: &[NewProperty]) -> Vec<String> {
    let names = properties.iter().map(|property| property.name.clone());
    names.collect()
}
