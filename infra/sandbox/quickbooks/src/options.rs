//! The options of a sandbox.

mod bookkeeping;
mod webhook;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use loopback::clock::Clock;

pub use self::bookkeeping::{
    CompanyTemplate, CurrencyOfNewNames, MissingExchangeRate, OpenQuestions, TaxInclusiveAmounts,
    TaxRounding,
};
pub use self::webhook::WebhookTarget;
use crate::quotas::Quotas;

/// Everything that can be chosen when a sandbox starts; [`Default`] is a fresh sample company on a free
/// port of this machine.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct SandboxOptions {
    /// The address to listen on; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The file that keeps the company between runs; without one it lives in memory.
    pub file: Option<PathBuf>,
    /// The sample company to start with. A company kept in a file stays the one it is.
    pub company: CompanyTemplate,
    /// `true` if the sample company uses several currencies (`CurrencyPrefs.MultiCurrencyEnabled`); it then
    /// has some exchange rates.
    pub multi_currency: bool,
    /// The id of the tax code that lines coded `TAX` of a US company with automated sales tax are taxed with when
    /// the document names none: the rate is the same for all addresses, and each line's tax is rounded by itself.
    /// `None` takes automated sales tax away. [`CompanyTemplate::UnitedStatesManualTax`] never has it.
    pub default_us_tax_code: Option<String>,
    /// The meaning of amounts on documents whose prices include tax.
    pub tax_inclusive_amounts: TaxInclusiveAmounts,
    /// The rounding of tax that comes on top, outside the US.
    pub tax_rounding: TaxRounding,
    /// The treatment of a foreign currency that comes without its rate.
    pub missing_exchange_rate: MissingExchangeRate,
    /// The currency of a new customer or vendor.
    pub currency_of_new_names: CurrencyOfNewNames,
    /// The treatment of requests of which nobody knows what QuickBooks does with them.
    pub open_questions: OpenQuestions,
    /// `true` if addresses are answered with coordinates (`Lat`, `Long`), which here are always `INVALID`, as
    /// QuickBooks' are of places it does not find.
    pub address_coordinates: bool,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Seed of tokens and request identifiers, so that a run can be repeated.
    pub seed: u64,
    /// The lives of tokens.
    pub tokens: TokenPolicy,
    /// The treatment of a repeated `requestid`.
    pub request_ids: RequestIdPolicy,
    /// The address that is told what changed; nobody by default.
    pub webhooks: Option<WebhookTarget>,
    /// Quotas of the company; off by default.
    pub quotas: Quotas,
    /// Most items in one batch (Intuit's documentation says 30, another page of it 10).
    pub batch_limit: usize,
    /// `true` if a document number already used is refused (6140). Applies while the preference
    /// `SalesFormsPrefs.CustomTxnNumbers` is on, as QuickBooks shows its switch only then.
    pub warn_duplicate_document_numbers: bool,
    /// `true` if `/send` increments the document's `SyncToken`; Intuit does not say.
    pub send_increments_sync_token: bool,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            file: None,
            company: CompanyTemplate::default(),
            multi_currency: false,
            default_us_tax_code: Some("2".to_owned()),
            tax_inclusive_amounts: TaxInclusiveAmounts::default(),
            tax_rounding: TaxRounding::default(),
            missing_exchange_rate: MissingExchangeRate::default(),
            currency_of_new_names: CurrencyOfNewNames::default(),
            open_questions: OpenQuestions::default(),
            address_coordinates: true,
            clock: Clock::System,
            seed: 1,
            tokens: TokenPolicy::default(),
            request_ids: RequestIdPolicy::default(),
            webhooks: None,
            quotas: Quotas::default(),
            batch_limit: 30,
            warn_duplicate_document_numbers: true,
            send_increments_sync_token: true,
        }
    }
}

/// Lifetimes of OAuth tokens.
#[derive(Debug, Clone)]
pub struct TokenPolicy {
    /// Life of an access token (Intuit: one hour).
    pub access: Duration,
    /// Life of a refresh token since it was issued (Intuit: `8_726_400` seconds, about 101 days).
    pub refresh: Duration,
    /// The time for which the refresh token before the present one still works. Intuit does not publish it.
    pub previous_refresh_grace: Duration,
    /// A refresh token's value is replaced when it is at least this old (zero: at every refresh;
    /// Intuit: about a day).
    pub rotate_after: Duration,
    /// Life of a grant since the user connected, whatever is refreshed (Intuit: five years).
    pub hard_limit: Duration,
}

impl Default for TokenPolicy {
    fn default() -> Self {
        const DAY: u64 = 24 * 60 * 60;
        Self {
            access: Duration::from_hours(1),
            refresh: Duration::from_hours(2424),
            previous_refresh_grace: Duration::from_secs(DAY),
            rotate_after: Duration::ZERO,
            hard_limit: Duration::from_secs(5 * 365 * DAY),
        }
    }
}

/// The treatment of a `requestid` that was seen before.
#[derive(Debug, Clone)]
pub struct RequestIdPolicy {
    /// Off: every request is executed, as if no identifier had been sent.
    pub honoured: bool,
    /// `true` if a refusal (a Fault) is remembered and answered again like a success.
    pub remember_faults: bool,
    /// Identifiers older than this are forgotten.
    pub forget_after: Option<Duration>,
    /// Only this many of the latest identifiers are remembered.
    pub remember_at_most: Option<usize>,
}

impl Default for RequestIdPolicy {
    fn default() -> Self {
        Self {
            honoured: true,
            remember_faults: true,
            forget_after: None,
            remember_at_most: None,
        }
    }
}

/// A valid grant for the sandbox's company, and the app it was given to.
///
/// All of it is made up by the sandbox and opens nothing else. It is not printed all the same, so that no
/// program gets used to it.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub struct SandboxCredentials {
    /// The app's client id.
    pub client_id: String,
    /// The app's client secret.
    #[debug(skip)]
    pub client_secret: String,
    /// A bearer token for the API.
    #[debug(skip)]
    pub access_token: String,
    /// The token to get the next ones with.
    #[debug(skip)]
    pub refresh_token: String,
    /// Seconds the access token lives.
    pub access_expires_in: u64,
    /// Seconds the refresh token lives.
    pub refresh_expires_in: u64,
}
