//! The headings of HubSpot's own exports in English, and the properties that they are.
//!
//! An export has a property's label as its heading, whatever the property's internal name is. The labels
//! are those of HubSpot's default properties: <https://knowledge.hubspot.com/properties/hubspots-default-deal-properties>,
//! <https://knowledge.hubspot.com/properties/hubspots-default-line-item-properties>,
//! <https://knowledge.hubspot.com/properties/hubspots-default-contact-properties>,
//! <https://knowledge.hubspot.com/properties/hubspot-crm-default-company-properties>,
//! <https://knowledge.hubspot.com/payments/hubspots-payments-and-subscriptions-properties>. Some have
//! changed over the years, and both are known.

use hubspot::ObjectType;

use super::columns::{Associated, Column};

/// A label in small letters, and the property's internal name.
type Label = (&'static str, &'static str);

/// The ids of the records that were merged into one: what was booked of them is booked.
pub(super) const MERGED: &str = "hs_merged_object_ids";

const DEAL: &[Label] = &[
    ("deal name", "dealname"),
    ("amount", "amount"),
    ("currency", "deal_currency_code"),
    ("close date", "closedate"),
    ("deal stage", "dealstage"),
    ("is closed lost", "hs_is_closed_lost"),
    ("pipeline", "pipeline"),
    ("deal description", "description"),
    ("deal type", "dealtype"),
    ("merged object ids", MERGED),
    ("merged deal ids", MERGED),
    ("merged record ids", MERGED),
    ("amount in company currency", "amount_in_home_currency"),
    ("exchange rate", "hs_exchange_rate"),
    ("annual contract value", "hs_acv"),
    ("annual recurring revenue", "hs_arr"),
    ("monthly recurring revenue", "hs_mrr"),
    ("total contract value", "hs_tcv"),
];

const QUOTE: &[Label] = &[
    ("quote title", "hs_title"),
    ("quote name", "hs_title"),
    ("title", "hs_title"),
    ("quote amount", "hs_quote_amount"),
    ("amount", "hs_quote_amount"),
    ("currency", "hs_currency"),
    ("expiration date", "hs_expiration_date"),
    ("quote expiration date", "hs_expiration_date"),
    ("quote number", "hs_quote_number"),
    ("reference number", "hs_quote_number"),
    ("quote status", "hs_status"),
    ("status", "hs_status"),
    ("payment status", "hs_payment_status"),
    ("payment date", "hs_payment_date"),
    ("create date", "hs_createdate"),
    ("net payment terms", "hs_net_payment_terms"),
];

const PAYMENT: &[Label] = &[
    ("gross amount", "hs_initial_amount"),
    ("net amount", "hs_net_amount"),
    ("fees", "hs_fees_amount"),
    ("fees amount", "hs_fees_amount"),
    ("processing fee", "hs_fees_amount"),
    ("processing fees", "hs_fees_amount"),
    ("platform fee", "hs_platform_fee"),
    ("refunds amount", "hs_refunds_amount"),
    ("refund amount", "hs_refunds_amount"),
    ("refunded amount", "hs_refunds_amount"),
    ("currency", "hs_currency_code"),
    ("currency code", "hs_currency_code"),
    ("customer", "hs_customer_email"),
    ("customer email", "hs_customer_email"),
    ("payment date", "hs_initiated_date"),
    ("create date", "hs_createdate"),
    ("payout date", "hs_payout_date"),
    ("payment id", "hs_payment_id"),
    ("status", "hs_latest_status"),
    ("payment status", "hs_latest_status"),
    ("payment method", "hs_payment_method"),
    ("payment method type", "hs_payment_method_type"),
    ("processor", "hs_processor_type"),
    ("processor type", "hs_processor_type"),
    ("payment processor", "hs_processor_type"),
    ("payment type", "hs_payment_type"),
    ("reference number", "hs_reference_number"),
    ("source", "hs_payment_source_app"),
    ("source name", "hs_payment_source_name"),
    ("order discount amount", "hs_order_discount_amount"),
    ("order discount percentage", "hs_order_discount_percentage"),
    ("order discount code", "hs_order_discount_code"),
];

