//! The way out of a refusal that has nothing to do with a single object of the document.

use quickbooks::{Fault, FaultError};

use super::field::{named, of_field};

/// The way out that a code and its text tell by themselves, or the field that QuickBooks names.
pub(super) fn of_refusal(fault: &Fault) -> Option<String> {
    if let Some((_, _, advice)) = PLAIN.iter().find(|(code, text, _)| rule(fault, code, text)) {
        return Some((*advice).to_owned());
    }
    let is_about_currency = |error: &FaultError| {
        error.code == "2500" && error.detail.to_lowercase().contains("currenc")
    };
    if fault.errors.is_empty() {
        return Some(
            "QuickBooks' front refused it without a code, as it does where the company's subscription has ended, \
             the app may not use the company, or the address is refused: see that the company opens in QuickBooks, \
             connect it again, and ask Intuit's support with the intuit_tid if it stays so"
                .to_owned(),
        );
    }
    if fault.errors.iter().any(is_about_currency) {
        return Some(CURRENCY.to_owned());
    }
    of_field(fault)
}

/// The way out of a refusal of a document for which its objects tell none.
pub(crate) fn of_document(fault: &Fault) -> String {
    if rule(fault, "6430", "") || rule(fault, "6000", "type of account") {
        return ACCOUNT_TYPE.to_owned();
    }
    let field = fault.errors.iter().find_map(named);
    let field = field.map_or_else(String::new, |field| {
        format!("QuickBooks means `{field}` of the document: ")
    });
    format!(
        "{field}correct what it is made of in HubSpot or in the options, which a dry run (`options.dry_run`) shows as it \
         would be posted; if QuickBooks does not say what is wrong, ask Intuit's support with the intuit_tid"
    )
}

/// The way out of a refusal of an object that was to be created, where its code alone tells it.
pub(crate) fn of_creation(fault: &Fault) -> Option<String> {
    if fault.has_code("2210") {
        return Some(
            "its e-mail address is none to QuickBooks: correct `email` in HubSpot".to_owned(),
        );
    }
    of_refusal(fault)
}

const ACCOUNT_TYPE: &str = "an account behind it is of a type that the document does not take: see in QuickBooks the \
     account of each product (its income account), and those that the settings name";
const CLOSED: &str = "QuickBooks holds the company closed for a while, as during maintenance, and nothing was done: run the \
     record again later";
const CURRENCY: &str = "QuickBooks does not have this currency: add it in QuickBooks (Settings, Currencies), or correct the record's \
     currency in HubSpot";
const PARENT: &str = "the customer cannot stand under the company that is its parent (`customers.sub_customer_of_company`): see in \
     QuickBooks whether that is active and not itself too deep below others, or map the contact to a customer";
const NOT_SAID: &str = "QuickBooks says no more than that it failed: run the record again, and if it fails so again ask Intuit's \
     support with the intuit_tid";
const FAULTY: &str = "QuickBooks does not take the request as it is built, which nothing in HubSpot or the settings mends: \
     report it to whoever maintains this program, with the code and the intuit_tid";
const PLAN: &str = "the company's plan of QuickBooks does not have this, or whoever connected it may not use it: connect it \
     again as an administrator of the company, or see what its plan has";
const TAX: &str = "QuickBooks does not take the tax of a line or of the whole: correct the settings `tax.codes`, \
     `tax.default_code` and `tax.untaxed_code`, or see in QuickBooks whether these codes are active";
const HELD: &str = "QuickBooks holds a document of this record for a deposit, or for what a bank has cleared: take it out of that \
     there, then run the record again";

