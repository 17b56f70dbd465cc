//! The part of each line that a refund gives back.

use std::collections::BTreeMap;

use actions::amounts::{LineError, Precision, PricedLine, Pricing, TieOut, split_over_lines};
use actions::record::payment::Payment;
use actions::reservation::{PaidSale, Scope};
use actions::response::{self, Warning};
use actions::settings::is_us;
use actions::subject::duplicate::{refuse_booked_elsewhere, refuse_from_quickbooks};
use actions::subject::refund::{Refund, share};
use actions::{ActionError, ReadInput, Subject};
use rust_decimal::{Decimal, RoundingStrategy};
use storage::DocumentRef;

use crate::base::Base;
use crate::below::below_booked;
use crate::beyond::beyond;
use crate::booked::{Booked, booked};
use crate::cents::{Given, fitting};
use crate::options::RefundOptions;
use crate::paid::{Paid, impossible};
use crate::refunded::{by_hand, refunded};
use crate::sale;
use crate::tax::{Tax, has_one_tax};

/// Reads what is to be given back of a payment.
pub(crate) fn read(asked: &ReadInput<'_, RefundOptions>) -> Result<Subject, ActionError> {
    let payment = Payment::read(asked.record, &asked.settings.company)?;
    let of_sale = sale::booked(asked);
    if !asked.options.book_anyway {
        // What was booked here is given back here, of whatever source the payment is.
        if of_sale.is_empty() {
            refuse_booked_elsewhere(asked.record)?;
        } else {
            refuse_from_quickbooks(asked.record)?;
        }
    }
    let known = sale::of_payment(asked, payment.gross);
    let of_payment = known.clone().in_company(&asked.settings.company.realm_id);
    let before = asked.recorded.and_then(booked).unwrap_or_default();
    let partial = asked.settings.refunds.partial;
    let (refunded, capped) = refunded(&payment, partial, &before)?;
    let doubted = of_payment.not_asked();
    let mut booked_at = sale::booked_at(&of_payment);
    if let (Some((_, total)), false) = (&mut booked_at, doubted.is_empty()) {
        // What is booked beyond the ledger's total, QuickBooks had more for.
        *total = before.total.max(*total);
    }
    let Base {
        gross,
        total,
        warning,
    } = Base::of(&payment, refunded, booked_at);
    let below = below_booked(&payment, &before);
    asked.options.account()?;
    let method = asked.options.payment_method.as_ref();
    let sold_to = sale::customer(&of_payment, &of_sale);
    let sold = Subject::of_refund(asked, payment, method, sold_to)?;
    let mut subject = Subject {
        date: None,
        scope: Scope::GivesBack,
        ..sold
    };
    let is_cut = warning.is_some() && !(before.is_capped && total <= before.total);
    if is_cut && !doubted.is_empty() {
        return Ok(doubting(subject, refunded, doubted));
    }
    subject.warnings.extend(capped.into_iter().chain(warning));
    if total <= before.total {
        // An event that was overtaken by a later one, or a refund that was taken back: all it tells is booked.
        subject.warnings.extend(below);
        let lines = BTreeMap::new();
        subject.refund = Some(Refund {
            total,
            lines,
            holds_tax: false,
        });
        return Ok(subject);
    }
    if !asked.options.book_anyway {
        let told = without_sale(asked, &subject, (&known, &of_payment), total);
        if is_wrong(&told) && !doubted.is_empty() {
            return Ok(doubting(subject, refunded, doubted));
        }
        subject.warnings.extend(told?);
        subject.invoices = sale::invoices(&of_payment, &of_sale);
    }
    subject
        .warnings
        .extend(sale::without_tax(&subject, &of_payment.documents));
    let documents = sale::documents(&of_payment, &of_sale);
    let paid = Paid::of(&subject, gross, &documents, asked.settings)?;
    Due {
        paid,
        before,
        total,
    }
    .put_into(subject, asked)
}

/// The question for the totals at which documents stand in QuickBooks, by which the refund is read once more: the ledger's leave
/// no room for it, and they may have been corrected since.
fn doubting(subject: Subject, total: Decimal, doubted: Vec<DocumentRef>) -> Subject {
    let refund = Refund {
        total,
        lines: BTreeMap::new(),
        holds_tax: false,
    };
    Subject {
        refund: Some(refund),
        doubted,
        ..subject
    }
}