const LINE_ITEM: &[Label] = &[
    ("name", "name"),
    ("description", "description"),
    ("sku", "hs_sku"),
    ("product id", "hs_product_id"),
    ("quantity", "quantity"),
    ("unit price", "price"),
    ("net price", "amount"),
    ("amount", "amount"),
    ("bundle id", "hs_bundle_id"),
    ("unit discount", "discount"),
    ("discount", "discount"),
    ("discount percentage", "hs_discount_percentage"),
    ("total discount", "hs_total_discount"),
    ("pre discount amount", "hs_pre_discount_amount"),
    ("currency", "hs_line_item_currency_code"),
    ("position on quote", "hs_position_on_quote"),
    ("tax rate", "hs_tax_rate"),
    ("tax label", "hs_tax_label"),
    ("tax amount", "hs_tax_amount"),
    ("automated sales tax amount", "hs_auto_tax_amount"),
    ("post tax amount", "hs_post_tax_amount"),
    ("tax rate group id", "hs_tax_rate_group_id"),
    ("billing frequency", "recurringbillingfrequency"),
    ("recurring billing frequency", "recurringbillingfrequency"),
    ("term", "hs_recurring_billing_period"),
    ("term (months)", "hs_term_in_months"),
    ("billing start date", "hs_recurring_billing_start_date"),
    ("billing end date", "hs_recurring_billing_end_date"),
    (
        "number of payments",
        "hs_recurring_billing_number_of_payments",
    ),
];

const CONTACT: &[Label] = &[
    ("first name", "firstname"),
    ("last name", "lastname"),
    ("email", "email"),
    ("additional email addresses", "hs_additional_emails"),
    ("merged object ids", MERGED),
    ("merged contact ids", MERGED),
    ("phone number", "phone"),
    ("mobile phone number", "mobilephone"),
    ("company name", "company"),
    ("street address", "address"),
    ("city", "city"),
    ("state/region", "state"),
    ("postal code", "zip"),
    ("country/region", "country"),
    ("lifecycle stage", "lifecyclestage"),
    ("lead status", "hs_lead_status"),
];

const COMPANY: &[Label] = &[
    ("company name", "name"),
    ("name", "name"),
    ("company domain name", "domain"),
    ("merged object ids", MERGED),
    ("merged company ids", MERGED),
    ("phone number", "phone"),
    ("street address", "address"),
    ("street address 2", "address2"),
    ("city", "city"),
    ("state/region", "state"),
    ("postal code", "zip"),
    ("country/region", "country"),
    ("lifecycle stage", "lifecyclestage"),
    ("lead status", "hs_lead_status"),
];

/// A heading that exports of one type alone have.
const TELLING: [(&str, ObjectType); 11] = [
    ("deal name", ObjectType::Deal),
    ("dealname", ObjectType::Deal),
    ("deal_currency_code", ObjectType::Deal),
    ("quote title", ObjectType::Quote),
    ("quote amount", ObjectType::Quote),
    ("hs_title", ObjectType::Quote),
    ("hs_quote_amount", ObjectType::Quote),
    ("gross amount", ObjectType::Payment),
    ("hs_initial_amount", ObjectType::Payment),
    ("hs_initiated_date", ObjectType::Payment),
    ("payment id", ObjectType::Payment),
];

/// Properties without which something else would be booked than HubSpot's record says. A file that has
/// none of a group, and columns that are not known, is probably one in which these have other headings.
const NEEDED: [(ObjectType, &[&[&str]]); 6] = [
    (ObjectType::Deal, &[&["amount"]]),
    (ObjectType::Quote, &[&["hs_quote_amount"], &["hs_status"]]),
    (
        ObjectType::Payment,
        &[
            &["hs_initial_amount"],
            &["hs_latest_status"],
            &["hs_fees_amount"],
            &["hs_refunds_amount"],
            &["hs_payment_source_app", "source", "hs_processor_type"],
        ],
    ),
    (
        ObjectType::LineItem,
        &[
            &["name", "hs_sku", "hs_product_id"],
            &["quantity"],
            &["price", "amount"],
        ],
    ),
    (ObjectType::Contact, &[&["email", "lastname"]]),
    (ObjectType::Company, &[&["name"]]),
];

/// Properties that hold a day or a moment. An export writes them `2025-12-31 23:30`, in the account's
/// own time zone.
const MOMENTS: [&str; 9] = [
    "closedate",
    "createdate",
    "hs_expiration_date",
    "hs_createdate",
    "hs_initiated_date",
    "hs_payout_date",
    "hs_payment_date",
    "hs_recurring_billing_start_date",
    "hs_recurring_billing_end_date",
];

/// Words that exports have for how often a line is billed, where they are others than HubSpot's values; what is billed
/// once has none.
const FREQUENCIES: [(&str, &str); 11] = [
    ("every two weeks", "biweekly"),
    ("semi-annually", "per_six_months"),
    ("semiannually", "per_six_months"),
    ("every six months", "per_six_months"),
    ("every two years", "per_two_years"),
    ("every three years", "per_three_years"),
    ("every four years", "per_four_years"),
    ("every five years", "per_five_years"),
    ("one-time", ""),
    ("one time", ""),
    ("one_time", ""),
];

