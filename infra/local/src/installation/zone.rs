//! The company's time zone, for what is judged before the installation is opened.

use actions::settings::Settings as ActionSettings;
use jiff::tz::TimeZone;
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings as _};

use super::InstallationArguments;
use super::settings_file::SettingsFile;
use super::store_file::{self, Making};

/// The time zone in which the documents of a connection are dated, where its settings are at hand; UTC as the settings
/// have it by default. Whatever is wrong with them is told when the installation is opened.
pub(crate) async fn zone(arguments: &InstallationArguments) -> TimeZone {
    let zone = match of_file(arguments) {
        Some(zone) => Some(zone),
        None => of_store(arguments).await,
    };
    zone.unwrap_or(TimeZone::UTC)
}

/// The zone in the settings of `--settings`, which replace those of the store.
fn of_file(arguments: &InstallationArguments) -> Option<TimeZone> {
    let text = std::fs::read_to_string(arguments.settings.as_ref()?).ok()?;
    let settings = SettingsFile::read(&text).ok()?.settings;
    let name = settings.pointer("/company/time_zone")?.as_str()?;
    TimeZone::get(name).ok()
}

async fn of_store(arguments: &InstallationArguments) -> Option<TimeZone> {
    if arguments.settings.is_some() {
        return None;
    }
    let store: EmbeddedStore = store_file::open(arguments.store.as_ref()?, Making::No).ok()?;
    let connection = Connection::try_from(arguments.connection.as_str()).ok()?;
    let settings = store.get_settings(&connection).await.ok()??;
    let settings = ActionSettings::parse(&settings.value.0).ok()?;
    settings.company.time_zone().ok()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use storage::SettingsDocument;

    use super::*;

    fn arguments(store: Option<PathBuf>, settings: Option<PathBuf>) -> InstallationArguments {
        InstallationArguments {
            store,
            new_store: false,
            company: None,
            settings,
            connection: "us-books".to_owned(),
            replace_tokens: false,
            second_connection: false,
        }
    }

    #[tokio::test]
    async fn the_zone_is_that_of_the_settings_that_will_be_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let [path, file] = ["books.redb", "settings.json"].map(|name| folder.path().join(name));
        let store = store_file::open(&path, Making::New).unwrap();
        let connection = Connection::try_from("us-books").unwrap();
        let kept = r#"{"company": {"realm_id": "1", "time_zone": "Asia/Tokyo"}}"#;
        let document = SettingsDocument(kept.to_owned());
        let written = store.put_settings(&connection, None, &document).await;
        assert!(written.unwrap().is_some());
        drop(store);
        let zone_of = async |store: Option<&PathBuf>, settings: Option<&PathBuf>| {
            let zone = zone(&arguments(store.cloned(), settings.cloned())).await;
            zone.iana_name().unwrap_or_default().to_owned()
        };
        assert_eq!(zone_of(Some(&path), None).await, "Asia/Tokyo");
        let given = "{ // Ours.\n \"company\": {\"time_zone\": \"America/New_York\"}}";
        std::fs::write(&file, given).unwrap();
        assert_eq!(zone_of(Some(&path), Some(&file)).await, "America/New_York");
        assert_eq!(zone_of(None, None).await, "UTC");
        let missing = folder.path().join("none.redb");
        assert_eq!(zone_of(Some(&missing), None).await, "UTC");
        assert!(!missing.exists());
    }
}
