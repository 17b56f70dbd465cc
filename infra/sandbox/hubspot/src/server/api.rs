//! The API: who calls, whether they may, and what they get.

use jiff::Timestamp;
use loopback::reply::Reply;
use serde_json::{Map, Value};

use super::call::Version;
use super::call::{BatchAssociation, Call, Manner};
use super::in_json;
use super::request::Request;
use super::{
    account, associations, associations_of_v3, automation, batch, objects, properties, validation,
};
use crate::apps::{App, identifier};
use crate::journal::Operation;
use crate::limits::{Arrival, Standing, WINDOW};
use crate::object_type::ObjectType;
use crate::options::{LockedQuotes, ProcessedPayments};
use crate::refusal::Refusal;
use crate::state::{Shared, State};

/// A request that is being answered, with all that it may touch.
pub(super) struct Context<'a> {
    pub(super) shared: &'a Shared,
    pub(super) state: &'a mut State,
    pub(super) request: &'a Request,
    pub(super) now: Timestamp,
}

impl Context<'_> {
    /// `true` if properties of the account's own may be written to a record of the type that HubSpot keeps as it is: a
    /// payment that was processed, a quote that is locked.
    pub(super) fn may_write_own(&self, object_type: ObjectType) -> bool {
        let options = &self.shared.options;
        match object_type {
            ObjectType::Quotes => options.locked_quotes == LockedQuotes::OwnPropertiesMayChange,
            _ => options.processed_payments == ProcessedPayments::OwnPropertiesMayChange,
        }
    }
}

/// A status and a body; none for 204.
pub(super) type Answer = (u16, Option<Value>);

/// Answers a call, and writes the portal's file if it changed something.
pub(super) fn answer(shared: &Shared, request: &Request, call: &Call) -> Reply {
    let mut state = shared.lock();
    let now = shared.options.clock.now();
    let app = request.token().ok_or_else(Refusal::unauthenticated);
    let app = match app.and_then(|token| state.apps.app(token, now)) {
        Ok(app) => app,
        Err(refusal) => return refused(&mut state, &refusal),
    };
    let is_search = call.operation() == Operation::Search;
    let State {
        meter,
        limits,
        portal,
        ..
    } = &mut *state;
    let arrival = Arrival {
        app: &app.key,
        is_oauth: app.is_oauth,
        is_search,
    };
    let (standing, policy) = meter.admit(limits, arrival, (now, &portal.account.zone()));
    let mut context = Context {
        shared,
        state: &mut state,
        request,
        now,
    };
    let answered = match policy {
        Some(policy) => Err(Refusal::rate_limit(policy)),
        None => may(&app, request, call).and_then(|()| carry_out(&mut context, call)),
    };
    let has_changed = call.operation().is_write() && answered.is_ok();
    if has_changed && let Err(error) = shared.save(&state) {
        tracing::error!(%error, "the portal's file could not be written");
        return in_json(500, String::new());
    }
    let reply = match answered {
        Ok(answer) => answered_with(&mut state, answer),
        Err(refusal) => refused(&mut state, &refusal),
    };
    if is_search {
        // Searches have a limit of their own, and tell nothing of it.
        return reply;
    }
    with_limits(reply, &state, standing, &app)
}

/// An answer under a correlation id of its own.
fn answered_with(state: &mut State, (status, body): Answer) -> Reply {
    let body = body.map_or_else(String::new, |body| body.to_string());
    let id = identifier(&mut state.random);
    in_json(status, body).header("x-hubspot-correlation-id", id)
}

/// A refusal under a correlation id of its own.
pub(super) fn refused(state: &mut State, refusal: &Refusal) -> Reply {
    let id = identifier(&mut state.random);
    let mut body: Map<String, Value> = refusal.body();
    body.insert("correlationId".to_owned(), id.clone().into());
    in_json(refusal.status, Value::Object(body).to_string()).header("x-hubspot-correlation-id", id)
}

