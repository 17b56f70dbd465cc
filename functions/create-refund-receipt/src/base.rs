//! The amount that refunds of a payment are parts of.

use actions::record::payment::Payment;
use actions::response::{self, Warning};
use rust_decimal::Decimal;

/// The amount that refunds are parts of, and the part that is given back so far.
pub(crate) struct Base {
    /// The amount paid, or less.
    pub(crate) gross: Decimal,
    /// The part of it that is given back so far.
    pub(crate) total: Decimal,
    /// The warning that this is less than was given back.
    pub(crate) warning: Option<Warning>,
}

impl Base {
    /// The amount paid, or the one at which its sale is booked where that is less (`payments.on_difference`): a refund
    /// of more would make the income and the cash of the sale negative.
    pub(crate) fn of(
        payment: &Payment,
        refunded: Decimal,
        sale: Option<(String, Decimal)>,
    ) -> Self {
        let paid = payment.gross;
        let Some((document, gross)) = sale.filter(|(_, total)| *total < paid) else {
            return Self {
                gross: paid,
                total: refunded,
                warning: None,
            };
        };
        let of = |value| response::amount(value, payment.decimals());
        let warning = (refunded > gross).then(|| {
            Warning::new(
                "refund_capped",
                format!(
                    "{}: {} is refunded, and its sale, {document}, is booked at {} of the {} that was paid: {} is \
                     booked; book the other {} as you booked that difference",
                    payment.label,
                    of(refunded),
                    of(gross),
                    of(paid),
                    of(gross),
                    of(refunded - gross)
                ),
            )
        });
        Self {
            gross,
            total: refunded.min(gross),
            warning,
        }
    }
}
