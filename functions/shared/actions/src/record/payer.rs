//! The payer: from an associated contact or company to a QuickBooks customer.

mod address;
mod eligibility;
mod email;
mod party;

pub use address::Address;
pub use eligibility::check_eligible;
pub use email::{Emails, addresses, is_email};
pub(crate) use party::sources;
pub use party::{Party, PartyKind};

use storage::DocumentRef;

use crate::ActionError;
use crate::options::CustomerChoice;
use crate::request::EnrolledRecord;
use crate::request::properties::Associated;
use crate::response::named;
use crate::settings::CustomerMatching;

/// The payer, before QuickBooks is asked.
#[derive(Clone, Debug)]
pub enum Payer {
    /// A contact or company of HubSpot.
    Party(Box<Party>),
    /// A QuickBooks customer that the options name.
    Fixed {
        /// QuickBooks' id of the customer.
        id: String,
    },
    /// The customer to whom the sale of a refund was booked.
    OfSale(SaleCustomer),
}

/// The customer to whom a sale was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleCustomer {
    /// QuickBooks' id of the customer.
    pub id: String,
    /// The document of the sale.
    pub document: DocumentRef,
    /// Its number, where the ledger tells it.
    pub number: Option<String>,
}

impl SaleCustomer {
    /// The document of the sale as messages name it, such as `Invoice 1038 (id 145)`.
    pub fn named(&self) -> String {
        let DocumentRef { entity, id } = &self.document;
        named(entity, self.number.as_deref(), id)
    }
}

/// Finds who is to be billed for a record.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] when nobody fitting is associated, or the one who is has
/// neither name nor e-mail.
pub fn payer(
    record: &EnrolledRecord,
    choice: &CustomerChoice,
    currency: SaleCurrency<'_>,
    rules: &CustomerMatching,
) -> Result<Payer, ActionError> {
    let missing = |what: &str, list: Associated| {
        let label = record.label();
        ActionError::incomplete(match record.told_party(list) {
            Some(id) => format!(
                "{label}: HubSpot associates {what} {id} with it (`record.associations`), and it is not in `record.{list}`: \
                 add it with its properties, or give the record by its type and id alone"
            ),
            None => format!(
                "{label} has no associated {what}: associate one in HubSpot (a record that is given whole must bring it \
                 along), or set `options.customer`"
            ),
        })
    };
    match choice {
        CustomerChoice::QuickBooks { id } => Ok(Payer::Fixed { id: id.clone() }),
        CustomerChoice::AssociatedContact => {
            let contact = record
                .contacts
                .first()
                .ok_or_else(|| missing("contact", Associated::Contacts))?;
            let party = Party::from_contact(contact)?;
            let company = record.companies.first();
            let party = match company.filter(|_| rules.sub_customer_of_company) {
                Some(company) => party.under(company)?,
                None => party,
            };
            Ok(currency.of(party))
        }
        CustomerChoice::AssociatedCompany => {
            let company = record
                .companies
                .first()
                .ok_or_else(|| missing("company", Associated::Companies))?;
            Party::from_company(company, record.contacts.first()).map(|party| currency.of(party))
        }
    }
}

/// The currency of a sale, as far as it matters to who is billed.
#[derive(Clone, Copy, Debug)]
pub struct SaleCurrency<'c> {
    /// The code of the sale's currency, where the company has several.
    pub several: Option<&'c str>,
    /// The code of the company's own currency.
    pub home: &'c str,
}

impl SaleCurrency<'_> {
    fn of(self, party: Party) -> Payer {
        let party = party.in_currency(self.several.map(str::to_owned), self.home);
        Payer::Party(Box::new(party))
    }
}
