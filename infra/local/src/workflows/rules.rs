//! The rules that start a workflow at a change of a record, as those of `template.yaml`.

use clap::ValueEnum;
use hubspot_gateway::Run;
use serde_json::{Value, json};

use super::order::Workflow;

/// A rule of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rule {
    /// A quote whose signature date is known becomes an invoice
    QuoteSigned,
    /// A deal whose name contains "Payment link" becomes a sales receipt
    PaymentLinkDeal,
    /// A payment that was charged is received on its sale's invoice, or becomes a paid invoice, and its fee an expense
    PaymentSucceeded,
    /// A refunded payment becomes a refund receipt
    PaymentRefunded,
}

/// The forms of "Payment link" that the template's rule takes.
const PAYMENT_LINK: [&str; 4] = [
    "Payment link",
    "Payment Link",
    "payment link",
    "PAYMENT LINK",
];

/// The statuses of a payment that was charged, as the template's rule takes them.
const CHARGED: [&str; 8] = [
    SUCCEEDED,
    "processing_refund",
    "partially_refunded",
    "refunded",
    "disputed_action_required",
    "disputed_awaiting_decision",
    "disputed_won",
    "disputed_lost",
];
const SUCCEEDED: &str = "succeeded";

/// The detail of an event: a request to an action, with the properties that rules look at.
#[derive(Clone, Copy)]
struct Detail<'d>(&'d Value);

impl Rule {
    /// The run that an event starts by this rule, while these rules are switched on.
    ///
    /// It is named after the occasion, so that the same change, delivered again, starts nothing.
    pub(super) fn started(self, detail: &Value, on: &[Self]) -> Option<(Workflow, Run)> {
        let change = Detail(detail);
        if !self.takes(change) {
            return None;
        }
        let (workflow, action) = match self {
            Self::QuoteSigned => (Workflow::QuickBooksAction, Some("create-invoice")),
            Self::PaymentLinkDeal => (Workflow::QuickBooksAction, Some("create-sales-receipt")),
            Self::PaymentSucceeded if change.is_sold_with_its_deal(on) => {
                (Workflow::QuickBooksAction, Some("create-expense"))
            }
            Self::PaymentSucceeded => (Workflow::SettlePayment, None),
            Self::PaymentRefunded => (Workflow::RefundPayment, None),
        };
        let record = &detail["record"];
        let mut input = json!({
            "connection": detail["connection"],
            "record": { "object_type": record["object_type"], "id": record["id"] },
            "run": detail["run"],
        });
        if let Some(action) = action {
            input["action"] = action.into();
        }
        let rule = self.to_possible_value()?;
        let name = [
            rule.get_name(),
            detail["connection"].as_str()?,
            detail["run"]["occasion"].as_str()?,
        ];
        let name = name.join("-");
        Some((workflow, Run { name, input }))
    }

    fn takes(self, detail: Detail<'_>) -> bool {
        match self {
            Self::QuoteSigned => {
                let is_known = |date: &str| date.starts_with(['1', '2']);
                detail.is_of("quote", &["hs_esign_date"])
                    && detail.property("hs_esign_date").is_some_and(is_known)
            }
            Self::PaymentLinkDeal => {
                let is_link = |name: &str| PAYMENT_LINK.iter().any(|link| name.contains(link));
                detail.is_of("deal", &["dealname"])
                    && detail.property("dealname").is_some_and(is_link)
            }
            Self::PaymentSucceeded => {
                detail.is_of("payment", &["hs_latest_status"])
                    && detail.became().is_none_or(|status| status == SUCCEEDED)
                    && detail
                        .property("hs_latest_status")
                        .is_some_and(|status| CHARGED.contains(&status))
                    && detail.source() != Some("INVOICE")
                    && !detail.is_from_quickbooks()
            }
            Self::PaymentRefunded => {
                detail.is_of("payment", &["hs_latest_status", "hs_refunds_amount"])
                    && detail.became() != Some(SUCCEEDED)
                    && detail.property("hs_latest_status") == Some("refunded")
                    && !detail.is_from_quickbooks()
            }
        }
    }
}

impl<'d> Detail<'d> {
    /// True for a record of this type at which one of these properties changed, if it is said what did.
    fn is_of(self, object_type: &str, properties: &[&str]) -> bool {
        let changed = self.0["changed"].as_array();
        let is_one = |name: &Value| name.as_str().is_some_and(|name| properties.contains(&name));
        self.0["record"]["object_type"] == object_type
            && changed.is_none_or(|changed| changed.iter().any(is_one))
    }

    /// The status that a payment came to by this change, if it is said.
    fn became(self) -> Option<&'d str> {
        self.0["became"].as_str()
    }

    fn property(self, name: &str) -> Option<&'d str> {
        self.0["record"]["properties"][name].as_str()
    }

    fn source(self) -> Option<&'d str> {
        self.property("hs_payment_source_app")
    }

    /// True for a payment by a link, whose sale is the sales receipt of its deal where that rule is on: its fee alone is left.
    fn is_sold_with_its_deal(self, on: &[Rule]) -> bool {
        self.source() == Some("SALES_CHECKOUT") && on.contains(&Rule::PaymentLinkDeal)
    }

    fn is_from_quickbooks(self) -> bool {
        self.property("hs_processor_type") == Some("quickbooks")
    }
}

#[cfg(test)]
mod tests;
