//! The sample events: each is a file `01-deal.json` in the folder `events` of its action, and beside it
//! `01-deal.expected.json` with what must come of it.

use serde_json::{Error, Value, json};

use crate::{Expected, RegisteredAction};

/// A sample event, part of the program.
#[derive(Debug)]
pub struct Sample {
    /// The name of its file, without the ending, such as `01-deal`.
    pub name: &'static str,
    /// The event, as JSON.
    pub event: &'static str,
    expected: &'static str,
}

/// The samples by the name of their action.
static SAMPLES: &[(&str, &[Sample])] = include!(concat!(env!("OUT_DIR"), "/samples.rs"));

impl RegisteredAction {
    /// The action's samples, in the order of their files' names. They are run in this order in one
    /// company: what one makes or finds is mapped, and the next finds it there.
    pub fn samples(self) -> &'static [Sample] {
        let mut all = SAMPLES.iter();
        let found = all.find(|(name, _)| *name == self.name());
        found.map_or(&[], |(_, samples)| samples)
    }

    /// The first of its samples that makes a document of a record that it gives whole.
    pub fn booking_sample(self) -> Option<&'static Sample> {
        let makes = |sample: &&Sample| {
            let is_made = matches!(sample.expected(), Ok(Expected::Created(_)));
            is_made && sample.is_by_id().is_ok_and(|by_id| !by_id)
        };
        self.samples().iter().find(makes)
    }
}

impl Sample {
    /// The outcome it must have after those before it, in a company that was fresh at first.
    ///
    /// # Errors
    ///
    /// When the file says something else than an expectation; a test reads all of them.
    pub fn expected(&self) -> Result<Expected, Error> {
        serde_json::from_str(self.expected)
    }

    /// True when the event gives its record by type and id alone, to be read from HubSpot.
    ///
    /// # Errors
    ///
    /// When the file is no JSON.
    pub fn is_by_id(&self) -> Result<bool, Error> {
        Ok(self.whole_record()?.is_none())
    }

    /// The record of the event, if the event gives it whole.
    ///
    /// # Errors
    ///
    /// When the file is no JSON.
    pub fn whole_record(&self) -> Result<Option<Value>, Error> {
        let mut event: Value = serde_json::from_str(self.event)?;
        let detail = event.get_mut("detail").map(Value::take);
        let mut request = detail.unwrap_or(event);
        let record = request["record"].take();
        Ok(record.get("properties").is_some().then_some(record))
    }

    /// The event, out of its envelope, for a record with this id and with nobody who waits for it.
    ///
    /// # Errors
    ///
    /// When the file is no JSON.
    pub fn for_record(&self, id: &str) -> Result<Value, Error> {
        let mut event: Value = serde_json::from_str(self.event)?;
        if let Some(detail) = event.get_mut("detail") {
            event = detail.take();
        }
        let record = &mut event["record"];
        record["id"] = id.into();
        if let Some(own) = record.pointer_mut("/properties/hs_object_id") {
            *own = id.into();
        }
        event["run"] = json!({});
        Ok(event)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Expected, RegisteredAction};

    #[test]
    fn every_action_has_a_sample_that_makes_a_document_and_one_that_is_refused() {
        for action in RegisteredAction::ALL {
            let samples = action.samples().iter();
            let expected: Vec<Expected> = samples
                .map(|sample| {
                    sample
                        .expected()
                        .unwrap_or_else(|error| panic!("{action} {}: {error}", sample.name))
                })
                .collect();
            let made = |one: &Expected| matches!(one, Expected::Created(_));
            let refused = |one: &Expected| matches!(one, Expected::Error(_));
            assert!(expected.iter().any(made), "{action}");
            assert!(expected.iter().any(refused), "{action}");
        }
    }

    #[test]
    fn every_action_has_a_sample_by_its_id_that_makes_a_document() {
        for action in RegisteredAction::ALL {
            let is_made = |sample: &&crate::Sample| {
                let made = matches!(sample.expected(), Ok(Expected::Created(_)));
                made && sample.is_by_id().unwrap()
            };
            assert!(action.samples().iter().any(|one| is_made(&one)), "{action}");
        }
    }

    #[test]
    fn a_sample_can_be_sent_for_any_record() {
        for sample in RegisteredAction::ALL
            .iter()
            .flat_map(|action| action.samples())
        {
            let event = sample.for_record("7").unwrap();
            assert_eq!(event["record"]["id"], "7", "{}", sample.name);
            let own = &event["record"]["properties"]["hs_object_id"];
            assert!(own.is_null() || own == "7", "{}", sample.name);
            assert!(event["connection"].is_string(), "{}", sample.name);
        }
    }

    #[test]
    fn samples_are_in_the_order_of_their_numbers() {
        for action in RegisteredAction::ALL {
            for (index, sample) in action.samples().iter().enumerate() {
                let number = format!("{:02}-", index + 1);
                assert!(sample.name.starts_with(&number), "{action} {}", sample.name);
            }
        }
    }
}
