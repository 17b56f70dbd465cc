//! The sale of a payment: what was made of the payment itself, the invoice on which it was received, or what was made of its
//! deal or quote.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use storage::{DocumentRef, HoldMode, Holder, ReservationKey};

use super::given_back::{gives_back, record_of};
use super::late::SETTLES;
use super::{BookedSale, SaleStanding, State, recorded};

/// The sale of a payment, of which its refund gives back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaidSale {
    /// The payment's own documents.
    pub own: Vec<BookedSale>,
    /// The documents at which its sale is booked; none where no sale of it is known.
    pub documents: Vec<BookedSale>,
    /// The amounts that other payments were received with on these, by their unit, where this one was not received here.
    pub received: BTreeMap<String, Decimal>,
    /// The documents of its deal or quote that leave no room for it, and the payments that were received on each.
    pub settled: Vec<(BookedSale, BTreeMap<String, Decimal>)>,
    /// The unit that is at work on receiving a payment, so that it is not known yet what room there is.
    pub at_work: Option<String>,
}

impl PaidSale {
    /// The same in one company.
    #[must_use]
    pub fn in_company(mut self, company: &str) -> Self {
        self.own.retain(|sale| sale.company == company);
        self.documents.retain(|sale| sale.company == company);
        self.settled.retain(|(sale, _)| sale.company == company);
        self
    }

    /// Those of its documents, and of those that leave no room for it, of which QuickBooks was not asked for the total.
    pub fn not_asked(&self) -> Vec<DocumentRef> {
        let settled = self.settled.iter().map(|(sale, _)| sale);
        let documents = self.documents.iter().chain(settled);
        let not_asked = documents.filter(|sale| !sale.is_asked && sale.document.entity != SETTLES);
        not_asked.map(|sale| sale.document.clone()).collect()
    }

    /// The amount at which the sale is booked, where the ledger tells it of all its documents.
    pub fn total(&self) -> Option<Decimal> {
        let totals = self.documents.iter().map(|sale| sale.total);
        let totals: Option<Vec<Decimal>> = totals.collect();
        totals
            .filter(|totals| !totals.is_empty())
            .map(|totals| totals.iter().sum())
    }
}

impl SaleStanding {
    /// The sale of a payment of so much, of these documents: what another payment was booked as is no part of it, nor is
    /// what others paid whole, when this one was not received here.
    pub fn paid_sale(&self, booked: &[BookedSale], paid: Decimal) -> PaidSale {
        let is_own = |sale: &BookedSale| self.is_of_record(&sale.unit);
        let (own, others): (Vec<BookedSale>, _) = booked.iter().cloned().partition(is_own);
        if own.is_empty() {
            return self.of_all(others, paid);
        }
        let mut documents = own.clone();
        documents.retain(|sale| sale.document.entity != SETTLES);
        if documents.is_empty() {
            documents = self.received_on(others);
        }
        if documents.is_empty() {
            documents.clone_from(&own);
        }
        PaidSale {
            own,
            documents,
            ..PaidSale::default()
        }
    }

    /// True for a unit of the record itself, under any id that it ever had.
    pub fn is_of_record(&self, unit: &str) -> bool {
        self.keys.is_of_record(record_of(unit))
    }

    /// Those of these documents on which the record's own payment was received: those that were there when it was, or,
    /// where that cannot be told, any of them.
    fn received_on(&self, others: Vec<BookedSale>) -> Vec<BookedSale> {
        let mut invoices = others;
        invoices.retain(|sale| sale.document.entity != SETTLES);
        let own = self.receipts();
        let own = own.filter(|receipt| self.is_of_record(&receipt.unit));
        let own: Vec<&Holder> = own.collect();
        let is_on = |sale: &BookedSale| {
            let mut own = own.iter();
            own.any(|receipt| self.is_received_on(receipt, &sale.document))
        };
        let on: Vec<BookedSale> = invoices
            .iter()
            .filter(|sale| is_on(sale))
            .cloned()
            .collect();
        self.of_named_quotes(if on.is_empty() { &invoices } else { &on })
    }

    /// The sale of a payment that has no document of its own: the documents of its deal or quote that leave room for it.
    fn of_all(&self, mut others: Vec<BookedSale>, paid: Decimal) -> PaidSale {
        others.retain(|sale| !sale.unit.contains("/payment/"));
        let mut sale = PaidSale::default();
        for document in others {
            let received = self.received_of(&document.document, &mut sale.at_work);
            if has_room(&document, received.values().sum(), paid) {
                sale.documents.push(document);
                sale.received.extend(received);
            } else {
                sale.settled.push((document, received));
            }
        }
        sale
    }

    /// The amounts of the payments that were received on a document, by their unit.
    fn received_of(
        &self,
        document: &DocumentRef,
        at_work: &mut Option<String>,
    ) -> BTreeMap<String, Decimal> {
        let mut received = BTreeMap::new();
        for receipt in self.receipts() {
            match self.state(receipt) {
                State::InProgress => *at_work = Some(receipt.unit.clone()),
                State::Made(_, entry) if self.is_received_on(receipt, document) => {
                    let shown = recorded(entry).and_then(|response| response.document);
                    let total = shown.and_then(|shown| shown.total.parse().ok());
                    received.extend(total.map(|total| (receipt.unit.clone(), total)));
                }
                State::Released | State::Made(..) => {}
            }
        }
        received
    }

    /// The holders that receive a payment on a document of its sale.
    fn receipts(&self) -> impl Iterator<Item = &Holder> {
        let beside = |holder: &&Holder| holder.mode == HoldMode::Beside;
        let holders = self.all_holders().filter(beside);
        holders.filter(|holder| !gives_back(&holder.unit))
    }

    /// True where the document is the sale of something before the payment held that: a payment is received while its sale has
    /// a document.
    pub(super) fn is_received_on(&self, receipt: &Holder, document: &DocumentRef) -> bool {
        let is_it = |holder: &&Holder| holder.entries.first() == receipt.entries.first();
        self.keys.all().any(|key| {
            let mut before = self.holders(key).take_while(|holder| !is_it(holder));
            before.any(|holder| self.is_sale_of(key, holder, document))
                && self.holders(key).any(|holder| is_it(&holder))
        })
    }

    /// True where the holder made this document, and is the sale of whatever has the key: documents that share a deal,
    /// since each of its quotes and payments is a sale of its own, say nothing of another record of it.
    pub(super) fn is_sale_of(
        &self,
        key: &ReservationKey,
        holder: &Holder,
        document: &DocumentRef,
    ) -> bool {
        let is_of_all = holder.mode == HoldMode::Exclusive || self.keys.is_of_record(&key.0);
        is_of_all
            && !gives_back(&holder.unit)
            && matches!(self.state(holder), State::Made(made, _) if made == document)
    }
}

/// True where a document takes a payment of so much beside those that were received on it, but for so little, a hundredth at
/// most, that it is a difference of tax or rounding.
fn has_room(document: &BookedSale, received: Decimal, paid: Decimal) -> bool {
    let Some(total) = document.total.filter(|_| !received.is_zero()) else {
        return true;
    };
    received + paid - total <= total / Decimal::ONE_HUNDRED
}
