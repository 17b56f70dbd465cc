//! The facts that a connection needs of its company, read in one request.

pub(crate) mod accounts;
mod time_zone;

use std::time::Duration;

use quickbooks::entity::{Account, PhysicalAddress, Preferences};
use quickbooks::{
    Batch, BatchItem, CallError, Client, Condition, Entity, EntityKind, MAX_RESULTS, Query,
    Request, Transport,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// With the exchange of the code before, and the second question, below the 29 seconds that an HTTP
/// API waits.
const TIMEOUT: Duration = Duration::from_secs(8);
const OPENING_TIMEOUT: Duration = Duration::from_secs(4);

/// The types of the accounts that [`accounts`] chooses from.
const ACCOUNT_TYPES: [&str; 3] = ["Income", "Bank", "Other Current Asset"];

/// A company, as far as its first settings depend on it.
#[derive(Clone, derive_more::Debug)]
pub(crate) struct Company {
    pub(crate) realm_id: String,
    #[debug(skip)]
    pub(crate) name: String,
    /// Such as `US`.
    pub(crate) country: String,
    /// ISO 4217.
    pub(crate) home_currency: String,
    /// True if it has several currencies.
    pub(crate) multi_currency: bool,
    /// True if its people number sales forms; where it does not say, they may.
    pub(crate) custom_transaction_numbers: bool,
    /// In the IANA database's words; `None` when the company does not let it be known.
    pub(crate) time_zone: Option<String>,
    /// The active accounts of the types in question.
    pub(crate) accounts: Vec<Account>,
}

/// Why a company was not read.
#[derive(Debug)]
pub(crate) enum CompanyError {
    /// The token is not for this company.
    NoAccess,
    /// QuickBooks did not answer, or not with what is needed.
    Unreadable { detail: String },
}

/// The `CompanyInfo` with the fields that matter here.
///
/// `DefaultTimeZone` is in the schema of Intuit's SDKs and not in the reference of the API, so it
/// may or may not come.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct CompanyInfo {
    id: Option<String>,
    company_name: Option<String>,
    country: Option<String>,
    company_addr: Option<PhysicalAddress>,
    default_time_zone: Option<String>,
}

impl Entity for CompanyInfo {
    const KIND: EntityKind = EntityKind::CompanyInfo;

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// Reads the company behind `client`: three queries in one request.
pub(crate) async fn read<T: Transport>(
    client: &Client<T>,
    token: &SecretString,
) -> Result<Company, CompanyError> {
    let accounts = Query::select(EntityKind::Account)
        .filter(Condition::is_in("AccountType", ACCOUNT_TYPES))
        .max_results(MAX_RESULTS);
    let batch = Batch::new()
        .query(Query::select(EntityKind::CompanyInfo))
        .query(Query::select(EntityKind::Preferences))
        .query(accounts);
    let request = Request::batch(&batch, None).map_err(|error| unreadable(&error))?;
    let answer = client.call(token, &request, TIMEOUT).await;
    let answer = answer.map_err(refused)?;
    let items = answer.batch().map_err(refused)?;
    let items: Vec<BatchItem> = items
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|fault| CompanyError::Unreadable {
            detail: format!("fault {}", fault.code().unwrap_or("without a code")),
        })?;
    let [info, preferences, accounts] = items.as_slice() else {
        return Err(missing("answers"));
    };
    let info = first::<CompanyInfo>(info)?;
    let preferences = first::<Preferences>(preferences)?;
    let accounts = accounts.rows::<Account>().map_err(refused)?;
    company(client.endpoint().realm_id(), info, preferences, accounts)
}

/// Asks for the company's name alone: an answer says that the token is for this company.
pub(crate) async fn opens<T: Transport>(
    client: &Client<T>,
    token: &SecretString,
) -> Result<(), CompanyError> {
    let query = Query::select(EntityKind::CompanyInfo);
    let answer = client
        .call(token, &Request::query(&query), OPENING_TIMEOUT)
        .await;
    answer.map(drop).map_err(refused)
}

fn company(
    realm_id: &str,
    info: CompanyInfo,
    preferences: Preferences,
    accounts: Vec<Account>,
) -> Result<Company, CompanyError> {
    let country = info.country.ok_or_else(|| missing("country"))?;
    let state = info
        .company_addr
        .and_then(|address| address.country_sub_division_code);
    let currencies = preferences.currency_prefs.unwrap_or_default();
    let forms = preferences.sales_forms_prefs.unwrap_or_default();
    Ok(Company {
        realm_id: realm_id.to_owned(),
        name: info.company_name.unwrap_or_default(),
        time_zone: time_zone::of(
            info.default_time_zone.as_deref(),
            &country,
            state.as_deref(),
        ),
        multi_currency: currencies.multi_currency_enabled == Some(true),
        custom_transaction_numbers: forms.custom_txn_numbers != Some(false),
        home_currency: currencies
            .home_currency
            .ok_or_else(|| missing("home currency"))?
            .value,
        country,
        accounts,
    })
}

fn first<E: Entity>(item: &BatchItem) -> Result<E, CompanyError> {
    let mut rows = item.rows::<E>().map_err(refused)?;
    if rows.is_empty() {
        return Err(missing(E::KIND.name()));
    }
    Ok(rows.swap_remove(0))
}

fn refused(error: CallError) -> CompanyError {
    match error {
        CallError::Forbidden { .. } | CallError::Unauthorized { .. } => CompanyError::NoAccess,
        CallError::Rejected { fault, .. } => CompanyError::Unreadable {
            detail: format!("fault {}", fault.code().unwrap_or("without a code")),
        },
        CallError::Throttled { .. }
        | CallError::Unavailable { .. }
        | CallError::Unknown { .. }
        | CallError::InvalidRequest { .. } => unreadable(&error),
    }
}

fn unreadable(error: &impl ToString) -> CompanyError {
    CompanyError::Unreadable {
        detail: error.to_string(),
    }
}

fn missing(what: &str) -> CompanyError {
    CompanyError::Unreadable {
        detail: format!("QuickBooks does not say its {what}"),
    }
}
