//! The built function in Lambda's emulator, on DynamoDB Local, moto and a sandbox company.
//!
//! `cargo xtask test` builds it as `sam build` does and runs this; without that, every test here fails.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lambda_emulator::LambdaRehearsal;
use secrecy::ExposeSecret;
use serde_json::json;

#[tokio::test]
async fn a_schedule_refreshes_the_connection_and_measures_the_days_that_are_left() {
    let stage = LambdaRehearsal::start("RefreshTokens").await;
    stage.let_access_token_end().await;
    let before = stage.tokens().await.value;

    let report = stage
        .function
        .invoke(&json!({"source": "aws.scheduler"}))
        .await
        .0;

    assert_eq!(report["connections"], 1, "{report}");
    assert_eq!(report["alive"], 1);
    assert_eq!(report["failures"], json!([]));
    let after = stage.tokens().await.value;
    assert_ne!(
        before.access_token.expose_secret(),
        after.access_token.expose_secret()
    );
    let lines = stage.function.json_lines();
    let metrics = lines.iter().find(|line| line["_aws"].is_object()).unwrap();
    assert!(
        metrics["RefreshTokenDaysLeft"].as_f64().unwrap() > 99.0,
        "{metrics}"
    );
    // A count of nothing is not sent; the alarms on both take what is missing as none.
    assert!(metrics["RefreshFailures"].is_null(), "{metrics}");
    assert!(metrics["ReauthorizationsRequired"].is_null(), "{metrics}");
}
