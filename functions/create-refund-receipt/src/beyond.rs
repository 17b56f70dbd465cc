//! Refunds of several payments of one sale, which together may give back more than was sold.

use actions::reservation::{BookedSale, in_progress};
use actions::response::{self, Warning};
use actions::settings::WithoutSale;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;

use crate::options::RefundOptions;

/// The warning that a payment's refund, which comes to `total` so far, and those of the other payments of its sale give back
/// more than that is booked at: the rest is a refund without its sale. One that is begun is finished, and one of which no sale
/// is known is told by itself.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] where the settings refuse a refund without its sale, [`ActionError::InProgress`] while it is
/// not known whether another refund of the sale was made.
pub(crate) fn beyond(
    asked: &ReadInput<'_, RefundOptions>,
    subject: &Subject,
    of_sale: &[BookedSale],
    total: Decimal,
) -> Result<Option<Warning>, ActionError> {
    let remedy = asked.settings.refunds.without_sale;
    let sale = of_sale.iter().find_map(|sale| Some((sale, sale.total?)));
    let Some((sale, sold)) = sale.filter(|(sale, _)| !is_own_receipt(asked, sale)) else {
        return Ok(None);
    };
    let is_told = remedy == WithoutSale::Book || !asked.sale.covers_record(of_sale);
    if is_told || asked.sale.is_begun() {
        return Ok(None);
    }
    let others = asked.sale.given_back_by_others(sale);
    let others = others.map_err(|unit| in_progress(&subject.label, &unit))?;
    let all = total + others.values().sum::<Decimal>();
    if others.is_empty() || all <= sold {
        return Ok(None);
    }
    let amount = |value| response::amount(value, subject.decimals());
    let records = others.keys().filter_map(|unit| unit.split_once('/'));
    let records: Vec<String> = records
        .map(|(_, record)| record.replacen('/', " ", 1))
        .collect();
    let message = format!(
        "{}: with what was given back of {}, {} is refunded of its sale, {}, which is booked at {}: the rest is \
         a refund without its sale, which makes income and cash negative",
        subject.label,
        records.join(" and "),
        amount(all),
        sale.named(),
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

/// True for a sales receipt of the payment's own: what other payments give back is not of that.
fn is_own_receipt(asked: &ReadInput<'_, RefundOptions>, sale: &BookedSale) -> bool {
    let own = format!("/{}/{}", asked.record.object_type, asked.record.id);
    sale.document.entity == EntityKind::SalesReceipt.name() && sale.unit.ends_with(&own)
}
