//! The QuickBooks objects that the documents of a subject need.

use jiff::Timestamp;
use jiff::civil::Date;
use quickbooks::EntityKind;
use storage::MappingKind;

use crate::ActionError;
use crate::action::Action;
use crate::draft::dates::document_date;
use crate::draft::tax;
use crate::options::NamedReference;
use crate::options::{CommonOptions, NameOrId, ProductChoice};
use crate::record::payer::Party;
use crate::record::sale::{Sale, SaleLine};
use crate::resolve::products;
use crate::resolve::{FixedItem, Needs, ProductNeeds};
use crate::response::MatchedBy;
use crate::settings::{NameConflict, Settings};
use crate::subject::Subject;
use crate::text::{self, Fitted};

/// The QuickBooks objects that the documents of a subject need.
pub(super) fn needs<A: Action>(
    subject: &Subject,
    common: &CommonOptions,
    own: &A::Options,
    settings: &Settings,
    now: Timestamp,
) -> Result<Needs, ActionError> {
    let products = match subject.sale.as_ref() {
        None => ProductNeeds::default(),
        Some(priced) => {
            let needs = product_needs(&priced.sale, &common.products, settings)?;
            if subject.currency.code() == settings.company.home_currency {
                needs
            } else {
                needs.without_prices()
            }
        }
    };
    Ok(Needs {
        label: subject.label.clone(),
        display_name: display_name(subject.party(), settings)?,
        parent_name: display_name(subject.parent(), settings)?,
        payer: subject.payer.clone(),
        create_vendors: settings.vendors.create_missing,
        reactivated: reactivated(settings),
        products,
        create_missing: common.create_missing_products,
        references: references::<A>(subject, common, own, settings)?,
        rate: rate(subject, common, settings, now)?,
        income_account: settings
            .products
            .income_account
            .clone()
            .map(|object| NamedReference {
                kind: MappingKind::Account,
                object,
                place: "settings.products.income_account",
            }),
    })
}

/// The kinds of object that the settings make active again.
fn reactivated(settings: &Settings) -> Vec<EntityKind> {
    let policies = [
        (EntityKind::Customer, settings.customers.name_conflict),
        (EntityKind::Item, settings.products.name_conflict),
    ];
    let wanted = policies
        .into_iter()
        .filter(|(_, policy)| *policy == NameConflict::Reactivate);
    wanted.map(|(kind, _)| kind).collect()
}

/// The item that the options choose, else the one for records without lines, else each line's own; fees
/// on the whole have one of their own, if the settings name it.
fn product_needs(
    sale: &Sale,
    choice: &ProductChoice,
    settings: &Settings,
) -> Result<ProductNeeds, ActionError> {
    let fixed = |item: NameOrId, matched_by, lines: Vec<&SaleLine>| FixedItem {
        item,
        matched_by,
        lines: lines.iter().map(|line| line.id.clone()).collect(),
    };
    let all = || sale.lines.iter().collect();
    let fixed = match (choice, &sale.item) {
        (ProductChoice::QuickBooks { id }, _) => {
            fixed(NameOrId::Id(id.clone()), MatchedBy::Options, all())
        }
        (ProductChoice::LineItems, Some(item)) => fixed(item.clone(), MatchedBy::Settings, all()),
        (ProductChoice::LineItems, None) => {
            let (fees, lines): (Vec<&SaleLine>, Vec<&SaleLine>) =
                sale.lines.iter().partition(|line| line.is_fee);
            let Some(item) = &settings.products.item_of_fees else {
                require_names(sale, &fees)?;
                return Ok(ProductNeeds {
                    distinct: products::distinct(&sale.lines)?,
                    fixed: Vec::new(),
                });
            };
            return Ok(ProductNeeds {
                distinct: products::distinct(lines)?,
                fixed: vec![fixed(item.clone(), MatchedBy::Settings, fees)],
            });
        }
    };
    Ok(ProductNeeds {
        distinct: Vec::new(),
        fixed: vec![fixed],
    })
}

/// A fee without a name cannot be matched by it.
fn require_names(sale: &Sale, fees: &[&SaleLine]) -> Result<(), ActionError> {
    match fees.iter().find(|fee| fee.name.is_none()) {
        None => Ok(()),
        Some(fee) => Err(ActionError::SettingMissing {
            message: format!(
                "{}, {}: it has no `hs_label` to find its product by: give it one in HubSpot, or set \
                 `products.item_of_fees`",
                sale.label,
                fee.label()
            ),
        }),
    }
}

/// The exchange rate to ask QuickBooks for: that of the document's day, unless one is given.
fn rate(
    subject: &Subject,
    common: &CommonOptions,
    settings: &Settings,
    now: Timestamp,
) -> Result<Option<(String, Date)>, ActionError> {
    let currency = subject.currency.code();
    if currency == settings.company.home_currency || common.exchange_rate.is_some() {
        return Ok(None);
    }
    let day = document_date(common, subject, settings, now)?;
    Ok(Some((currency.to_owned(), day)))
}

/// The name that a customer created for a party would get.
fn display_name(party: Option<&Party>, settings: &Settings) -> Result<Fitted, ActionError> {
    let Some(party) = party else {
        return Ok(Fitted {
            text: String::new(),
            change: None,
        });
    };
    let name = party.full_name().unwrap_or_default();
    let longest = settings.customers.display_name_length;
    text::customer_display_name(&name, longest)
        .map_err(|error| ActionError::incomplete(format!("{}: its name: {error}", party.label())))
}

fn references<A: Action>(
    subject: &Subject,
    common: &CommonOptions,
    own: &A::Options,
    settings: &Settings,
) -> Result<Vec<NamedReference>, ActionError> {
    let sale = subject.sale.as_ref().map(|sale| &sale.sale);
    let tax_codes = sale
        .map(|sale| tax::references(sale, settings))
        .transpose()?;
    let further = subject.references.iter().cloned();
    let further = further.chain(tax_codes.into_iter().flatten());
    let common = common.references().into_iter();
    let common = common.chain(A::references(own)).chain(further);
    Ok(common.chain(item_references(subject, settings)).collect())
}

/// The items of a record without line items, and of fees.
fn item_references(subject: &Subject, settings: &Settings) -> Vec<NamedReference> {
    let Some(priced) = subject.sale.as_ref() else {
        return Vec::new();
    };
    let has_fees = priced.sale.lines.iter().any(|line| line.is_fee);
    let of_fees = settings.products.item_of_fees.as_ref().filter(|_| has_fees);
    let of_record = priced.sale.item.as_ref();
    let of_record = of_record.map(|item| (item, "settings.products.item_without_lines"));
    let of_fees = of_fees.map(|item| (item, "settings.products.item_of_fees"));
    let reference = |(object, place): (&NameOrId, _)| NamedReference {
        kind: MappingKind::Item,
        object: object.clone(),
        place,
    };
    of_record
        .into_iter()
        .chain(of_fees)
        .map(reference)
        .collect()
}
