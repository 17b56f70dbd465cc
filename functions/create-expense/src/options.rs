//! The expense's own options.

use actions::ActionError;
use actions::options::NameOrId;
use actions::options::NamedReference;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use storage::MappingKind;

/// The options of `create-expense` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpenseOptions {
    /// The account the fee was paid from, by name or id: where HubSpot pays the rest out to.
    #[serde(default)]
    pub payment_account: Option<NameOrId>,
    /// The account the fee is booked to, by name or id, such as `Bank Charges`.
    #[serde(default)]
    pub expense_account: Option<NameOrId>,
    /// Who was paid, by name or id.
    #[serde(default)]
    pub vendor: Option<NameOrId>,
    /// How it was paid; decides which type of account `payment_account` must be.
    #[serde(default)]
    pub payment_type: PaymentType,
    /// Whether the fee of a payment from QuickBooks or of a HubSpot invoice is booked all the same.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
}

/// How an expense was paid (QuickBooks' `PaymentType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentType {
    /// From a bank account.
    #[default]
    Cash,
    /// From a credit card account.
    CreditCard,
}

/// The three names every expense needs.
pub(crate) struct Names<'o> {
    pub(crate) payment_account: &'o NameOrId,
    pub(crate) expense_account: &'o NameOrId,
    pub(crate) vendor: &'o NameOrId,
}

impl ExpenseOptions {
    /// The names every expense needs.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] that names the first option given neither in the request nor
    /// in the connection's defaults.
    pub(crate) fn names(&self) -> Result<Names<'_>, ActionError> {
        let needed = |option: &str, value: Option<&NameOrId>, purpose: &str| match value {
            Some(_) => Ok(()),
            None => Err(ActionError::SettingMissing {
                message: format!(
                    "`options.{option}` is not given, and the connection's `defaults` have none: \
                     name {purpose}"
                ),
            }),
        };
        let (payment, expense) = (self.payment_account.as_ref(), self.expense_account.as_ref());
        needed(
            "payment_account",
            payment,
            "the account the fee was paid from",
        )?;
        needed(
            "expense_account",
            expense,
            "the account the fee is booked to",
        )?;
        needed("vendor", self.vendor.as_ref(), "who was paid the fee")?;
        match (payment, expense, self.vendor.as_ref()) {
            (Some(payment_account), Some(expense_account), Some(vendor)) => Ok(Names {
                payment_account,
                expense_account,
                vendor,
            }),
            _ => Err(ActionError::invalid("an option is missing")),
        }
    }

    /// The QuickBooks objects that the options name.
    pub(crate) fn references(&self) -> Vec<NamedReference> {
        let named = [
            (
                MappingKind::Account,
                &self.payment_account,
                "options.payment_account",
            ),
            (
                MappingKind::Account,
                &self.expense_account,
                "options.expense_account",
            ),
            (MappingKind::Vendor, &self.vendor, "options.vendor"),
        ];
        let reference = |(kind, object, place): (MappingKind, &Option<NameOrId>, &'static str)| {
            let object = object.clone()?;
            Some(NamedReference {
                kind,
                object,
                place,
            })
        };
        named.into_iter().filter_map(reference).collect()
    }
}

impl<'de> Deserialize<'de> for PaymentType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Value::deserialize(deserializer)?;
        let text = text.as_str().unwrap_or_default().to_ascii_lowercase();
        match text.replace([' ', '_'], "").as_str() {
            "cash" => Ok(Self::Cash),
            "creditcard" => Ok(Self::CreditCard),
            _ => Err(D::Error::custom("expected Cash or CreditCard")),
        }
    }
}
