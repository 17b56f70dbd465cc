//! A connection's secret in Secrets Manager: versions are written once and read by their id.

use std::time::Duration;

use aws_sdk_secretsmanager::operation::create_secret::CreateSecretError;
use aws_sdk_secretsmanager::operation::delete_secret::DeleteSecretError;
use aws_sdk_secretsmanager::operation::get_secret_value::{
    GetSecretValueError, GetSecretValueOutput,
};
use aws_sdk_secretsmanager::operation::put_secret_value::PutSecretValueError;
use secrecy::{ExposeSecret, SecretString};

use super::{AwsStore, failure};
use crate::{Connection, StorageError};

/// The waits of `CreateSecret` for a deletion that Secrets Manager has not finished, or for another
/// process that creates the same secret. Deletions without recovery end within a second or two.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1_600),
];

/// A version of the secret.
pub(super) struct SecretVersion {
    pub(super) id: String,
    pub(super) text: SecretString,
}

/// The state in which a secret was found.
enum Found {
    Version(SecretVersion),
    /// There is no such secret, or no such version of it.
    Nothing,
    /// The secret is marked for deletion and may be saved.
    Deleted,
}

impl AwsStore {
    fn secret_name(&self, connection: &Connection) -> String {
        format!("{}connections/{connection}", self.names.secret_prefix)
    }

    /// Reads a version, or the one that was written last; `None` if there is no such version or no
    /// secret.
    pub(super) async fn read_secret(
        &self,
        connection: &Connection,
        version: Option<&str>,
    ) -> Result<Option<SecretVersion>, StorageError> {
        match self.find_secret(connection, version).await? {
            Found::Version(version) => Ok(Some(version)),
            Found::Nothing | Found::Deleted => Ok(None),
        }
    }

    async fn find_secret(
        &self,
        connection: &Connection,
        version: Option<&str>,
    ) -> Result<Found, StorageError> {
        let get = self.secrets_manager.get_secret_value();
        let got = get
            .secret_id(self.secret_name(connection))
            .set_version_id(version.map(ToOwned::to_owned))
            .send()
            .await;
        match got {
            Ok(got) => Ok(found(got)),
            Err(error) => match error.as_service_error() {
                Some(GetSecretValueError::ResourceNotFoundException(_)) => Ok(Found::Nothing),
                Some(GetSecretValueError::InvalidRequestException(_)) => Ok(Found::Deleted),
                _ => Err(failure::of("GetSecretValue", &error)),
            },
        }
    }

    /// Adds a version to the secret that is there; `false` if there is none, or one being deleted.
    pub(super) async fn add_version(
        &self,
        connection: &Connection,
        version: &str,
        text: &SecretString,
    ) -> Result<bool, StorageError> {
        let put = self.secrets_manager.put_secret_value();
        let put = put
            .secret_id(self.secret_name(connection))
            .client_request_token(version)
            .secret_string(text.expose_secret())
            .send()
            .await;
        match put {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(
                    PutSecretValueError::ResourceNotFoundException(_)
                    | PutSecretValueError::InvalidRequestException(_),
                ) => Ok(false),
                _ => Err(failure::of("PutSecretValue", &error)),
            },
        }
    }

    /// Adds a version to the secret, which is created, or saved from deletion, if need be.
    pub(super) async fn add_version_or_create(
        &self,
        connection: &Connection,
        version: &str,
        text: &SecretString,
    ) -> Result<(), StorageError> {
        for pause in PAUSES {
            let done = match self.find_secret(connection, None).await? {
                Found::Version(_) => self.add_version(connection, version, text).await?,
                Found::Nothing => self.create(connection, version, text).await?,
                Found::Deleted => {
                    self.restore(connection).await;
                    false
                }
            };
            if done {
                return Ok(());
            }
            tokio::time::sleep(pause).await;
        }
        Err(failure::unavailable(
            "CreateSecret waits for the secret's deletion to end",
        ))
    }

    /// Tells whether the secret was created with this version; `false`: another one is there or going.
    async fn create(
        &self,
        connection: &Connection,
        version: &str,
        text: &SecretString,
    ) -> Result<bool, StorageError> {
        let create = self.secrets_manager.create_secret();
        let created = create
            .name(self.secret_name(connection))
            .description("QuickBooks tokens; which version is valid stands in the leases' table")
            .set_kms_key_id(self.kms_key.as_deref().map(ToOwned::to_owned))
            .client_request_token(version)
            .secret_string(text.expose_secret())
            .send()
            .await;
        match created {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(
                    CreateSecretError::ResourceExistsException(_)
                    | CreateSecretError::InvalidRequestException(_),
                ) => Ok(false),
                _ => Err(failure::of("CreateSecret", &error)),
            },
        }
    }

    /// Takes a deletion back; whether that was possible shows when the secret is looked at again.
    async fn restore(&self, connection: &Connection) {
        let restore = self.secrets_manager.restore_secret();
        let name = self.secret_name(connection);
        drop(restore.secret_id(name).send().await);
    }

    /// Deletes the secret with all its versions, for good: nobody should recover a revoked token.
    pub(super) async fn delete_secret(&self, connection: &Connection) -> Result<(), StorageError> {
        let delete = self.secrets_manager.delete_secret();
        let deleted = delete
            .secret_id(self.secret_name(connection))
            .force_delete_without_recovery(true)
            .send()
            .await;
        match deleted {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(DeleteSecretError::ResourceNotFoundException(_)) => Ok(()),
                _ => Err(failure::of("DeleteSecret", &error)),
            },
        }
    }
}

fn found(got: GetSecretValueOutput) -> Found {
    match (got.version_id, got.secret_string) {
        (Some(id), Some(text)) => Found::Version(SecretVersion {
            id,
            text: SecretString::from(text),
        }),
        _ => Found::Nothing,
    }
}
