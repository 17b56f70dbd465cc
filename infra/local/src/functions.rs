//! The actions of the registry, as this program runs them.

mod asked;
mod background;
mod document;
mod first_booking;
mod function_error;
mod invocation;
mod invoked;
mod line;
mod requests;
mod samples;

use actions::books::environment::SystemEnvironment;
use actions::pipeline::failed;
use actions::{ActionError, Engine, Response};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};
use quickbooks::{CountingTransport, ReqwestTransport};
use registry::RegisteredAction;
use storage::embedded::EmbeddedStore;

pub(crate) use asked::Asked;
pub(crate) use background::Background;
pub(crate) use document::{described, led, led_to};
pub(crate) use first_booking::{FirstBooking, ServedCompany};
pub(crate) use function_error::{FunctionError, among};
pub(crate) use invocation::{Outcome, outcome};
pub(crate) use invoked::{TriedAgain, invoked};
pub(crate) use line::{shown, told_now};
pub(crate) use requests::CountedByInvocation;

/// The way to QuickBooks of this process.
pub(crate) type LocalTransport = CountingTransport<CountedByInvocation<ReqwestTransport>>;

/// The engine that all actions of this process run on.
pub(crate) type LocalEngine = Engine<EmbeddedStore, LocalTransport, SystemEnvironment>;

/// The longest an invocation may take. An action comes back earlier, with an error that says what
/// was left undone.
const LONGEST_INVOCATION: SignedDuration = SignedDuration::from_secs(60);

/// The time by which an invocation that begins now must be over.
pub(crate) fn deadline() -> Timestamp {
    Timestamp::now()
        .saturating_add(LONGEST_INVOCATION)
        .unwrap_or(Timestamp::MAX)
}

/// Reads an action's name on the command line; the help shows each with what it does.
pub(crate) fn action_parser() -> impl TypedValueParser<Value = RegisteredAction> {
    let values = RegisteredAction::ALL
        .iter()
        .map(|action| PossibleValue::new(action.name()).help(action.summary()));
    PossibleValuesParser::new(values)
        .try_map(|name| RegisteredAction::named(&name).ok_or("no action has this name"))
}

/// Runs an action on an event; what failed for good is kept for a person to see.
pub(crate) async fn run(
    action: RegisteredAction,
    engine: &LocalEngine,
    event: &[u8],
) -> Result<Response, ActionError> {
    samples::refuse_in_real_books(&engine.api.base_url, event)?;
    let result = action.run(engine, event, deadline()).await;
    let result = result.map(|response| led(response, &engine.api.app_url));
    let (store, name, now) = (&engine.store, action.name(), Timestamp::now());
    match &result {
        Ok(response) => failed::made_good(store, name, event, response, now).await,
        Err(error) => failed::keep(store, name, event, error, now).await,
    }
    result
}

/// The same where nobody is known to try it again: what might be is kept for a person, too.
pub(crate) async fn run_alone(
    action: RegisteredAction,
    engine: &LocalEngine,
    event: &[u8],
) -> Result<Response, ActionError> {
    let result = run(action, engine, event).await;
    if let Err(error) = &result {
        let why = (error.error_type(), error.to_string());
        let (store, now) = (&engine.store, Timestamp::now());
        failed::gave_up(store, action.name(), event, (why.0, &why.1), now).await;
    }
    result
}
