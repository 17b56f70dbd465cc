//! An invoice that was made before, as QuickBooks has it now.

use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::response::{Warning, named};

/// An invoice that was made before, as QuickBooks has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingInvoice {
    /// QuickBooks' id.
    pub id: String,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// The total.
    pub total: Decimal,
    /// The part of it that is not paid.
    pub balance: Decimal,
    /// QuickBooks' id of the customer.
    pub customer: Option<String>,
    /// The currency, where QuickBooks tells it.
    pub currency: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    id: String,
    doc_number: Option<String>,
    total_amt: Decimal,
    balance: Decimal,
    customer_ref: Option<Reference>,
    currency_ref: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    value: String,
}

/// The case in which a payment that is booked anyway is a sale of its own, although its sale has invoices that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Never: what they do not take is refused.
    Never,
    /// Where nothing is open of any.
    Settled,
    /// Where none takes it.
    NotTaken,
    /// Where none is open for exactly it.
    NotExact,
}

/// The choice among the invoices on which documents depend.
#[derive(Debug)]
pub enum Choice {
    /// This one is gone on from, with these warnings.
    On(Option<StandingInvoice>, Vec<Warning>),
    /// None: the record is booked by itself, with these warnings.
    Apart(Vec<Warning>),
}

/// True for so little of a total, a hundredth at most, that it is a difference of tax or rounding rather than a payment that
/// is to come.
pub fn is_little(amount: Decimal, total: Decimal) -> bool {
    let hundredfold = amount.checked_mul(Decimal::ONE_HUNDRED);
    hundredfold.is_some_and(|hundredfold| hundredfold <= total)
}

impl StandingInvoice {
    /// The invoice as messages name it, such as `Invoice 1038 (id 145)`.
    pub fn named(&self) -> String {
        named(EntityKind::Invoice.name(), self.number.as_deref(), &self.id)
    }

    /// True for one that was voided in QuickBooks: it comes to nothing then, and nothing of it is open.
    pub fn is_voided(&self) -> bool {
        self.total.is_zero()
    }

    /// True for so little of it, a hundredth at most, that it is a difference of tax or rounding rather than a payment that
    /// is to come.
    pub fn is_little(&self, amount: Decimal) -> bool {
        is_little(amount, self.total)
    }

    /// Reads QuickBooks' entity.
    ///
    /// # Errors
    ///
    /// When it shows no id, no total or no balance.
    pub fn read(entity: &Value) -> Result<Self, serde_json::Error> {
        let answered = Answered::deserialize(entity)?;
        Ok(Self {
            id: answered.id,
            number: answered.doc_number,
            total: answered.total_amt,
            balance: answered.balance,
            customer: answered.customer_ref.map(|customer| customer.value),
            currency: answered.currency_ref.map(|currency| currency.value),
        })
    }
}
