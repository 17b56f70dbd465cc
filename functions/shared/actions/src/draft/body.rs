//! The body of a document: the text that is posted, and what it says of its totals.

use bytes::Bytes;
use quickbooks::entity::{
    Estimate, GlobalTaxCalculation, Invoice, Payment, Purchase, RefundReceipt, SalesReceipt,
};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use crate::ActionError;

/// The body of a document to post. It is written once, and no value is made of it but for a preview: an invoice may have
/// hundreds of lines.
#[derive(Clone, derive_more::Debug)]
pub struct Body {
    #[debug("{} bytes", text.len())]
    text: Bytes,
    /// The total, where it says it itself, as a payment does.
    pub(crate) stated: Option<Decimal>,
    /// True where its amounts hold the tax.
    pub(crate) is_inclusive: bool,
}

/// An object that is posted as a document.
pub trait Draftable: Serialize {
    /// The total that it says itself.
    fn stated(&self) -> Option<Decimal>;

    /// True where its amounts hold the tax.
    fn is_inclusive(&self) -> bool;
}

macro_rules! draftable {
    ($($form:ident),+ $(,)?) => {$(
        impl Draftable for $form {
            fn stated(&self) -> Option<Decimal> {
                self.total_amt
            }

            fn is_inclusive(&self) -> bool {
                self.global_tax_calculation == Some(GlobalTaxCalculation::TaxInclusive)
            }
        }
    )+};
}

draftable!(Estimate, Invoice, Purchase, RefundReceipt, SalesReceipt);

impl Draftable for Payment {
    fn stated(&self) -> Option<Decimal> {
        self.total_amt
    }

    fn is_inclusive(&self) -> bool {
        false
    }
}

/// The body of a document to post.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] when it cannot be written as JSON.
pub fn to_body(document: &impl Draftable) -> Result<Body, ActionError> {
    let text = serde_json::to_vec(document);
    let text = text.map_err(|error| ActionError::invalid(error.to_string()))?;
    Ok(Body {
        text: text.into(),
        stated: document.stated(),
        is_inclusive: document.is_inclusive(),
    })
}

impl Body {
    /// The text that is posted.
    pub(crate) fn into_text(self) -> Bytes {
        self.text
    }

    /// The body as a value, as a preview shows it.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when its text cannot be read again.
    pub(crate) fn to_value(&self) -> Result<Value, ActionError> {
        serde_json::from_slice(&self.text).map_err(|error| ActionError::invalid(error.to_string()))
    }
}
