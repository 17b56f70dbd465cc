//! The subject of an action's documents, read from a record.

pub mod duplicate;
pub mod payment_method;
pub mod priced_sale;
mod read_input;
pub mod refund;
pub mod sold;
mod standing_invoice;

pub use read_input::ReadInput;
pub use standing_invoice::{Apart, Choice, StandingInvoice, is_little};

use iso_currency::Currency;
use jiff::civil::Date;
use quickbooks::EntityKind;
use quickbooks::entity::LinkedTxn;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use storage::DocumentRef;

use crate::ActionError;
use crate::options::{NamedReference, ProductChoice};
use crate::record::payer::{self, Party, Payer, SaleCurrency, SaleCustomer};
use crate::record::payment::Payment;
use crate::record::sale::{Sale, require_products};
use crate::reservation::Scope;
use crate::response::Warning;
use crate::subject::priced_sale::PricedSale;
use crate::subject::refund::Refund;

/// The outcome of reading a record.
#[derive(Debug)]
pub enum Reading {
    /// Something to make a document of.
    Subject(Box<Subject>),
    /// Nothing, and that is no error: a payment without a fee has no expense.
    Nothing {
        /// Why there is nothing, for people.
        reason: String,
    },
}

/// The content that documents are made of.
#[derive(Debug)]
pub struct Subject {
    /// The record as messages name it, such as `deal 9001`.
    pub label: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The total that is posted, before tax.
    pub total: Decimal,
    /// The priced sale, where something is sold.
    pub sale: Option<PricedSale>,
    /// The payer, where somebody is billed.
    pub payer: Option<Payer>,
    /// The record's own date; the document's unless one is asked for.
    pub date: Option<Date>,
    /// The last day of what is offered.
    pub expires: Option<Date>,
    /// The payment, where the record is one.
    pub payment: Option<Payment>,
    /// The total with tax that the document must come to, where that is known to the cent.
    pub due: Option<Decimal>,
    /// The refund of the payment, where it is one.
    pub refund: Option<Refund>,
    /// The customer to whom the sale of a refund was booked, where that is known here.
    pub sold_to: Option<SaleCustomer>,
    /// The one document to make, where not all of the action's are due.
    pub only: Option<EntityKind>,
    /// The way in which it holds what its record is associated with, where it is a sale.
    pub scope: Scope,
    /// The invoices made before on which it depends: QuickBooks is asked for them first, and the action chooses the one that is
    /// gone on from.
    pub invoices: Vec<DocumentRef>,
    /// The case in which it goes on from none of them.
    pub apart: Apart,
    /// Documents of its sale for whose totals QuickBooks is asked before anything else: the ledger's speak against it. The
    /// record is read once more then.
    pub doubted: Vec<DocumentRef>,
    /// The documents it comes of, to which QuickBooks is to link it.
    pub links: Vec<LinkedTxn>,
    /// The QuickBooks objects it needs beside those that the options name.
    pub references: Vec<NamedReference>,
    /// The beginning of the private note.
    pub note: Option<String>,
    /// Warnings of the reading.
    pub warnings: Vec<Warning>,
    /// By what else than lines and payer a repeat is known to ask for the same document.
    pub content: Value,
    /// The same as it would be under other settings: a repeat after a change of those is still a repeat.
    pub content_otherwise: Option<Value>,
}

impl Subject {
    /// A sale to the payer that the options choose.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with the lines or the payer.
    pub fn of_sale<O>(asked: &ReadInput<'_, O>) -> Result<Self, ActionError> {
        Self::sold_to(asked, None)
    }

    /// The same; where the sale was booked to this customer before, the record needs nobody who is billed.
    fn sold_to<O>(
        asked: &ReadInput<'_, O>,
        sold_to: Option<SaleCustomer>,
    ) -> Result<Self, ActionError> {
        let company = &asked.settings.company;
        let item = asked.settings.products.item_without_lines.as_ref();
        let sale = Sale::read(asked.record, company, item)?;
        if matches!(asked.common.products, ProductChoice::LineItems) {
            require_products(asked.record)?;
        }
        let currency = SaleCurrency {
            several: company.multi_currency.then(|| sale.currency.code()),
            home: &company.home_currency,
        };
        let payer = payer::payer(
            asked.record,
            &asked.common.customer,
            currency,
            &asked.settings.customers,
        );
        let payer = match (payer, &sold_to) {
            (Err(ActionError::RecordIncomplete { .. }), Some(customer)) => {
                Payer::OfSale(customer.clone())
            }
            (payer, _) => payer?,
        };
        let priced = PricedSale::of(sale, asked.settings)?;
        Ok(Self {
            label: asked.record.label(),
            currency: priced.sale.currency,
            total: priced.total(),
            warnings: priced.warnings.clone(),
            sale: Some(priced),
            payer: Some(payer),
            date: None,
            expires: None,
            payment: None,
            due: None,
            refund: None,
            sold_to,
            only: None,
            scope: Scope::Usual,
            invoices: Vec::new(),
            apart: Apart::Never,
            doubted: Vec::new(),
            links: Vec::new(),
            references: Vec::new(),
            note: None,
            content: json!({}),
            content_otherwise: None,
        })
    }

    /// Money of a payment that is booked without a sale, such as its fee.
    pub fn of_amount(payment: Payment, amount: Decimal) -> Self {
        Self {
            label: payment.label.clone(),
            currency: payment.currency,
            total: amount,
            sale: None,
            payer: None,
            date: payment.date(),
            expires: None,
            payment: Some(payment),
            due: None,
            refund: None,
            sold_to: None,
            only: None,
            scope: Scope::Usual,
            invoices: Vec::new(),
            apart: Apart::Never,
            doubted: Vec::new(),
            links: Vec::new(),
            references: Vec::new(),
            note: None,
            warnings: Vec::new(),
            content: json!({}),
            content_otherwise: None,
        }
    }

    /// The contact or company that is billed, where one is.
    pub fn party(&self) -> Option<&Party> {
        match &self.payer {
            Some(Payer::Party(party)) => Some(party),
            Some(Payer::Fixed { .. } | Payer::OfSale(_)) | None => None,
        }
    }

    /// The company of which that contact is a sub-customer.
    pub fn parent(&self) -> Option<&Party> {
        self.party()?.parent.as_deref()
    }

    /// The decimals of the smallest unit of the currency: 2 for USD, 0 for JPY.
    pub fn decimals(&self) -> u32 {
        self.currency.exponent().map_or(2, u32::from)
    }
}
