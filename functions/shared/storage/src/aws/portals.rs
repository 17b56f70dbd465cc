//! [`Portals`] on Secrets Manager: the secret `<prefix>hubspot/<portal>`, whose current version counts.

use aws_sdk_secretsmanager::operation::create_secret::CreateSecretError;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use secrecy::{ExposeSecret, SecretString};

use super::{AwsStore, failure};
use crate::portals::PlainPortalSecret;
use crate::{PortalId, PortalSecret, Portals, StorageError, json};

const WHAT: &str = "portal's secret";

impl Portals for AwsStore {
    async fn load_portal(&self, portal: &PortalId) -> Result<Option<PortalSecret>, StorageError> {
        let get = self.secrets_manager.get_secret_value();
        let got = get.secret_id(self.name_of_portal(portal)).send().await;
        let got = match got {
            Ok(got) => got,
            Err(error) => {
                return match error.as_service_error() {
                    Some(
                        GetSecretValueError::ResourceNotFoundException(_)
                        | GetSecretValueError::InvalidRequestException(_),
                    ) => Ok(None),
                    _ => Err(failure::of("GetSecretValue", &error)),
                };
            }
        };
        let text = got.secret_string.map(SecretString::from);
        let stored = text.map(|text| json::decode::<PlainPortalSecret>(WHAT, text.expose_secret()));
        Ok(stored.transpose()?.map(PortalSecret::from))
    }

    async fn store_portal(
        &self,
        portal: &PortalId,
        secret: &PortalSecret,
    ) -> Result<(), StorageError> {
        let text = json::encode(WHAT, &PlainPortalSecret::from(secret))?;
        let create = self.secrets_manager.create_secret();
        let created = create
            .name(self.name_of_portal(portal))
            .description("HubSpot private app: access token and client secret")
            .set_kms_key_id(self.kms_key.as_deref().map(ToOwned::to_owned))
            .secret_string(&text)
            .send()
            .await;
        match created {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(CreateSecretError::ResourceExistsException(_)) => {
                    self.replace_portal(portal, text).await
                }
                _ => Err(failure::of("CreateSecret", &error)),
            },
        }
    }
}

impl AwsStore {
    fn name_of_portal(&self, portal: &PortalId) -> String {
        format!("{}hubspot/{portal}", self.names.secret_prefix)
    }

    async fn replace_portal(&self, portal: &PortalId, text: String) -> Result<(), StorageError> {
        let put = self.secrets_manager.put_secret_value();
        let put = put
            .secret_id(self.name_of_portal(portal))
            .secret_string(text);
        let put = put.send().await;
        put.map(drop)
            .map_err(|error| failure::of("PutSecretValue", &error))
    }
}
