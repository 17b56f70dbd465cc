use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{
    ACCOUNTING_SCOPE, AppCredentials, OAuthApp, OAuthClient, OAuthEndpoints, OAuthError, TokenGrant,
};
use crate::{
    scripted::{ScriptedTransport, response},
    transport::TransportError,
};

const TIMEOUT: Duration = Duration::from_secs(1);
const GRANT: &str = r#"{"token_type":"bearer","access_token":"canary-access","refresh_token":"canary-refresh","expires_in":3600,"x_refresh_token_expires_in":8726400,"x_refresh_token_hard_expires_in":157680000}"#;

fn client(transport: &ScriptedTransport) -> OAuthClient<&ScriptedTransport> {
    let credentials = AppCredentials {
        client_id: "app".to_owned(),
        client_secret: "canary-secret".into(),
    };
    let app = OAuthApp {
        endpoints: OAuthEndpoints::default(),
        credentials,
    };
    OAuthClient::new(transport, app)
}

fn refresh_token() -> SecretString {
    "AB11+old/token".into()
}

async fn refresh(status: u16, body: &str) -> Result<TokenGrant, OAuthError> {
    let transport = ScriptedTransport::answering([(status, body)]);
    client(&transport).refresh(&refresh_token(), TIMEOUT).await
}

#[tokio::test]
async fn a_refresh_sends_the_old_token_and_returns_the_new_ones() {
    let transport = ScriptedTransport::answering([(200, GRANT)]);
    let grant = client(&transport)
        .refresh(&refresh_token(), TIMEOUT)
        .await
        .unwrap();
    assert_eq!(grant.access_token.expose_secret(), "canary-access");
    assert_eq!(grant.refresh_token.expose_secret(), "canary-refresh");
    assert_eq!(grant.expires_in, Duration::from_hours(1));
    assert_eq!(grant.refresh_expires_in, Duration::from_hours(101 * 24));
    assert_eq!(
        grant.refresh_hard_expires_in,
        Some(Duration::from_hours(5 * 365 * 24))
    );

    let request = &transport.sent()[0];
    assert_eq!(
        request.uri(),
        "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"
    );
    assert_eq!(
        transport.sent_bodies()[0],
        "grant_type=refresh_token&refresh_token=AB11%2Bold%2Ftoken"
    );
    assert_eq!(
        request.headers()["authorization"],
        "Basic YXBwOmNhbmFyeS1zZWNyZXQ="
    );
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        request.headers()["x-include-refresh-token-hard-expires-in"],
        "true"
    );
}

#[tokio::test]
async fn a_code_is_exchanged_with_its_redirect_uri() {
    let transport = ScriptedTransport::answering([(200, GRANT)]);
    let exchange = client(&transport)
        .exchange_code("c/1", "http://localhost/cb?x", TIMEOUT)
        .await;
    assert!(exchange.is_ok());
    assert_eq!(
        transport.sent_bodies()[0],
        "grant_type=authorization_code&code=c%2F1&redirect_uri=http%3A%2F%2Flocalhost%2Fcb%3Fx"
    );
}

