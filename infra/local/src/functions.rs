//! The functions this program runs, by their names.

use actions::{ActionError, Engine, Response};
use clap::ValueEnum;
use create_invoice::CreateInvoice;
use jiff::{SignedDuration, Timestamp};
use storage::embedded::EmbeddedStore;

use crate::environment::SystemEnvironment;
use crate::transport::CountingTransport;

/// What all functions of this process run on.
pub(crate) type LocalEngine = Engine<EmbeddedStore, CountingTransport, SystemEnvironment>;

/// The longest an invocation may take. A function comes back earlier, with an error that says what
/// was left undone.
const LONGEST_INVOCATION: SignedDuration = SignedDuration::from_secs(60);

/// When an invocation that begins now must be over.
pub(crate) fn deadline() -> Timestamp {
    Timestamp::now()
        .saturating_add(LONGEST_INVOCATION)
        .unwrap_or(Timestamp::MAX)
}

/// A function; its name is its folder's under `functions/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Function {
    /// Creates an invoice from a deal or a quote
    CreateInvoice,
}

impl Function {
    /// The function of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// The names of all functions.
    pub(crate) fn names() -> Vec<String> {
        let values = Self::value_variants().iter();
        let names = values.filter_map(ValueEnum::to_possible_value);
        names.map(|value| value.get_name().to_owned()).collect()
    }

    /// Runs the function on an event.
    pub(crate) async fn run(
        self,
        engine: &LocalEngine,
        event: &[u8],
    ) -> Result<Response, ActionError> {
        match self {
            Self::CreateInvoice => {
                actions::run::<CreateInvoice, _, _, _>(engine, event, deadline()).await
            }
        }
    }
}