/// Codes, a part of what QuickBooks says beside them, and the way out.
const PLAIN: &[(&str, &str, &str)] = &[
    ("140", "", CLOSED),
    ("150", "", CLOSED),
    ("1000", "", NOT_SAID),
    ("1010", "", NOT_SAID),
    ("1020", "", NOT_SAID),
    ("2000", "", FAULTY),
    ("2010", "", FAULTY),
    (
        "2030",
        "",
        "an id that the options, the settings or a mapping name is none to QuickBooks: correct it",
    ),
    ("2130", "", FAULTY),
    ("2220", "", CURRENCY),
    ("2250", "", FAULTY),
    ("2280", "", TAX),
    ("2600", "", FAULTY),
    (
        "3000",
        "",
        "a custom field is not one that the company defines: correct `options.custom_fields` and the setting `custom_fields` \
         by the ids of QuickBooks' fields",
    ),
    ("5000", "", FAULTY),
    ("5020", "", PLAN),
    ("5030", "", PLAN),
    ("6090", "", FAULTY),
    ("6100", "", TAX),
    ("6440", "", FAULTY),
    (
        "6070",
        "",
        "QuickBooks does not find a line's amount to be its quantity times its price: in a currency of no or of three \
         decimals set the setting `quickbooks.line_check` to the other of its two values; in any other, report it to whoever \
         maintains this program, with the intuit_tid",
    ),
    ("6160", "", TAX),
    ("6170", "", TAX),
    ("6230", "", TAX),
    ("6470", "", TAX),
    ("6000", "gst/hst rate", TAX),
    ("6450", "", HELD),
    ("6480", "", HELD),
    ("6540", "", HELD),
    (
        "620",
        "",
        "a document that this one is linked to cannot be linked: see in QuickBooks whether it was deleted, voided or settled, \
         then run the record again",
    ),
    (
        "630",
        "",
        "QuickBooks has such an object already, of the same name or number: map the record to it, or rename one of them",
    ),
    ("700", "", PARENT),
    ("6180", "", PARENT),
    (
        "6520",
        "",
        "a line of a product that is counted in stock has no quantity, since no unit price gives its amount (`amount_only`): \
         correct the line's quantity and price in HubSpot",
    ),
    (
        "2410",
        "",
        "QuickBooks has no exchange rate for the record's currency: give `options.exchange_rate`, or enter the rate in \
         QuickBooks (Settings, Currencies)",
    ),
    (
        "5010",
        "",
        "somebody changed the same object in QuickBooks at that moment: run the record again",
    ),
    (
        "6000",
        "transaction amount",
        "the document comes to nothing, which QuickBooks does not take: correct the amounts in HubSpot, or leave such \
         records out of the workflow",
    ),
    (
        "6080",
        "",
        "it has no name for QuickBooks: fill in the contact's `firstname` or `lastname`, or the company's `name`, in HubSpot",
    ),
    (
        "6420",
        "",
        "the document is to be e-mailed, and its customer has no address: fill in the contact's `email` in HubSpot, or take \
         `options.send_email` away",
    ),
    (
        "6200",
        "",
        "the document's date is in a period that is closed in QuickBooks: give a later `options.transaction_date`, \
         or open the period there (Settings, Advanced, Accounting)",
    ),
    (
        "6210",
        "",
        "the document's date is in a period that is closed in QuickBooks with a password, which no app can give: give a \
         later `options.transaction_date`, or open the period there (Settings, Advanced, Accounting)",
    ),
    (
        "3100",
        "",
        "the app may no longer use this company, or its tokens are of another one: connect the company again, as an \
         administrator of it",
    ),
    (
        "6190",
        "",
        "QuickBooks says that the company's subscription has ended, or is suspended: renew it in QuickBooks (Settings, \
         Subscriptions and billing), then run the record again",
    ),
    (
        "6000",
        "multicurrency is not enabled",
        "the company keeps its books in one currency: turn multi-currency on in QuickBooks, or the setting \
         `company.multi_currency` off",
    ),
    (
        "6000",
        "service date",
        "the company wants a service date on every line (QuickBooks: Settings, Sales, Service date): give \
         `options.service_date`, such as {{closedate}}",
    ),
    (
        "6000",
        "discount",
        "the company's sales forms may have no discount line: switch discounts on in QuickBooks (Settings, Sales, \
         Discount), or set `amounts.order_discount_style` to `net_unit_price`",
    ),
    (
        "2210",
        "",
        "an address that the document is sent to is none to QuickBooks: correct the contact's `email` in HubSpot, the \
         customer's in QuickBooks, or `options.bill_email_cc` and `options.bill_email_bcc`",
    ),
];

/// True for a refusal of this code whose text says this (English companies only).
pub(super) fn rule(fault: &Fault, code: &str, text: &str) -> bool {
    let mut errors = fault.errors.iter();
    errors.any(|error| error.code == code && error.detail.to_lowercase().contains(text))
}

#[cfg(test)]
mod tests;
