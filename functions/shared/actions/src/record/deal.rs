//! A HubSpot deal: whether it was lost, so that nothing is sold by it.

use hubspot::{ObjectType, Properties};

use crate::request::EnrolledRecord;
use crate::response::Warning;

/// True for the properties of a deal that was lost: HubSpot says so, or where that was not loaded, its stage by its name.
pub fn is_lost(deal: &Properties) -> bool {
    let said = deal.boolean("hs_is_closed_lost").ok().flatten();
    said.unwrap_or_else(|| {
        let stage = deal.get("dealstage").unwrap_or_default();
        stage.to_lowercase().contains("lost")
    })
}

/// The warning of a deal that was lost; none of any other record.
pub fn lost(record: &EnrolledRecord) -> Option<Warning> {
    let is_deal = record.object_type == ObjectType::Deal;
    (is_deal && is_lost(&record.properties)).then(|| {
        Warning::new(
            "deal_lost",
            format!(
                "{}: by its stage (`hs_is_closed_lost`, `dealstage`) it was lost, and it is booked as any other: if nothing is \
                 sold by it, void or delete the document in QuickBooks, and leave lost deals out of the workflow",
                record.label()
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_lost;

    #[test]
    fn a_deal_is_lost_where_hubspot_says_so_or_without_that_the_name_of_its_stage() {
        for (properties, expected) in [
            (
                json!({"hs_is_closed_lost": "true", "dealstage": "981"}),
                true,
            ),
            (json!({"dealstage": "closedlost"}), true),
            (
                json!({"dealstage": "Closed Lost (Sales Pipeline)", "hs_is_closed_lost": ""}),
                true,
            ),
            (
                json!({"hs_is_closed_lost": "false", "dealstage": "lost_and_found"}),
                false,
            ),
            (json!({"dealstage": "closedwon"}), false),
            (json!({}), false),
        ] {
            let deal = serde_json::from_value(properties.clone()).unwrap();
            assert_eq!(is_lost(&deal), expected, "{properties}");
        }
    }
}
