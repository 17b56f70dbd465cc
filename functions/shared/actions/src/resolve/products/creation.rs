//! The item to create for a product.

use quickbooks::Reference;
use quickbooks::entity::{Item, ItemType};

use super::product::Product;
use crate::settings::ProductType;
use crate::text;

/// The item to create for a product, under a name, with its sales booked to an income account.
pub fn new_item(
    product: &Product,
    name: &str,
    income_account: &str,
    create_as: ProductType,
) -> Item {
    let description = product
        .description
        .as_deref()
        .or(product.original_name.as_deref());
    Item {
        name: Some(name.to_owned()),
        sku: product.sku.clone(),
        description: description.map(|description| text::description(description).text),
        item_type: Some(item_type(create_as)),
        unit_price: product.price,
        income_account_ref: Some(Reference::to(income_account)),
        ..Item::default()
    }
}

fn item_type(create_as: ProductType) -> ItemType {
    match create_as {
        ProductType::Service => ItemType::Service,
        ProductType::NonInventory => ItemType::NonInventory,
    }
}

/// The name under which a product can be created when its own is taken: with the SKU in brackets,
/// else with its source, so that the same product always gets the same name.
pub fn suffixed_name(product: &Product, name: &str) -> String {
    let mark = product
        .sku
        .clone()
        .unwrap_or_else(|| format!("HubSpot {}", product.source));
    let mark = mark.replace(':', " ");
    text::with_suffix(name, &format!(" ({mark})"), text::MAX_ITEM_NAME)
}
