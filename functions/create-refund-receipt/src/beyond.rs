//! Refunds of several payments of one sale, which together may give back more than was sold.

use actions::reservation::{PaidSale, in_progress};
use actions::response::{self, Warning};
use actions::settings::WithoutSale;
use actions::{ActionError, ReadInput, Subject};
use rust_decimal::Decimal;

use crate::options::RefundOptions;
use crate::sale;

/// The warning that a payment's refund, which comes to `total` so far, and those of the other payments of its sale give back
/// more than that is booked at: the rest is a refund without its sale. One that is begun is finished, and one of which no sale
/// is known is told by itself. What payments were received with that it is not one of is no part of what it can give back.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] where the settings refuse a refund without its sale, [`ActionError::InProgress`] while it is
/// not known whether another refund of the sale was made.
pub(crate) fn beyond(
    asked: &ReadInput<'_, RefundOptions>,
    subject: &Subject,
    of_payment: &PaidSale,
    total: Decimal,
) -> Result<Option<Warning>, ActionError> {
    let remedy = asked.settings.refunds.without_sale;
    let is_own_receipt = sale::has_own_receipt(of_payment);
    let is_told = remedy == WithoutSale::Book || asked.sale.is_begun();
    let Some(sold) = of_payment.total().filter(|_| !is_own_receipt && !is_told) else {
        return Ok(None);
    };
    let others = asked.sale.given_back_by_others(of_payment);
    let others = others.map_err(|unit| in_progress(&subject.label, &unit))?;
    let received: Decimal = of_payment.received.values().sum();
    let all = total + others.values().sum::<Decimal>();
    if others.is_empty() || all <= sold - received {
        return Ok(None);
    }
    let amount = |value| response::amount(value, subject.decimals());
    let of_others = if received.is_zero() {
        String::new()
    } else {
        let payments = sale::payments(of_payment.received.keys());
        format!(", {} of that received of {payments}", amount(received))
    };
    let message = format!(
        "{}: with what was given back of {}, {} is refunded of its sale, {}, which is booked at {}{of_others}: the rest is \
         a refund without its sale, which makes income and cash negative",
        subject.label,
        sale::payments(others.keys()),
        amount(all),
        sale::all_named(&of_payment.documents),
        amount(sold)
    );
    match remedy {
        WithoutSale::Book => Ok(None),
        WithoutSale::Warn => Ok(Some(Warning::new(
            "refunds_exceed_sale",
            format!(
                "{message}: book the sale of the rest too, or set `refunds.without_sale` to `book` where sales are booked \
                 another way"
            ),
        ))),
        WithoutSale::Refuse => Err(ActionError::SaleNotBooked {
            message: format!(
                "{message}: nothing was created; book the sale of the rest first, or set `refunds.without_sale` or \
                 `options.book_anyway` where it was booked another way"
            ),
        }),
    }
}