#[tokio::test]
async fn a_revocation_sends_the_token_and_an_empty_answer_is_success() {
    let transport = ScriptedTransport::answering([(200, "")]);
    client(&transport)
        .revoke(&refresh_token(), TIMEOUT)
        .await
        .unwrap();
    assert_eq!(
        transport.sent()[0].uri(),
        "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"
    );
    assert_eq!(transport.sent_bodies()[0], r#"{"token":"AB11+old/token"}"#);
}

#[test]
fn a_person_is_sent_to_intuit_with_everything_it_asks_for() {
    let transport = ScriptedTransport::new([]);
    let url = client(&transport)
        .authorize_url(
            "http://localhost:8080/callback",
            &[ACCOUNTING_SCOPE, "openid"],
            "s&t",
        )
        .unwrap();
    assert_eq!(
        url,
        "https://appcenter.intuit.com/connect/oauth2?client_id=app&response_type=code&scope=com.intuit.quickbooks.accounting+openid&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback&state=s%26t"
    );
}

#[tokio::test]
async fn the_body_decides_what_came_of_it_not_the_status() {
    let unknown = |status| OAuthError::Unknown {
        detail: format!("HTTP {status}"),
    };
    let rejected = |error: &str| OAuthError::Rejected {
        error: error.to_owned(),
    };
    let cases = [
        (
            400,
            r#"{"error_description":"Token invalid","error":"invalid_grant"}"#,
            OAuthError::InvalidGrant,
        ),
        (
            401,
            r#"{"error":"invalid_grant"}"#,
            OAuthError::InvalidGrant,
        ),
        (
            200,
            r#"{"error":"invalid_grant"}"#,
            OAuthError::InvalidGrant,
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            OAuthError::InvalidClient,
        ),
        (
            400,
            r#"{"error":"invalid_client"}"#,
            OAuthError::InvalidClient,
        ),
        (
            400,
            r#"{"error":"unsupported_grant_type"}"#,
            rejected("unsupported_grant_type"),
        ),
        (
            400,
            r#"{"error":"token AB11canary is bad"}"#,
            rejected("unnamed error"),
        ),
        (429, "", OAuthError::Throttled { retry_after: None }),
        (
            503,
            "<html>",
            OAuthError::Unavailable {
                detail: "HTTP 503".to_owned(),
            },
        ),
        (500, r#"{"error":"invalid_grant"}"#, unknown(500)),
        (502, "<html>", unknown(502)),
        (504, "", unknown(504)),
        (302, "", unknown(302)),
        (400, "<html>", unknown(400)),
    ];
    for (status, body, expected) in cases {
        assert_eq!(
            refresh(status, body).await.unwrap_err(),
            expected,
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_whole_tokens_is_unknown() {
    let bodies = [
        "",
        "{}",
        "<html>",
        &GRANT[..60],
        r#"{"access_token":"a","expires_in":1}"#,
        &GRANT.replace("canary-refresh", ""),
    ];
    for body in bodies {
        let error = refresh(200, body).await.unwrap_err();
        assert!(matches!(error, OAuthError::Unknown { .. }), "{body}");
    }
}

#[tokio::test]
async fn a_request_that_never_left_is_unavailable_and_a_lost_answer_unknown() {
    let detail = || "seen".to_owned();
    let transport = ScriptedTransport::new([
        Err(TransportError::NotSent { detail: detail() }),
        Err(TransportError::Lost { detail: detail() }),
    ]);
    let client = client(&transport);
    let not_sent = client.refresh(&refresh_token(), TIMEOUT).await.unwrap_err();
    assert_eq!(not_sent, OAuthError::Unavailable { detail: detail() });
    let lost = client.refresh(&refresh_token(), TIMEOUT).await.unwrap_err();
    assert_eq!(lost, OAuthError::Unknown { detail: detail() });
}

#[tokio::test]
async fn a_throttled_refresh_says_how_long_to_wait() {
    let mut answer = response(429, "");
    answer
        .headers_mut()
        .insert("retry-after", "7".parse().unwrap());
    let transport = ScriptedTransport::new([Ok(answer)]);
    let error = client(&transport)
        .refresh(&refresh_token(), TIMEOUT)
        .await
        .unwrap_err();
    let retry_after = Some(Duration::from_secs(7));
    assert_eq!(error, OAuthError::Throttled { retry_after });
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let grant = refresh(200, GRANT).await.unwrap();
    assert!(!format!("{grant:?}").contains("canary"));
    let credentials = AppCredentials {
        client_id: "app".to_owned(),
        client_secret: "canary-secret".into(),
    };
    assert!(!format!("{credentials:?}").contains("canary"));
    let app = OAuthApp {
        endpoints: OAuthEndpoints::default(),
        credentials,
    };
    let client = OAuthClient::new((), app);
    assert!(!format!("{client:?}").contains("canary"));
}
