//! The Intuit app's credentials, from their secret.

use actions::ActionError;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::SdkError;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use quickbooks::AppCredentials;
use secrecy::SecretString;
use serde::Deserialize;

/// The secret's name behind the prefix of all secrets.
const NAME: &str = "intuit-app";

/// The secret's content.
#[derive(Deserialize)]
struct IntuitApp {
    client_id: String,
    client_secret: String,
}

/// Reads the secret `{prefix}intuit-app`, `{"client_id": …, "client_secret": …}`.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] when the secret is not there or not of this form, or when the
/// function may not read it; [`ActionError::StorageUnavailable`] when Secrets Manager did not answer.
pub(crate) async fn read(secrets: &Client, prefix: &str) -> Result<AppCredentials, ActionError> {
    let name = format!("{prefix}{NAME}");
    let answer = secrets.get_secret_value().secret_id(&name).send().await;
    let answer = answer.map_err(|error| failure(&name, &error))?;
    parse(&name, answer.secret_string().unwrap_or_default())
}

fn parse(name: &str, content: &str) -> Result<AppCredentials, ActionError> {
    // Serde's messages may quote what they could not read.
    let app: IntuitApp = serde_json::from_str(content).map_err(|_| malformed(name))?;
    if app.client_id.trim().is_empty() {
        return Err(malformed(name));
    }
    Ok(AppCredentials {
        client_id: app.client_id.trim().to_owned(),
        client_secret: SecretString::from(app.client_secret),
    })
}

fn malformed(name: &str) -> ActionError {
    ActionError::SettingMissing {
        message: format!(
            "the secret {name} does not hold the Intuit app's credentials: write \
             {{\"client_id\": \"…\", \"client_secret\": \"…\"}} into it"
        ),
    }
}

fn failure(name: &str, error: &SdkError<GetSecretValueError>) -> ActionError {
    use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
    match error.code() {
        Some("ResourceNotFoundException" | "InvalidRequestException") => malformed(name),
        Some("AccessDeniedException") => ActionError::SettingMissing {
            message: format!("the function may not read the secret {name}: allow it to"),
        },
        code => ActionError::StorageUnavailable {
            detail: format!(
                "Secrets Manager did not give {name}: {}",
                code.unwrap_or("no answer")
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::parse;

    #[test]
    fn the_credentials_are_read_from_the_secret_s_json() {
        let content = r#"{"client_id": " AB12 ", "client_secret": "s3cret", "note": "rotated"}"#;
        let credentials = parse("p/intuit-app", content).unwrap();
        assert_eq!(credentials.client_id, "AB12");
        assert_eq!(credentials.client_secret.expose_secret(), "s3cret");
    }

    #[test]
    fn a_secret_of_another_form_is_named_and_never_quoted() {
        for content in [
            "",
            "CANARY",
            r#"{"client_id": "CANARY"}"#,
            r#"{"client_id": "", "client_secret": "CANARY"}"#,
            r#""CANARY""#,
        ] {
            let error = parse("p/intuit-app", content).unwrap_err();
            assert_eq!(error.error_type(), "SettingMissing");
            assert!(error.to_string().contains("p/intuit-app"));
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
        }
    }
}
