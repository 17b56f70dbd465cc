//! The associations that HubSpot's answer about a record tells, by ids alone:
//! `{"line items": {"results": [{"id": "1", "type": "deal_to_line_item"}], "paging": …}}`.
//!
//! <https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide>

use std::collections::HashSet;

use hubspot::{ObjectId, ObjectType, Properties, Record};
use serde_json::{Map, Value};
use strum::VariantArray as _;

use super::EnrolledRecord;
use super::properties::Associated;
use crate::ActionError;

/// The objects of a list that HubSpot associates with a record.
pub(super) struct Told {
    list: Associated,
    ids: Vec<String>,
    /// True where HubSpot has more of them than it told.
    has_more: bool,
}

/// The lists that a record's own `associations` tell, under any of HubSpot's names of their types, and the deals
/// that those of its quotes and HubSpot invoices do: a payment of these is one of their deal.
pub(super) fn told(record: &Map<String, Value>) -> Vec<Told> {
    let of_sale = ["quotes", "invoices"].into_iter();
    let of_sale = of_sale.filter_map(|list| record.get(list)?.as_array());
    let of_sale = of_sale.flatten().filter_map(Value::as_object);
    let deals = of_sale
        .flat_map(told_by)
        .filter(|told| told.list == Associated::Deals);
    told_by(record).chain(deals).collect()
}

fn told_by(record: &Map<String, Value>) -> impl Iterator<Item = Told> + '_ {
    let associations = record.get("associations").and_then(Value::as_object);
    let types = associations.into_iter().flatten();
    types.filter_map(|(name, told)| {
        let object_type = ObjectType::from(name.as_str());
        let mut lists = Associated::VARIANTS.iter();
        let list = lists.find(|list| list.object_type() == object_type)?;
        Told::of(*list, told)
    })
}

impl Told {
    /// An object stands there for each way in which it is associated.
    fn of(list: Associated, told: &Value) -> Option<Self> {
        let results = told.get("results")?.as_array()?;
        let ids: Vec<String> = results.iter().filter_map(id).collect();
        let next = told.pointer("/paging/next").filter(|next| !next.is_null());
        let mut seen = HashSet::new();
        let has_more = next.is_some() || ids.len() < results.len();
        let ids = ids.into_iter().filter(|id| seen.insert(id.clone()));
        Some(Self {
            list,
            ids: ids.collect(),
            has_more,
        })
    }
}

fn id(result: &Value) -> Option<String> {
    // The second is that of the associations' own requests.
    let id = result.get("id").or_else(|| result.get("toObjectId"))?;
    let text = match id {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    ObjectId::is_valid(&text).then_some(text)
}

/// Adds to a record what is told beside it: the sale that it is of, and what it lacks.
pub(super) fn add(record: &mut EnrolledRecord, told: Vec<Told>) {
    let lists = Associated::of(&record.object_type);
    for told in told.into_iter().filter(|told| lists.contains(&told.list)) {
        let loaded = record.list_mut(told.list);
        let held: HashSet<&str> = loaded.iter().map(|object| object.id.as_str()).collect();
        let (told_of, held_of) = (told.ids.len(), held.len());
        let missing = told
            .ids
            .into_iter()
            .filter(|id| !held.contains(id.as_str()));
        let missing: Vec<String> = missing.collect();
        match told.list {
            Associated::LineItems
            | Associated::Discounts
            | Associated::Fees
            | Associated::Taxes => {
                if !missing.is_empty() {
                    let lack = format!("`record.{}` lacks {}", told.list, listed(&missing));
                    record.lacks.push(lack);
                } else if told.has_more && held_of <= told_of {
                    let lack = format!("`record.{}` lacks some, since there are more", told.list);
                    record.lacks.push(lack);
                }
            }
            Associated::Deals
            | Associated::Quotes
            | Associated::Payments
            | Associated::Invoices => loaded.extend(missing.into_iter().map(|id| Record {
                id,
                properties: Properties::default(),
            })),
            // The first contact is billed, and has to be there with its properties.
            Associated::Contacts | Associated::Companies => {
                let told = missing.into_iter().map(|id| (told.list, id));
                record.told_parties.extend(told);
            }
        }
    }
}

/// The first ids of a list, and the number of the others.
fn listed(ids: &[String]) -> String {
    let shown = ids.len().min(MOST_SHOWN);
    let text = ids.get(..shown).unwrap_or_default().join(", ");
    match ids.len() - shown {
        0 => text,
        others => format!("{text} and {others} more"),
    }
}

/// The most ids that a message names.
const MOST_SHOWN: usize = 20;

impl EnrolledRecord {
    /// Checks that the record holds each line, discount, fee and tax that its own `associations` tell: what is known
    /// by its id alone would be lost.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] that names the ids.
    pub(crate) fn require_loaded(&self) -> Result<(), ActionError> {
        if self.lacks.is_empty() {
            return Ok(());
        }
        Err(ActionError::incomplete(format!(
            "{}: HubSpot associates more with it (`record.associations`) than was loaded: {}: add them with their \
             properties, or the document would lack them; or give the record by its type and id alone, and it is \
             read from HubSpot",
            self.label(),
            self.lacks.join("; ")
        )))
    }
}
