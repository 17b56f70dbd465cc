//! [`Settings`] on DynamoDB.

use super::conditional::{Conditional, put_at_version};
use super::item::{Item, Stored, VERSION, item, number, string};
use super::{AwsStore, content, failure, key, tables};
use crate::{Connection, Settings, SettingsDocument, StorageError, Version, Versioned};

const WHAT: &str = "settings";
const TEXT: &str = "settings";

impl Settings for AwsStore {
    async fn put_settings(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        settings: &SettingsDocument,
    ) -> Result<Option<Version>, StorageError> {
        let version = Version::after(expected);
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.settings_table)
            .set_item(Some(item([
                (tables::CONNECTION, string(connection.as_str())),
                (VERSION, number(version)),
                (TEXT, content::pack(WHAT, settings.0.clone())?),
            ])));
        match put_at_version(put, expected).await? {
            Conditional::Written => Ok(Some(version)),
            Conditional::Refused(None) => Ok(None),
            // The same text at the version it was to get: this very write, sent twice.
            Conditional::Refused(Some(stands)) => {
                let stands = decode(&stands)?;
                let own = stands.version == version && stands.value == *settings;
                Ok(own.then_some(version))
            }
        }
    }

    async fn get_settings(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<SettingsDocument>>, StorageError> {
        let get = self.dynamodb.get_item();
        let got = get
            .table_name(&self.names.settings_table)
            .set_key(Some(key::of_connection(connection)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("GetItem", &error))?;
        got.item().map(decode).transpose()
    }

    async fn list_connections(&self) -> Result<Vec<Connection>, StorageError> {
        let mut pages = self
            .dynamodb
            .scan()
            .table_name(&self.names.settings_table)
            .projection_expression("#connection")
            .expression_attribute_names("#connection", tables::CONNECTION)
            .consistent_read(true)
            .into_paginator()
            .send();
        let mut connections = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failure::of("Scan", &error))?;
            for item in page.items() {
                connections.push(connection_of(item)?);
            }
        }
        connections.sort();
        Ok(connections)
    }
}

/// The settings of an item.
pub(super) fn decode(item: &Item) -> Result<Versioned<SettingsDocument>, StorageError> {
    let stored = Stored { what: WHAT, item };
    Ok(Versioned {
        version: stored.version()?,
        value: SettingsDocument(stored.content(TEXT)?),
    })
}

fn connection_of(item: &Item) -> Result<Connection, StorageError> {
    let name = Stored { what: WHAT, item }.text(tables::CONNECTION)?;
    Connection::try_from(name).map_err(|error| failure::unreadable(WHAT, error.to_string()))
}