/// The warnings of a refund that is without its sale, or gives back more than that is booked at.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] where the settings refuse that, [`ActionError::InProgress`] while it is not known.
fn without_sale(
    asked: &ReadInput<'_, RefundOptions>,
    subject: &Subject,
    (known, of_payment): (&PaidSale, &PaidSale),
    total: Decimal,
) -> Result<Vec<Warning>, ActionError> {
    let is_known = if asked.sale.is_begun() {
        None
    } else {
        sale::require_known(asked, known)?
    };
    let beyond = beyond(asked, subject, of_payment, total)?;
    Ok(is_known.into_iter().chain(beyond).collect())
}

/// True where that warns, or refuses.
fn is_wrong(told: &Result<Vec<Warning>, ActionError>) -> bool {
    match told {
        Ok(told) => !told.is_empty(),
        Err(error) => matches!(error, ActionError::SaleNotBooked { .. }),
    }
}

/// Warnings of how a line is shown, which a part of it is not.
const PRICING_WARNINGS: [&str; 2] = ["amount_only", "discount_not_shown"];

/// The part of each line that a refund gives back.
struct Parts {
    /// Before tax, as it is recorded.
    nets: Vec<Decimal>,
    /// As it is posted.
    posted: Vec<Decimal>,
}

impl Parts {
    fn before_tax(nets: Vec<Decimal>) -> Self {
        Self {
            posted: nets.clone(),
            nets,
        }
    }
}

/// A refund that is due: what was given back so far, less what is booked.
struct Due {
    paid: Paid,
    before: Booked,
    total: Decimal,
}

impl Due {
    fn put_into(
        self,
        mut subject: Subject,
        asked: &ReadInput<'_, RefundOptions>,
    ) -> Result<Subject, ActionError> {
        let precision = asked.settings.quickbooks.precision(subject.decimals());
        let left = self.left(precision);
        let left = left.map_err(|error| impossible(&subject, &error))?;
        let shares = self.shares(&left, precision);
        let shares = shares.map_err(|error| impossible(&subject, &error))?;
        let Parts { nets, posted } = self.parts(shares, &left, &subject, asked)?;
        self.check_decimals(&posted, precision, &subject)?;
        let is_as_sold = self.is_as_sold() && posted == self.sold();
        if let Some(priced) = subject.sale.as_mut().filter(|_| !is_as_sold) {
            priced.pricing = pricing(&posted);
            let is_of_pricing = |code: &str| PRICING_WARNINGS.contains(&code);
            subject
                .warnings
                .retain(|warning| !is_of_pricing(&warning.code));
        }
        let mut lines = self.before.lines.clone();
        for ((line, _), share) in self.paid.lines.iter().zip(&nets) {
            *lines.entry(line.clone()).or_default() += share;
        }
        subject.refund = Some(Refund {
            total: self.total,
            lines,
            holds_tax: posted != nets,
        });
        subject.total = posted.iter().sum();
        subject.due = Some(self.total - self.before.total);
        subject.warnings.extend(self.paid.warning);
        Ok(subject)
    }

    /// `true` where the whole is given back as it was sold, with quantities and prices.
    fn is_as_sold(&self) -> bool {
        let is_whole = self.before.total.is_zero() && self.total == self.paid.gross;
        is_whole && self.paid.is_as_sold
    }

    /// The part of each line that this refund gives back.
    fn shares(&self, left: &[Decimal], precision: Precision) -> Result<Vec<Decimal>, LineError> {
        let booked: Decimal = self.before.lines.values().sum();
        // A cent that was moved before may be more than is due now.
        let due = self.net_so_far(precision.of_lines()) - booked;
        let due = due.max(Decimal::ZERO).min(left.iter().sum());
        share(due, left, precision)
    }

    /// Refuses amounts that cannot stand on a line: those of a currency with thousandths, where QuickBooks takes cents.
    fn check_decimals(
        &self,
        posted: &[Decimal],
        precision: Precision,
        subject: &Subject,
    ) -> Result<(), ActionError> {
        let mut lines = self.paid.lines.iter().zip(posted);
        let Some(((line, _), amount)) = lines.find(|(_, amount)| !precision.takes(**amount)) else {
            return Ok(());
        };
        Err(ActionError::invalid(format!(
            "{}: {} was refunded, of which line item {line} gives back {amount}, and QuickBooks takes at most {} decimals \
             on a line (see the setting `quickbooks.line_check`): nothing was created; {}",
            subject.label,
            response::amount(self.total - self.before.total, subject.decimals()),
            precision.of_lines(),
            by_hand(subject)
        )))
    }

