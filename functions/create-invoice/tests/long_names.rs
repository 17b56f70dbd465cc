//! Products whose names are the same in the 100 characters that QuickBooks takes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

const NAME: &str = "Annual maintenance of the irrigation system in the northern garden, with materials and travel, \
    for one - ";

fn event(id: &str, endings: &[&str]) -> Value {
    let lines = (1_u32..)
        .zip(endings)
        .map(|(place, ending)| line(place, &format!("{NAME}{ending}"), "1", "10.00", "10.00"));
    let total = format!("{}.00", 10 * endings.len());
    deal(
        id,
        &total,
        lines.collect(),
        json!({"create_missing_products": true}),
    )
}

async fn told(stage: &Rehearsal, event: &Value) -> Vec<String> {
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let cut = response.warnings.into_iter();
    let cut = cut.filter(|warning| warning.code == "text_changed");
    cut.map(|warning| warning.message).collect()
}

#[tokio::test]
async fn a_line_under_a_cut_name_is_told_also_where_its_product_is_there() {
    let stage = Rehearsal::start().await;
    for (id, ending) in [("23", "year"), ("24", "month"), ("25", "month")] {
        let told = told(&stage, &event(id, &[ending])).await;
        assert_eq!(told.len(), 1, "{id}: {told:?}");
        assert!(
            told[0].starts_with("line item 7001, `name`: it was cut from 1"),
            "{told:?}"
        );
    }
    let both = Rehearsal::start().await;
    let told = told(&both, &event("26", &["year", "month"])).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[1].contains("line item 7002") && told[1].contains("give them SKUs"),
        "{told:?}"
    );
}
