//! What the documents of a subject need from QuickBooks.

use jiff::Timestamp;
use jiff::civil::Date;
use storage::MappingKind;

use crate::ActionError;
use crate::action::Action;
use crate::customers::Payer;
use crate::header::document_date;
use crate::options::{CommonOptions, NameOrId, ProductChoice};
use crate::products;
use crate::resolve::directory::NamedReference;
use crate::resolve::{MatchedBy, Needs, ProductNeeds};
use crate::sale::Sale;
use crate::settings::Settings;
use crate::subject::Subject;
use crate::tax;
use crate::text::{self, Fitted};

/// What the documents of a subject need.
pub(super) fn needs<A: Action>(
    subject: &Subject,
    common: &CommonOptions,
    own: &A::Options,
    settings: &Settings,
    now: Timestamp,
) -> Result<Needs, ActionError> {
    let products = match subject.sale.as_ref() {
        None => ProductNeeds::None,
        Some(priced) => product_needs(&priced.sale, &common.products)?,
    };
    Ok(Needs {
        label: subject.label.clone(),
        display_name: display_name(subject, settings)?,
        payer: subject.payer.clone(),
        create_vendors: settings.vendors.create_missing,
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

/// The item that the options choose, else the one for records without lines, else each line's own.
fn product_needs(sale: &Sale, choice: &ProductChoice) -> Result<ProductNeeds, ActionError> {
    let (item, matched_by) = match (choice, &sale.item) {
        (ProductChoice::QuickBooks { id }, _) => (NameOrId::Id(id.clone()), MatchedBy::Options),
        (ProductChoice::LineItems, Some(item)) => (item.clone(), MatchedBy::Settings),
        (ProductChoice::LineItems, None) => {
            return products::distinct(&sale.lines).map(ProductNeeds::Distinct);
        }
    };
    Ok(ProductNeeds::Fixed {
        item,
        matched_by,
        lines: sale.lines.iter().map(|line| line.id.clone()).collect(),
    })
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

/// The name that a customer created for the payer would get.
fn display_name(subject: &Subject, settings: &Settings) -> Result<Fitted, ActionError> {
    let Some(Payer::Party(party)) = &subject.payer else {
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
    let named = [
        (MappingKind::Class, &common.class, "options.class"),
        (
            MappingKind::Department,
            &common.department,
            "options.department",
        ),
    ];
    let common = named.into_iter().filter_map(|(kind, object, place)| {
        Some(NamedReference {
            kind,
            object: object.clone()?,
            place,
        })
    });
    let further = subject.references.iter().cloned();
    let further = further.chain(tax_codes.into_iter().flatten());
    let common = common.chain(A::references(own)).chain(further);
    Ok(common.chain(item_reference(subject)).collect())
}

/// The item of a record without line items.
fn item_reference(subject: &Subject) -> Option<NamedReference> {
    let priced = subject.sale.as_ref()?;
    Some(NamedReference {
        kind: MappingKind::Item,
        object: priced.sale.item.clone()?,
        place: "settings.products.item_without_lines",
    })
}
