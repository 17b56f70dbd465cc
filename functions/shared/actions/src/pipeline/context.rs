//! The part of a response that QuickBooks' answer does not give.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ActionError;
use crate::draft::totals::Expected;
use crate::resolve::Resolved;
use crate::response::{self, ContentDigest, Warning};
use crate::subject::Subject;

/// The part of a response that QuickBooks' answer does not give; stored with the claim, so that
/// whoever takes it over can give the same response.
#[derive(Serialize, Deserialize)]
pub(super) struct Context {
    pub(super) customer: Option<response::Customer>,
    pub(super) products: Vec<response::Product>,
    pub(super) warnings: Vec<Warning>,
    pub(super) expected: Expected,
    pub(super) refunded_total: Option<String>,
    pub(super) refunded_lines: Option<BTreeMap<String, String>>,
    /// The count of the number that was tried: above 1 where the one asked for is taken.
    pub(super) number: u32,
    /// The digest of what it is made of.
    #[serde(default)]
    pub(super) content: ContentDigest,
}

impl Context {
    /// The context of a document of a subject.
    pub(super) fn new(
        subject: &Subject,
        resolved: &Resolved,
        warnings: Vec<Warning>,
        expected: Expected,
        number: u32,
    ) -> Self {
        let customer = resolved.customer.clone();
        let refund = subject.refund.as_ref();
        Self {
            customer: customer.map(|customer| response::Customer {
                id: customer.id,
                name: customer.name,
                matched_by: customer.matched_by,
            }),
            products: products(subject, resolved),
            warnings,
            refunded_total: refund.map(|refund| response::amount(refund.total, expected.decimals)),
            refunded_lines: refund.map(|refund| refund.shown_lines(expected.decimals)),
            expected,
            number,
            content: ContentDigest::default(),
        }
    }

    /// The text that is stored with the claim.
    pub(super) fn to_text(&self) -> Result<String, ActionError> {
        serde_json::to_string(self).map_err(|error| ActionError::invalid(error.to_string()))
    }
}

/// The products of the lines, in the order of the lines.
fn products(subject: &Subject, resolved: &Resolved) -> Vec<response::Product> {
    let lines = subject.sale.iter().flat_map(|priced| &priced.sale.lines);
    let products = lines.filter_map(|line| {
        let product = resolved.products.get(&line.id)?.clone();
        Some(response::Product {
            line_item: line.id.clone(),
            id: product.id,
            name: product.name,
            matched_by: product.matched_by,
        })
    });
    products.collect()
}
