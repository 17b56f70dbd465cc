//! The properties of changed records, in one request per type.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use editor::RecordType;
use http::StatusCode;
use hubspot::{ObjectId, Properties, Request, Transport};
use secrecy::SecretString;
use strum::VariantArray;

use super::TRIGGERS;
use super::change::Change;

/// The time for a request. HubSpot wants an answer to its webhook within five seconds.
pub(super) const TIME: Duration = Duration::from_secs(3);

/// The most characters of a value that an event has: a rule looks at its begin, and the run reads the record. HubSpot's
/// longest texts would fill an event of EventBridge's, which then takes none of the batch.
const LONGEST_VALUE: usize = 1_000;

/// The records by their type and the id that the change names.
pub(super) type Found = HashMap<(RecordType, ObjectId), FoundRecord>;

/// A record with the properties that have a value.
pub(super) struct FoundRecord {
    pub(super) id: ObjectId,
    pub(super) properties: Properties,
}

/// Reads the records of these changes; one that is not there any more is left out.
///
/// # Errors
///
/// The observation, without a property's value.
pub(super) async fn read<H: Transport>(
    client: &hubspot::Client<H>,
    token: &SecretString,
    changes: &[Change],
) -> Result<Found, String> {
    let of_types = RecordType::VARIANTS.iter();
    let reads = of_types.map(|record| of_type(client, token, *record, changes));
    let mut found = Found::new();
    for records in futures_util::future::join_all(reads).await {
        found.extend(records?);
    }
    Ok(found)
}

async fn of_type<H: Transport>(
    client: &hubspot::Client<H>,
    token: &SecretString,
    record: RecordType,
    changes: &[Change],
) -> Result<Found, String> {
    let own = || changes.iter().filter(|change| change.record == record);
    let ids: Vec<ObjectId> = own().map(|change| change.id.clone()).collect();
    let triggers = TRIGGERS.iter().filter(|(of, _)| *of == record);
    let wanted = triggers.flat_map(|(_, properties)| properties.iter().copied());
    let wanted = wanted.chain(own().filter_map(|change| change.property.as_deref()));
    let wanted: BTreeSet<&str> = wanted.collect();
    let mut found = Found::new();
    for request in Request::batch_reads(&record.object_type(), &ids, &wanted) {
        let answer = client.send(token, &request, TIME).await;
        let answer = answer.map_err(|error| error.to_string())?;
        let batch = answer.record_batch().map_err(|error| error.to_string())?;
        // HubSpot answers 207 where it says of a record that there is none; what it leaves out of a whole answer may be
        // too new for it.
        if answer.status == StatusCode::OK
            && !batch.missing.is_empty()
            && batch.unexpected.is_empty()
        {
            return Err("HubSpot left records out without saying that they are gone".to_owned());
        }
        // An id that HubSpot did not look for is not known to be gone.
        if let (Some(refusal), false) = (batch.refused.first(), batch.missing.is_empty()) {
            return Err(format!("HubSpot did not give some records: {refusal}"));
        }
        for stored in batch.found {
            let properties = valued(&stored.properties, &wanted);
            for id in ids.iter().filter(|id| stored.answers_to(id)) {
                let one = FoundRecord {
                    id: stored.id.clone(),
                    properties: properties.clone(),
                };
                found.insert((record, id.clone()), one);
            }
        }
    }
    Ok(found)
}

/// The wanted properties that have a value: a rule tells `null` and `""` from absence.
fn valued(properties: &Properties, wanted: &BTreeSet<&str>) -> Properties {
    let given = wanted.iter();
    let given = given.filter_map(|name| Some((*name, properties.get(name)?)));
    let given = given.filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| (name, begin(value))).collect()
}

fn begin(value: &str) -> &str {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => value.get(..end).unwrap_or(value),
        None => value,
    }
}
