//! The functions this program runs, by their names.

use actions::books::environment::SystemEnvironment;
use actions::pipeline::failed;
use actions::{Action, ActionError, Engine, Response};
use clap::ValueEnum;
use create_estimate::CreateEstimate;
use create_expense::CreateExpense;
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use hubspot::ObjectType;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{CountingTransport, EntityKind, ReqwestTransport};
use serde_json::{Map, Value};
use storage::embedded::EmbeddedStore;

/// The way to QuickBooks of this process.
pub(crate) type LocalTransport = CountingTransport<ReqwestTransport>;

/// The engine that all functions of this process run on.
pub(crate) type LocalEngine = Engine<EmbeddedStore, LocalTransport, SystemEnvironment>;

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
#[allow(
    clippy::enum_variant_names,
    reason = "a variant has the name of its function, and all that book are called create-…"
)]
pub(crate) enum Function {
    /// Creates an invoice from a deal or a quote
    CreateInvoice,
    /// Creates an estimate from a deal or a quote
    CreateEstimate,
    /// Creates a sales receipt from a deal, a quote or a payment
    CreateSalesReceipt,
    /// Creates an invoice and the payment that settles it, from a payment
    CreatePaidInvoice,
    /// Creates an expense from the processing fee of a payment
    CreateExpense,
    /// Creates a refund receipt from a refund of a payment
    CreateRefundReceipt,
}

impl Function {
    /// The function of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// The names of all functions.
    pub(crate) fn names() -> Vec<String> {
        let values = Self::value_variants().iter();
        values.map(|function| function.name().to_owned()).collect()
    }

    /// The function's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CreateInvoice => CreateInvoice::NAME,
            Self::CreateEstimate => CreateEstimate::NAME,
            Self::CreateSalesReceipt => CreateSalesReceipt::NAME,
            Self::CreatePaidInvoice => CreatePaidInvoice::NAME,
            Self::CreateExpense => CreateExpense::NAME,
            Self::CreateRefundReceipt => CreateRefundReceipt::NAME,
        }
    }

    /// The documents the function makes.
    pub(crate) const fn documents(self) -> &'static [EntityKind] {
        match self {
            Self::CreateInvoice => CreateInvoice::DOCUMENTS,
            Self::CreateEstimate => CreateEstimate::DOCUMENTS,
            Self::CreateSalesReceipt => CreateSalesReceipt::DOCUMENTS,
            Self::CreatePaidInvoice => CreatePaidInvoice::DOCUMENTS,
            Self::CreateExpense => CreateExpense::DOCUMENTS,
            Self::CreateRefundReceipt => CreateRefundReceipt::DOCUMENTS,
        }
    }

    /// The types of record the function takes.
    pub(crate) const fn records(self) -> &'static [ObjectType] {
        match self {
            Self::CreateInvoice => CreateInvoice::RECORDS,
            Self::CreateEstimate => CreateEstimate::RECORDS,
            Self::CreateSalesReceipt => CreateSalesReceipt::RECORDS,
            Self::CreatePaidInvoice => CreatePaidInvoice::RECORDS,
            Self::CreateExpense => CreateExpense::RECORDS,
            Self::CreateRefundReceipt => CreateRefundReceipt::RECORDS,
        }
    }

    /// Checks options as far as they can be without a record and a connection's settings.
    pub(crate) fn check_options(self, options: &Map<String, Value>) -> Result<(), ActionError> {
        match self {
            Self::CreateInvoice => check_options::<CreateInvoice>(options),
            Self::CreateEstimate => check_options::<CreateEstimate>(options),
            Self::CreateSalesReceipt => check_options::<CreateSalesReceipt>(options),
            Self::CreatePaidInvoice => check_options::<CreatePaidInvoice>(options),
            Self::CreateExpense => check_options::<CreateExpense>(options),
            Self::CreateRefundReceipt => check_options::<CreateRefundReceipt>(options),
        }
    }

    /// Runs the function on an event.
    pub(crate) async fn run(
        self,
        engine: &LocalEngine,
        event: &[u8],
    ) -> Result<Response, ActionError> {
        match self {
            Self::CreateInvoice => run::<CreateInvoice>(engine, event).await,
            Self::CreateEstimate => run::<CreateEstimate>(engine, event).await,
            Self::CreateSalesReceipt => run::<CreateSalesReceipt>(engine, event).await,
            Self::CreatePaidInvoice => run::<CreatePaidInvoice>(engine, event).await,
            Self::CreateExpense => run::<CreateExpense>(engine, event).await,
            Self::CreateRefundReceipt => run::<CreateRefundReceipt>(engine, event).await,
        }
    }
}

fn check_options<A: Action>(options: &Map<String, Value>) -> Result<(), ActionError> {
    actions::options::read::<A::Options>(options, &[]).map(|_| ())
}

async fn run<A: Action>(engine: &LocalEngine, event: &[u8]) -> Result<Response, ActionError> {
    let result = actions::run::<A, _, _, _>(engine, event, deadline()).await;
    if let Err(error) = &result {
        failed::keep(&engine.store, A::NAME, event, error, Timestamp::now()).await;
    }
    result
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::Function;

    #[test]
    fn every_function_is_called_by_the_name_of_its_action() {
        for function in Function::value_variants() {
            let value = function.to_possible_value().unwrap();
            assert_eq!(value.get_name(), function.name());
            assert_eq!(Function::named(function.name()), Some(*function));
        }
    }
}
