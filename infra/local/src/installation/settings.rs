//! Settings of a connection that a person gives.

use std::path::Path;

use actions::settings::Settings;
use manage_connection::BookedAccount;
use serde_json::json;
use storage::{Connection, SettingsDocument};

use super::settings_file::SettingsFile;
use crate::error::LocalError;

/// Checks settings that a person wrote, for the company they will be used with; the company's id is
/// filled in where it is left out, and so is the number of its HubSpot account: that of what is booked already, else of
/// the local one, if there is one.
///
/// # Errors
///
/// All that is wrong with them, each with its line and column in the file.
pub(super) fn for_company(
    connection: &Connection,
    (path, text): (&Path, &str),
    realm_id: &str,
    (booked, local): (&BookedAccount, Option<u64>),
) -> Result<SettingsDocument, LocalError> {
    let shown = path.display();
    let unusable = |faults| LocalError::SettingFaults {
        what: format!("the settings of connection {connection} cannot be used"),
        faults,
    };
    let file = SettingsFile::read(text);
    let file = file.map_err(|reason| unusable(vec![format!("{shown}:{reason}")]))?;
    let mut settings = file.settings.clone();
    let Some(fields) = settings.as_object_mut() else {
        let reason = format!("{shown}:1:1: they are not a JSON object");
        return Err(unusable(vec![reason]));
    };
    let company = fields.entry("company").or_insert_with(|| json!({}));
    if let Some(company) = company.as_object_mut() {
        company.entry("realm_id").or_insert_with(|| json!(realm_id));
    }
    let portal = match booked {
        BookedAccount::Only(portal) => portal.as_ref().map(ToString::to_string),
        BookedAccount::Any => local.map(|number| number.to_string()),
    };
    if let Some(portal) = portal {
        let hubspot = fields.entry("hubspot").or_insert_with(|| json!({}));
        if let Some(hubspot) = hubspot.as_object_mut() {
            hubspot.entry("portal_id").or_insert(json!(portal));
        }
    }
    let document = settings.to_string();
    let (settings, wrong) = Settings::examine(&document);
    let at = |setting: &str| format!("{shown}:{}", file.place(setting));
    let mut faults: Vec<String> = wrong
        .iter()
        .map(|wrong| {
            format!(
                "{}: `{}`: {}",
                at(&wrong.setting),
                wrong.setting,
                wrong.reason
            )
        })
        .collect();
    if let Some(settings) = settings.filter(|_| faults.is_empty()) {
        let stated = settings.company.realm_id;
        if stated != realm_id {
            faults.push(format!(
                "{}: `company.realm_id` is {stated}, and the company to be used is {realm_id}",
                at("company.realm_id")
            ));
        }
        let account = booked.check(connection, settings.hubspot.portal_id.as_ref(), false);
        let place = at("hubspot.portal_id");
        faults.extend(account.err().map(|error| format!("{place}: {error}")));
    }
    match faults.as_slice() {
        [] => Ok(SettingsDocument(document)),
        _ => Err(unusable(faults)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        let connection = Connection::try_from("us-books").unwrap();
        let result = for_company(
            &connection,
            (Path::new("s.json"), text),
            "123",
            (&BookedAccount::Any, None),
        );
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
            let document = for_company(
                &connection,
                (Path::new("s.json"), text),
                "123",
                (&BookedAccount::Any, Some(48_211_907)),
            )
            .unwrap();
            let settings = Settings::parse(&document.0).unwrap();
            let portal = settings.hubspot.portal_id.unwrap();
            assert_eq!(portal.as_str(), expected);
        }
    }

    #[test]
    fn the_account_of_what_is_booked_stays_whatever_a_file_names() {
        let connection = Connection::try_from("us-books").unwrap();
        let own = storage::PortalId::try_from("147").unwrap();
        let (with, without) = (BookedAccount::Only(Some(own)), BookedAccount::Only(None));
        let named = |portal: &str| format!(r#"{{"hubspot": {{"portal_id": "{portal}"}}}}"#);
        let table = [
            (&with, "{}".to_owned(), Ok(Some("147"))),
            (&with, named("147"), Ok(Some("147"))),
            (&with, named("148"), Err("must stay 147")),
            (&without, "{}".to_owned(), Ok(None)),
            (&without, named("147"), Err("same_hubspot_account")),
        ];
        for (booked, text, expected) in table {
            let of = (booked, Some(48_211_907));
            let document = for_company(&connection, (Path::new("s.json"), &text), "123", of);
            let portal = document.map(|document| {
                let settings = Settings::parse(&document.0).unwrap();
                settings.hubspot.portal_id.map(|portal| portal.to_string())
            });
            match (portal, expected) {
                (Ok(portal), Ok(expected)) => assert_eq!(portal.as_deref(), expected, "{text}"),
                (Err(error), Err(told)) => assert!(error.to_string().contains(told), "{error}"),
                (portal, _) => panic!("{text}: {portal:?}"),
            }
        }
    }

    #[test]
    fn every_fault_is_told_at_its_line_and_column() {
        let reason = reason(
            "{\n  \"company\": { \"time_zone\": \"Mars\" },\n  \"products\": { \"incom_account\": \"Sales\" },\n  \
             \"once_per\": \"moon\"\n}",
        );
        for expected in [
            "s.json:2:16: `company.time_zone`",
            "s.json:3:17: `products.incom_account`: unknown field",
            "s.json:4:3: `once_per`: unknown variant",
        ] {
            assert!(reason.contains(expected), "{reason}");
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
            ("[]", "it is JSON, and no object"),
            ("{", "EOF"),
        ];
        for (text, expected) in table {
            let reason = reason(text);
            assert!(reason.contains(expected), "{text}: {reason}");
            assert_eq!(expected.is_empty(), reason.is_empty(), "{text}: {reason}");
        }
    }
}