/// An answer with the limits' headers.
fn with_limits(reply: Reply, state: &State, standing: Standing, app: &App) -> Reply {
    let limits = &state.limits;
    let reply = reply
        .header("x-hubspot-ratelimit-max", standing.burst.to_string())
        .header(
            "x-hubspot-ratelimit-remaining",
            standing.remaining.to_string(),
        )
        .header(
            "x-hubspot-ratelimit-interval-milliseconds",
            WINDOW.to_string(),
        );
    // An app with OAuth has no daily limit to tell of.
    if app.is_oauth {
        return reply;
    }
    reply
        .header("x-hubspot-ratelimit-daily", limits.daily.to_string())
        .header(
            "x-hubspot-ratelimit-daily-remaining",
            standing.daily_remaining.to_string(),
        )
}

/// Refuses a call that the app lacks a scope for; a read needs those of the associations it asks for too.
fn may(app: &App, request: &Request, call: &Call) -> Result<(), Refusal> {
    for any in call.scopes() {
        app.needs(&any)?;
    }
    if matches!(call, Call::Read(..) | Call::List(_)) {
        for object_type in request.wanted()?.associations {
            app.needs(&[object_type.traits().read_scope])?;
        }
    }
    Ok(())
}

fn carry_out(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    if context.request.target_length > context.shared.options.longest_target {
        return Err(Refusal::too_long());
    }
    if !context.request.is_json() {
        return Err(Refusal::no_json());
    }
    validation::check(context, call)?;
    match call {
        Call::List(object_type) => objects::list(context, *object_type),
        Call::Create(object_type) => objects::create(context, *object_type),
        Call::Read(object_type, id) => objects::read(context, *object_type, id),
        Call::Update(object_type, id) => objects::update(context, *object_type, id),
        Call::Archive(object_type, id) => objects::archive(context, *object_type, id),
        Call::Merge(object_type) => objects::merge(context, *object_type),
        Call::Search(object_type) => objects::search(context, *object_type),
        Call::BatchRead(object_type) => batch::read(context, *object_type),
        Call::Batch(object_type, write) => batch::write(context, *object_type, *write),
        Call::ReadAssociations(Version::V3, from, to) => {
            associations_of_v3::read_one(context, from, *to)
        }
        Call::ReadAssociations(_, from, to) => associations::read_one(context, from, *to),
        Call::Associate(pair, manner @ (Manner::Labelled | Manner::Default)) => {
            associations::associate(context, pair, manner)
        }
        Call::Associate(pair, Manner::Named(name)) => {
            associations_of_v3::associate(context, pair, name)
        }
        Call::Dissociate(pair, name) => {
            associations_of_v3::dissociate(context, pair, name.as_deref())
        }
        Call::Associations(Version::V3, from, to, what) => match what {
            BatchAssociation::Read => associations_of_v3::batch_read(context, *from, *to),
            BatchAssociation::Create => associations_of_v3::batch_create(context, *from, *to),
            _ => associations_of_v3::batch_archive(context, *from, *to),
        },
        Call::Associations(_, from, to, what) => associations::batch(context, *from, *to, *what),
        Call::AssociationTypes(version, from, to) => {
            Ok(associations::types(context, *version, *from, *to))
        }
        Call::Properties(object_type) => Ok(properties::list(context, *object_type)),
        Call::PropertyGroups(object_type) => Ok(properties::groups(context, *object_type)),
        Call::CreatePropertyGroup(object_type) => properties::create_group(context, *object_type),
        Call::BatchReadProperties(object_type) => properties::batch_read(context, *object_type),
        Call::CreateProperty(object_type) => properties::create(context, *object_type),
        Call::Property(object_type, name) => properties::read(context, *object_type, name),
        Call::UpdateProperty(object_type, name) => properties::update(context, *object_type, name),
        Call::ArchiveProperty(object_type, name) => {
            Ok(properties::archive(context, *object_type, name))
        }
        Call::Owners => account::owners(context),
        Call::Owner(id) => account::owner(context, id),
        Call::TaxRates => account::tax_rates(context),
        Call::TaxRate(id) => account::tax_rate(context, id),
        Call::Account => Ok(account::details(context)),
        Call::Complete(id) => automation::complete(context, id),
        Call::BatchComplete => automation::batch_complete(context),
        Call::NoSuchType(name) => Err(Refusal::invalid(&format!(
            "Unable to infer object type from: {name}"
        ))),
        Call::NoSuchMethod => Err(Refusal::no_method()),
        Call::NoSuchPath => Err(Refusal::no_record()),
    }
}
