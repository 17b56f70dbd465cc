//! The processing fee of a payment, checked against HubSpot's other amounts.

use actions::ActionError;
use actions::record::payment::Payment;
use actions::response::Warning;
use actions::settings::{FeeSource, Mismatch, Settings};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

/// A fee to be booked.
#[derive(Debug)]
pub(crate) struct Fee {
    /// In whole smallest units of the currency; above zero.
    pub(crate) amount: Decimal,
    /// Warnings for the response.
    pub(crate) warnings: Vec<Warning>,
}

impl Fee {
    /// The fee of a payment, from the amounts that the settings choose; none where it is zero.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] where HubSpot says nothing of a fee, and
    /// [`ActionError::InvalidRequest`] where its amounts do not agree and the settings refuse that.
    pub(crate) fn of(payment: &Payment, settings: &Settings) -> Result<Option<Self>, ActionError> {
        let exact = exact(payment, settings.fees.source)?;
        if exact.is_zero() {
            return Ok(None);
        }
        let mut warnings = Vec::new();
        if let Some(reason) = disagreement(payment, exact) {
            if settings.amounts.on_mismatch == Mismatch::Refuse {
                return Err(ActionError::invalid(format!(
                    "{reason}: nothing was created"
                )));
            }
            warnings.push(Warning::new("fee_differs", reason));
        }
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        let amount = exact.round_dp_with_strategy(payment.decimals(), rounding);
        if amount != exact {
            let message = format!(
                "{}: its fee, {exact}, was rounded to {amount}",
                payment.label
            );
            warnings.push(Warning::new("fee_rounded", message));
        }
        payment.check_decimals("its fee", amount, settings)?;
        Ok((!amount.is_zero()).then_some(Self { amount, warnings }))
    }
}

/// The amounts by which a repeat is known: as numbers, and of HubSpot's own fee where that is booked too, the present settings'
/// before those that they may have been when it was booked.
pub(crate) fn contents(payment: &Payment, source: FeeSource) -> [Value; 2] {
    let number = |fee: Decimal| fee.normalize().to_string();
    let fees = payment.fees.map(number);
    let platform_fee = payment.platform_fee.filter(|fee| !fee.is_zero());
    let alone = json!({ "fees": fees });
    let both = json!({ "fees": fees, "platform_fee": platform_fee.map(number) });
    match source {
        FeeSource::Fees => [alone, both],
        FeeSource::FeesAndPlatformFee => [both, alone],
    }
}

/// The reason why a payment has no fee to be booked.
pub(crate) fn nothing(payment: &Payment, settings: &Settings) -> Result<String, ActionError> {
    let (label, exact) = (&payment.label, exact(payment, settings.fees.source)?);
    if exact.is_zero() {
        return Ok(format!("{label}: its fee is 0, so there is no expense"));
    }
    Ok(format!(
        "{label}: its fee, {exact} {}, is less than half of the smallest amount, so there is no expense",
        payment.currency.code()
    ))
}

fn exact(payment: &Payment, source: FeeSource) -> Result<Decimal, ActionError> {
    let needed = |value: Option<Decimal>, property: &str| match value {
        Some(value) => Ok(value),
        // HubSpot leaves the fee of a payment that nobody processed empty for good.
        None if payment.has_no_processor() => Ok(Decimal::ZERO),
        None => Err(payment.lacks(property)),
    };
    let fees = needed(payment.fees, "hs_fees_amount")?;
    match source {
        FeeSource::Fees => Ok(fees),
        FeeSource::FeesAndPlatformFee => {
            let platform_fee = payment
                .platform_fee
                .or_else(|| leaves_no_other(payment, fees).then_some(Decimal::ZERO));
            Ok(fees + needed(platform_fee, "hs_platform_fee")?)
        }
    }
}

/// True where `hs_net_amount` is what was paid less this fee alone: HubSpot leaves a fee that it does not charge empty.
fn leaves_no_other(payment: &Payment, fees: Decimal) -> bool {
    payment.net.is_some() && disagreement(payment, fees).is_none()
}

/// The reason why the fee does not fit what was paid, or the net amount. HubSpot does not say whether `hs_net_amount`
/// goes down with a refund, so either reading is taken.
fn disagreement(payment: &Payment, fee: Decimal) -> Option<String> {
    if fee > payment.gross {
        return Some(format!(
            "{}: its fee, {fee}, is more than the {} that was paid (`hs_initial_amount`): correct it in HubSpot",
            payment.label, payment.gross
        ));
    }
    let net = payment.net?;
    let expected = payment.gross - fee;
    let fits = net == expected || net == expected - payment.refunded;
    (!fits).then(|| {
        format!(
            "{}: `hs_initial_amount` {} less the fee {fee} is {expected}, and `hs_net_amount` is {net}",
            payment.label, payment.gross
        )
    })
}

#[cfg(test)]
mod tests;
