//! Settings of a connection that a person gives.

use actions::settings::Settings;
use serde_json::{Value, json};
use storage::{Connection, SettingsDocument};

use crate::error::LocalError;

/// Checks settings that a person wrote, for the company they will be used with; the company's id is
/// filled in where it is left out, and so is the number of the local HubSpot account, if there is one.
pub(super) fn for_company(
    connection: &Connection,
    text: &str,
    realm_id: &str,
    portal: Option<u64>,
) -> Result<SettingsDocument, LocalError> {
    let unusable = |reason: String| LocalError::Settings {
        connection: connection.to_string(),
        reason,
    };
    let mut settings: Value =
        serde_json::from_str(text).map_err(|error| unusable(error.to_string()))?;
    let Some(fields) = settings.as_object_mut() else {
        return Err(unusable("they are not a JSON object".to_owned()));
    };
    let company = fields.entry("company").or_insert_with(|| json!({}));
    if let Some(company) = company.as_object_mut() {
        company.entry("realm_id").or_insert_with(|| json!(realm_id));
    }
    if let Some(portal) = portal {
        let hubspot = fields.entry("hubspot").or_insert_with(|| json!({}));
        if let Some(hubspot) = hubspot.as_object_mut() {
            let number = || json!(portal.to_string());
            hubspot.entry("portal_id").or_insert_with(number);
        }
    }
    let document = settings.to_string();
    let settings = Settings::parse(&document).map_err(|error| unusable(error.to_string()))?;
    let stated = settings.company.realm_id;
    if stated != realm_id {
        return Err(unusable(format!(
            "`company.realm_id` is {stated}, and the company to be used is {realm_id}"
        )));
    }
    Ok(SettingsDocument(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        let connection = Connection::try_from("us-books").unwrap();
        let result = for_company(&connection, text, "123", None);
        result
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn the_local_account_is_filled_in_where_none_is_named() {
        let connection = Connection::try_from("us-books").unwrap();
        for (text, expected) in [
            ("{}", "48211907"),
            (r#"{"hubspot": {"portal_id": 147}}"#, "147"),
        ] {
            let document = for_company(&connection, text, "123", Some(48_211_907)).unwrap();
            let settings = Settings::parse(&document.0).unwrap();
            let portal = settings.hubspot.portal_id.unwrap();
            assert_eq!(portal.as_str(), expected);
        }
    }

    #[test]
    fn settings_for_another_company_are_refused() {
        let table = [
            ("{}", ""),
            (r#"{"company": {"time_zone": "America/New_York"}}"#, ""),
            (r#"{"company": {"realm_id": "123"}}"#, ""),
            (
                r#"{"company": {"realm_id": "9"}}"#,
                "`company.realm_id` is 9",
            ),
            (r#"{"company": 1}"#, "`company`"),
            (r#"{"colour": 1}"#, "unknown field `colour`"),
            ("[]", "not a JSON object"),
            ("{", "EOF"),
        ];
        for (text, expected) in table {
            let reason = reason(text);
            assert!(reason.contains(expected), "{text}: {reason}");
            assert_eq!(expected.is_empty(), reason.is_empty(), "{text}: {reason}");
        }
    }
}
