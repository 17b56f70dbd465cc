//! The rules that some types have for themselves.
//!
//! From HubSpot's guides to notes, to invoices and to payments, such as
//! <https://developers.hubspot.com/docs/api-reference/latest/crm/objects/commerce-payments/guide>.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::Portal;
use crate::object_type::ObjectType;
use crate::refusal::{PropertyFault, Refusal};

/// The processors whose payments HubSpot keeps as they are.
const PROCESSORS: [&str; 2] = ["hs_payments", "byo_stripe"];

/// The properties that a new record needs.
fn required(object_type: ObjectType) -> &'static [&'static str] {
    match object_type {
        ObjectType::Notes => &["hs_timestamp"],
        ObjectType::Invoices => &["hs_currency"],
        ObjectType::CommercePayments => &["hs_initial_amount", "hs_initiated_date"],
        _ => &[],
    }
}

/// A refusal of a new record that lacks what its type needs.
pub(super) fn refuse_incomplete(
    object_type: ObjectType,
    values: &[(String, Option<String>)],
) -> Result<(), Refusal> {
    let is_set = |wanted: &str| {
        let mut set = values.iter().filter(|(_, value)| value.is_some());
        set.any(|(name, _)| name == wanted)
    };
    let missing = required(object_type).iter().copied();
    let missing: Vec<&str> = missing.filter(|name| !is_set(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::incomplete(object_type.traits().singular, &missing))
}

/// A refusal of an invoice that is to be open without anybody to pay it, or without a line.
pub(super) fn refuse_empty_invoice(
    object_type: ObjectType,
    values: &[(String, Option<String>)],
    is_linked: impl Fn(ObjectType) -> bool,
) -> Result<(), Refusal> {
    let opens = |(name, value): &(String, Option<String>)| {
        name == "hs_invoice_status" && value.as_deref() == Some("open")
    };
    let is_opened = object_type == ObjectType::Invoices && values.iter().any(opens);
    if is_opened && !(is_linked(ObjectType::Contacts) && is_linked(ObjectType::LineItems)) {
        let message = "An open invoice needs an associated contact and at least one line item";
        return Err(Refusal::invalid(message));
    }
    Ok(())
}

/// The fault of a price below zero.
pub(super) fn fault(object_type: ObjectType, name: &str, text: &str) -> Option<PropertyFault> {
    let is_price = object_type == ObjectType::LineItems && name == "price";
    let price: Decimal = text.parse().ok().filter(|_| is_price)?;
    price.is_sign_negative().then(|| PropertyFault {
        name: name.to_owned(),
        code: "NUMBER_OUT_OF_RANGE",
        message: format!("{text} is below the minimum of 0."),
    })
}

impl Portal {
    /// A refusal to change a quote that is locked, or to change or archive a payment that HubSpot or Stripe processed;
    /// `written` is empty where it is to be archived. Whether properties of the account's own may be written is nowhere
    /// said, so that is a choice.
    pub(crate) fn refuse_kept(
        &self,
        (object_type, id): (ObjectType, u64),
        written: &Map<String, Value>,
        may_write_own: bool,
    ) -> Result<(), Refusal> {
        let record = self.find(object_type, id).map(|(_, record)| record);
        let value = |name: &str| Some(record?.values.get(name)?.as_str());
        let message = match object_type {
            ObjectType::CommercePayments => {
                let is_processed =
                    value("hs_processor_type").is_some_and(|it| PROCESSORS.contains(&it));
                is_processed.then_some(
                    "Payments that HubSpot payments or Stripe processed cannot be modified or deleted",
                )
            }
            ObjectType::Quotes => {
                let is_unlocked = written.is_empty() || written.contains_key("hs_status");
                let is_locked = value("hs_locked") == Some("true") && !is_unlocked;
                is_locked
                    .then_some("The quote is locked: change its hs_status before its properties")
            }
            _ => None,
        };
        let is_own = |name: &String| {
            let definition = self.definition(object_type, name);
            definition.is_some_and(|definition| !definition.hubspot_defined)
        };
        let is_allowed = may_write_own && !written.is_empty() && written.keys().all(is_own);
        match message.filter(|_| !is_allowed) {
            Some(message) => Err(Refusal::invalid(message)),
            None => Ok(()),
        }
    }
}
