//! The invoice's own options.

use actions::ActionError;
use actions::options::NameOrId;
pub use actions::options::SendEmail;
use hubspot::Properties;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::copies::{Copies, LeftOut};

/// The options of `create-invoice` beside those common to all actions.
#[derive(Clone, derive_more::Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceOptions {
    /// The payment terms, by name or id; QuickBooks computes the due date from them.
    #[serde(default)]
    pub payment_terms: Option<NameOrId>,
    /// The due date, where it is not to follow the terms.
    #[serde(default, deserialize_with = "actions::options::day")]
    pub due_date: Option<Date>,
    /// The e-mail of the invoice to the customer.
    #[serde(default)]
    pub send_email: SendEmail,
    /// The addresses that get a copy of the e-mail; 200 characters at most. Both lists may hold properties of the
    /// record: `{{approver_email}}`.
    #[serde(default)]
    #[debug(skip)]
    pub bill_email_cc: Option<String>,
    /// The addresses that get a blind copy of the e-mail; 200 characters at most.
    #[serde(default)]
    #[debug(skip)]
    pub bill_email_bcc: Option<String>,
    /// The properties in those lists that hold something else than addresses, and the option they stand in.
    #[serde(skip)]
    pub(crate) left_out: Vec<LeftOut>,
    /// `true` lets the customer pay online by card.
    #[serde(default, deserialize_with = "actions::options::given_truth")]
    pub online_card_payment: Option<bool>,
    /// `true` lets the customer pay online by bank transfer.
    #[serde(default, deserialize_with = "actions::options::given_truth")]
    pub online_bank_payment: Option<bool>,
    /// `true` puts the link under which the invoice is paid online into the response.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub payment_link: bool,
    /// `true` makes an invoice although the sale has another document already.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
    /// The link to the estimate made of the same record.
    #[serde(default)]
    pub from_estimate: FromEstimate,
}

impl InvoiceOptions {
    /// The options with the record's properties put into the lists of addresses.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that the record was not loaded with.
    pub(crate) fn with_properties(mut self, properties: &Properties) -> Result<Self, ActionError> {
        for (copies, place) in [
            (&mut self.bill_email_cc, "options.bill_email_cc"),
            (&mut self.bill_email_bcc, "options.bill_email_bcc"),
        ] {
            let Some(template) = copies.take() else {
                continue;
            };
            let filled = Copies::of(&template, properties, place)?;
            *copies = filled.addresses;
            self.left_out.extend(filled.left_out);
        }
        Ok(self)
    }
}

/// The link of an invoice to the estimate that `create-estimate` made of the same record, which
/// QuickBooks then closes: `true`, `false`, or when absent, linked if there is one.
///
/// Where documents are made once per enrolment, estimates are not found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FromEstimate {
    /// If one was made.
    #[default]
    IfMade,
    /// Always; without an estimate there is no invoice.
    Required,
    /// Never.
    No,
}

impl<'de> Deserialize<'de> for FromEstimate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let required = actions::options::truth(deserializer)?;
        Ok(if required { Self::Required } else { Self::No })
    }
}