fn labels(object_type: &ObjectType) -> &'static [Label] {
    match object_type {
        ObjectType::Deal => DEAL,
        ObjectType::Quote => QUOTE,
        ObjectType::Payment => PAYMENT,
        ObjectType::LineItem => LINE_ITEM,
        ObjectType::Contact => CONTACT,
        ObjectType::Company => COMPANY,
        _ => &[],
    }
}

/// The names that the columns of a file of this type can have, the record's id first.
pub(super) fn names(object_type: &ObjectType) -> Vec<&'static str> {
    let mut names = vec!["record_id"];
    for (_, name) in labels(object_type) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names.extend(match object_type {
        ObjectType::LineItem | ObjectType::Contact | ObjectType::Company => {
            ["deal_ids", "quote_ids", "payment_ids"]
        }
        _ => ["contact_ids", "company_ids", "line_item_ids"],
    });
    names
}

/// The column of an export's heading, in a file of records of this type.
pub(super) fn column(heading: &str, object_type: &ObjectType) -> Option<Column> {
    let label = heading.to_lowercase();
    if label == "record id" {
        return Some(Column::RecordId);
    }
    if let Some(column) = associations(&label) {
        return Some(column);
    }
    let is_record = matches!(
        object_type,
        ObjectType::Deal | ObjectType::Quote | ObjectType::Payment
    );
    // No property of a record's is called so: people mean whom an export has under `Associated Contact`.
    if is_record && matches!(label.as_str(), "contact" | "contacts") {
        return Some(Column::Names(Associated::Contact));
    }
    let mut labels = labels(object_type).iter();
    let (_, name) = labels.find(|(known, _)| *known == label)?;
    Some(Column::Property((*name).to_owned()))
}

/// `Associated Contact IDs` holds ids, `Associated Contact` names. Those with a label have it behind:
/// `Associated Company IDs (Primary)`.
fn associations(label: &str) -> Option<Column> {
    let rest = label.strip_prefix("associated ")?;
    let labelled = rest
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("));
    let (rest, label) = labelled.map_or((rest, None), |(rest, label)| (rest, Some(label)));
    let ids = rest.strip_suffix(" ids");
    let names = rest.strip_suffix(" names").unwrap_or(rest);
    let associated = Associated::of(&ObjectType::from(ids.unwrap_or(names)))?;
    let is_party = matches!(associated, Associated::Contact | Associated::Company);
    match (ids, label) {
        (None, _) => Some(Column::Names(associated)),
        (Some(_), None) => Some(Column::Ids(associated)),
        (Some(_), Some("primary")) => Some(Column::PrimaryIds(associated)),
        (Some(_), Some(_)) => is_party.then_some(Column::LabelledIds(associated)),
    }
}

/// True for the heading of a property in exports of this type.
pub(super) fn is_property(heading: &str, object_type: &ObjectType) -> bool {
    matches!(column(heading, object_type), Some(Column::Property(_)))
}

/// The type of the records in a file, by a heading that one type alone has.
pub(super) fn object_type<'h>(headings: impl Iterator<Item = &'h str>) -> Option<ObjectType> {
    let mut headings = headings.map(str::to_lowercase);
    headings.find_map(|heading| {
        let told = TELLING.iter().find(|(known, _)| *known == heading)?;
        Some(told.1.clone())
    })
}

/// The first of the needed properties that no column holds.
pub(super) fn missing<'c>(
    columns: &(impl Iterator<Item = &'c Column> + Clone),
    object_type: &ObjectType,
) -> Option<&'static str> {
    let needed = NEEDED.iter().find(|(known, _)| known == object_type);
    let holds = |property: &&&str| {
        let is = |column: &Column| match column {
            Column::Property(name) | Column::Associated(_, name) => name == **property,
            _ => false,
        };
        columns.clone().any(is)
    };
    let groups = needed.map(|(_, groups)| *groups).unwrap_or_default();
    let missing = groups
        .iter()
        .find(|group| !group.iter().any(|one| holds(&one)));
    missing.and_then(|group| group.first().copied())
}

/// A cell of a property as HubSpot's API would have it: of a moment in an export, the day. It is one of
/// the account's own time zone, which an export does not name.
pub(super) fn value<'c>(property: &str, cell: &'c str) -> &'c str {
    if property == "recurringbillingfrequency" {
        let label = cell.to_lowercase();
        let known = FREQUENCIES.iter().find(|(known, _)| *known == label);
        return known.map_or(cell, |(_, value)| value);
    }
    let is_shaped = cell.len() >= 16 && cell.is_char_boundary(10);
    match cell.split_once(' ') {
        Some((day, time)) if MOMENTS.contains(&property) && is_shaped => {
            let is_time = time
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':');
            if is_time && day.parse::<jiff::civil::Date>().is_ok() {
                day
            } else {
                cell
            }
        }
        _ => cell,
    }
}

#[cfg(test)]
mod tests;
