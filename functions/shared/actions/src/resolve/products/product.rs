//! Products: from line items to the distinct things that are sold, each once.

use std::collections::HashMap;

use storage::{MappingKey, MappingKind};

use crate::ActionError;
use crate::record::sale::SaleLine;
use crate::text;
use crate::text::fold::fold;

/// A distinct product of a sale. Its texts may be anything a person typed; `Debug` shows the source.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Product({source})")]
pub struct Product {
    /// The source of the product's mapping: `product:…` by HubSpot's id, else `sku:…`, else `name:…`.
    pub source: String,
    /// The name as QuickBooks takes it: replaced and cut by the rules of [`crate::text`].
    pub name: Option<String>,
    /// The change that QuickBooks needs of the name.
    pub name_change: Option<text::Change>,
    /// The name as HubSpot has it.
    pub original_name: Option<String>,
    /// The stock keeping unit.
    pub sku: Option<String>,
    /// The longer text of the first line that has one.
    pub description: Option<String>,
    /// The price of one on the first line that has one, in the company's own currency.
    pub price: Option<rust_decimal::Decimal>,
    /// `true` for a fee on the whole, whose lines name themselves.
    pub is_fee: bool,
    /// HubSpot's ids of the lines that sell it.
    pub lines: Vec<String>,
}

/// The source of a line's product mapping, from HubSpot's properties of the line item.
pub fn source(product_id: Option<&str>, sku: Option<&str>, name: Option<&str>) -> String {
    match (product_id, sku) {
        (Some(id), _) => format!("product:{id}"),
        (None, Some(sku)) => format!("sku:{}", fold(sku)),
        (None, None) => format!("name:{}", fold(name.unwrap_or_default())),
    }
}

/// The distinct products of a sale, in the order in which they first appear.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] when a line's name has no character that QuickBooks takes, or its
/// SKU too many.
pub fn distinct<'l>(
    lines: impl IntoIterator<Item = &'l SaleLine>,
) -> Result<Vec<Product>, ActionError> {
    let mut products: Vec<Product> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for line in lines {
        let source = source(
            line.product_id.as_deref(),
            line.sku.as_deref(),
            line.name.as_deref(),
        );
        if let Some(product) = known
            .get(&source)
            .and_then(|index| products.get_mut(*index))
        {
            product.lines.push(line.id.clone());
            product.price = product.price.or(line.price);
            product.description = product
                .description
                .take()
                .or_else(|| line.description.clone());
        } else {
            known.insert(source.clone(), products.len());
            products.push(product(line, source)?);
        }
    }
    Ok(products)
}

/// The longest SKU QuickBooks takes.
const MAX_SKU: usize = 100;

fn product(line: &SaleLine, source: String) -> Result<Product, ActionError> {
    let sku = line.sku.as_deref();
    let sku = sku.map(|sku| text::one_line(sku, MAX_SKU));
    if sku.as_ref().and_then(|sku| sku.change?.cut).is_some() {
        return Err(ActionError::invalid(format!(
            "{}: its `hs_sku` has more than the {MAX_SKU} characters QuickBooks takes",
            line.label()
        )));
    }
    let fitted = line
        .name
        .as_deref()
        .map(text::item_name)
        .transpose()
        .map_err(|error| {
            ActionError::invalid(format!(
                "{}: its `name` cannot be used: {error}",
                line.label()
            ))
        })?;
    Ok(Product {
        source,
        name_change: fitted.as_ref().and_then(|fitted| fitted.change),
        name: fitted.map(|fitted| fitted.text),
        original_name: line.name.clone(),
        sku: sku.map(|sku| sku.text).filter(|sku| !sku.is_empty()),
        description: line.description.clone(),
        price: line.price,
        is_fee: line.is_fee,
        lines: vec![line.id.clone()],
    })
}

impl Product {
    /// The key of the product's mapping.
    pub fn key(&self) -> MappingKey {
        MappingKey {
            kind: MappingKind::Product,
            source: self.source.clone(),
        }
    }

    /// True where the product is known by its name alone.
    pub fn is_named(&self) -> bool {
        self.source.starts_with("name:")
    }

    /// The way in which a person maps the product: the command with the very source that is looked for, and `ID` for
    /// QuickBooks' id. A name may be anybody's, so `…` stands for that, as HubSpot's line item has it.
    pub fn mapping_command(&self) -> String {
        let source = if self.is_named() {
            "name:…"
        } else {
            &self.source
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":._-".contains(&byte);
        let source = if source.bytes().all(is_plain) {
            source.to_owned()
        } else {
            format!("'{}'", source.replace('\'', r"'\''"))
        };
        format!("`mappings set product {source} ID`")
    }

    /// The product as messages name it: by its lines and SKU, since a name may be anybody's.
    pub fn label(&self) -> String {
        let lines = self.lines.join(", ");
        let lines = if self.is_fee {
            lines
        } else {
            format!("line item {lines}")
        };
        match &self.sku {
            Some(sku) => format!("{lines} (SKU {sku})"),
            None => lines,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use rust_decimal::Decimal;

    use super::distinct;
    use crate::record::sale::SaleLine;

    pub(in crate::resolve::products) fn line(
        id: &str,
        name: &str,
        sku: &str,
        product_id: &str,
    ) -> SaleLine {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        SaleLine {
            id: id.into(),
            position: None,
            name: text(name),
            description: None,
            sku: text(sku),
            product_id: text(product_id),
            quantity: Decimal::ONE,
            price: None,
            net: Decimal::ONE,
            tax: crate::record::sale::LineTax::default(),
            bundle: None,
            recurrence: None,
            is_fee: false,
        }
    }

    #[test]
    fn the_command_that_maps_a_product_has_the_source_that_is_looked_for() {
        let lines = [
            line("1", "Hours", "HRS", "1178"),
            line("2", "Hours", "IRR-20", ""),
            line("3", "Hours", "Half \"x 2' pipe", ""),
            line("4", "Garden  Bench", "", ""),
        ];
        let commands: Vec<String> = distinct(&lines)
            .unwrap()
            .iter()
            .map(super::Product::mapping_command)
            .collect();
        let expected = [
            "`mappings set product product:1178 ID`",
            "`mappings set product sku:irr-20 ID`",
            r#"`mappings set product 'sku:half "x 2'\'' pipe' ID`"#,
            "`mappings set product 'name:…' ID`",
        ];
        assert_eq!(commands, expected);
    }

    #[test]
    fn each_distinct_product_stands_once() {
        let lines = [
            line("1", "Hours", "HRS", "1178"),
            line("2", "Hours, again", "HRS", "1178"),
            line("3", "Hours", "hrs", ""),
            line("4", "Hours", "HRS", ""),
            line("5", "Garden  Bench", "", ""),
            line("6", "garden bench", "", ""),
        ];
        let products = distinct(&lines).unwrap();
        let summary: Vec<(&str, String)> = products
            .iter()
            .map(|product| (product.source.as_str(), product.lines.join(" ")))
            .collect();
        let expected = [
            ("product:1178", "1 2"),
            ("sku:hrs", "3 4"),
            ("name:garden bench", "5 6"),
        ];
        assert_eq!(
            summary,
            expected.map(|(source, lines)| (source, lines.to_owned()))
        );
    }
}