    /// The same, with a cent moved where only that makes them come to the refund with QuickBooks' tax, or with the
    /// tax in them where no cent does and QuickBooks takes that: outside the US.
    ///
    /// # Errors
    ///
    /// [`ActionError::TaxableLineItem`] where QuickBooks has computed its tax, and no amounts fit.
    fn parts(
        &self,
        shares: Vec<Decimal>,
        left: &[Decimal],
        subject: &Subject,
        asked: &ReadInput<'_, RefundOptions>,
    ) -> Result<Parts, ActionError> {
        let Paid { gross, net, .. } = self.paid;
        let is_first = asked.taxed_at.is_none();
        let (Some(priced), true) = (&subject.sale, gross != net) else {
            return Ok(Parts::before_tax(shares));
        };
        let sold = self.sold();
        let given = Given {
            due: self.total - self.before.total,
            left,
            left_with_tax: gross - self.before.total,
        };
        let precision = asked.settings.quickbooks.precision(subject.decimals());
        let tax = |computed| Tax::of(&priced.sale, &sold, gross - net, computed, asked.settings);
        let fit = |tax: &Tax| fitting(&shares, given, tax, precision.of_lines());
        let first = tax(None);
        let tried = (!self.is_as_sold()).then(|| fit(&first)).flatten();
        let tried = tried.unwrap_or_else(|| shares.clone());
        if is_first {
            // QuickBooks may know other rates: it is asked.
            return Ok(Parts::before_tax(tried));
        }
        let has_one_tax = has_one_tax(&priced.sale, asked.settings);
        let computed = tax(asked.taxed_at).less_likely(&tried, given.due);
        if let Some(fitting) = has_one_tax.then(|| fit(&computed)).flatten() {
            return Ok(Parts::before_tax(fitting));
        }
        if is_us(&asked.settings.company) {
            return Err(self.no_cent_fits(subject));
        }
        let with_tax = first.with_tax(&shares, &sold);
        let posted = split_over_lines(given.due, &with_tax, precision);
        let posted = posted.map_err(|error| impossible(subject, &error))?;
        Ok(Parts {
            nets: shares,
            posted,
        })
    }

    /// The error for a refund whose tax QuickBooks rounds so that no amounts of its lines come to it.
    fn no_cent_fits(&self, subject: &Subject) -> ActionError {
        ActionError::TaxableLineItem {
            message: format!(
                "{}: {} was refunded, and QuickBooks rounds the tax so that no amounts of its lines come to that, \
                 nor with a cent moved between them: the refund receipt was deleted again; {}",
                subject.label,
                response::amount(self.total - self.before.total, subject.decimals()),
                by_hand(subject)
            ),
        }
    }

    /// The amounts for which the lines are sold.
    fn sold(&self) -> Vec<Decimal> {
        self.paid.lines.iter().map(|(_, sold)| *sold).collect()
    }

    /// The amount left of each line. Where lines were put in the place of those that were given back of, it
    /// cannot be told by line, and what is left of all is shared out over them.
    fn left(&self, precision: Precision) -> Result<Vec<Decimal>, LineError> {
        let lines = self.paid.lines.iter();
        let left = lines.map(|(line, paid)| *paid - self.booked_of(line));
        let left: Vec<Decimal> = left.collect();
        let is_there = |booked: &String| self.paid.lines.iter().any(|(line, _)| line == booked);
        let are_there = self.before.lines.keys().all(is_there);
        if are_there && left.iter().all(|amount| *amount >= Decimal::ZERO) {
            return Ok(left);
        }
        let booked: Decimal = self.before.lines.values().sum();
        split_over_lines(
            (self.paid.net - booked).max(Decimal::ZERO),
            &self.sold(),
            precision,
        )
    }

    /// The amount given back so far before tax: as much of the net as of the gross, to the last unit.
    fn net_so_far(&self, decimals: u32) -> Decimal {
        let Paid { gross, net, .. } = self.paid;
        if self.total == gross || net == gross {
            return self.total - gross + net;
        }
        let exact = self.total * net / gross;
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    }

    fn booked_of(&self, line: &str) -> Decimal {
        self.before.lines.get(line).copied().unwrap_or_default()
    }
}

/// Lines of a part of what was sold: a quantity would not be a whole number of anything.
fn pricing(shares: &[Decimal]) -> Pricing {
    let line = |share: &Decimal| PricedLine {
        amount: *share,
        quantity: Some(Decimal::ONE),
        unit_price: Some(*share),
    };
    Pricing {
        lines: shares.iter().map(line).collect(),
        discount: Decimal::ZERO,
        tie_out: TieOut::NoTotal,
        notes: Vec::new(),
    }
}
