//! The numbers that options give to documents: one is of one document, and booked at once, several would get it.

use std::collections::{BTreeMap, BTreeSet};

use actions::options::template;
use actions::settings::NumberTaken;
use hubspot::Properties;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::job::Subject;
use crate::error::LocalError;
use crate::installation::Installation;

/// The option that numbers a document.
const OPTION: &str = "document_number";
/// The most places that are listed.
const SHOWN: usize = 5;

/// The numbers that were read so far.
pub(super) struct Numbers {
    /// The name of a place in the file.
    place: &'static str,
    /// The option as it is given, and the places of the records, by the connection and the number.
    seen: BTreeMap<(String, String), (String, Vec<u64>)>,
}

/// A number that several documents of a connection would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SharedNumber {
    connection: String,
    message: String,
}

impl Numbers {
    /// None yet.
    pub(super) const fn of(place: &'static str) -> Self {
        Self {
            place,
            seen: BTreeMap::new(),
        }
    }

    /// Takes the number of a request, where its record says all of it: that of one by its id may hold a property that
    /// HubSpot is yet to tell.
    pub(super) fn take(&mut self, line: u64, subject: &Subject, request: &Value) {
        let given = request.pointer(&format!("/options/{OPTION}"));
        let Some(given) = given.and_then(Value::as_str).map(str::trim) else {
            return;
        };
        let Some(number) = number(given, request) else {
            return;
        };
        let of = (subject.connection.clone(), number);
        let (_, lines) = self
            .seen
            .entry(of)
            .or_insert_with(|| (given.to_owned(), Vec::new()));
        lines.push(line);
    }

    /// Those of several records.
    pub(super) fn shared(self) -> Vec<SharedNumber> {
        let place = self.place;
        let shared = self.seen.into_iter().filter(|(_, (_, at))| at.len() > 1);
        shared
            .map(|((connection, _), (given, lines))| {
                let shown: Vec<String> =
                    lines.iter().take(SHOWN).map(ToString::to_string).collect();
                let more = match lines.len().saturating_sub(SHOWN) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let message = format!(
                    "`options.{OPTION}`: {given} is the number of {} records ({place}s {}{more})",
                    lines.len(),
                    shown.join(", ")
                );
                SharedNumber {
                    connection,
                    message,
                }
            })
            .collect()
    }
}

/// Keeps the numbers that several documents would have, unless the settings of a connection, which are in the
/// installation, say what becomes of one that is taken.
pub(super) async fn refused(
    shared: Vec<SharedNumber>,
    installation: Option<&Installation>,
) -> Result<Option<String>, LocalError> {
    let mut permitted = BTreeSet::new();
    if let Some(installation) = installation {
        let names: BTreeSet<&str> = shared.iter().map(|it| it.connection.as_str()).collect();
        for name in names {
            let settings = installation.settings(name).await?;
            let taken = settings.map(|settings| settings.document_number_taken);
            if taken.is_some_and(|taken| taken != NumberTaken::Refuse) {
                permitted.insert(name.to_owned());
            }
        }
    }
    let refused = shared
        .into_iter()
        .filter(|it| !permitted.contains(&it.connection));
    let refused: Vec<String> = refused.map(|it| it.message).collect();
    Ok((!refused.is_empty()).then(|| {
        let way_out = match installation {
            Some(_) => {
                ", or say with the setting `document_number_taken` what becomes of one that is taken: `suffix` makes it \
                 1043-2, and with `allow` several documents have one number"
            }
            None => "",
        };
        format!(
            "{}; a number is of one document: give each record its own, in a column `option.{OPTION}`, or none, and \
             QuickBooks counts on{way_out}",
            refused.join("; ")
        )
    }))
}

/// The number that an option comes to.
fn number(given: &str, request: &Value) -> Option<String> {
    if !given.contains("{{") {
        return (!given.is_empty()).then(|| given.to_owned());
    }
    let properties = request.pointer("/record/properties")?.clone();
    let properties: Properties = serde_json::from_value(properties).ok()?;
    // Of a moment its day stands in the number; in which time zone, the settings say.
    let number = template::render_days(given, &properties, &TimeZone::UTC, OPTION).ok()?;
    let number = number.trim();
    (!number.is_empty()).then(|| number.to_owned())
}

#[cfg(test)]
mod tests;
