//! Requests that are none of HubSpot's.

use http::HeaderName;
use hubspot_gateway::{HttpRequest, Noted};
use serde_json::json;

use crate::stage::{Stage, unsigned};

const PATH: &str = "/hubspot/actions/create-invoice";

#[tokio::test]
async fn what_is_no_route_no_post_or_too_large_is_refused_before_anything_is_read() {
    let stage = Stage::start().await;
    let signed = stage.signed(PATH, &stage.execution("ap-1-2-3-0"));
    let many = (0..101).map(|number| {
        let name = HeaderName::try_from(format!("x-{number}")).unwrap();
        (name, "1".parse().unwrap())
    });
    let table = [
        (
            HttpRequest {
                path: "/hubspot/actions/create-everything".into(),
                ..signed.clone()
            },
            404,
        ),
        (
            HttpRequest {
                path: "/".into(),
                ..signed.clone()
            },
            404,
        ),
        (
            HttpRequest {
                method: "GET".into(),
                ..signed.clone()
            },
            405,
        ),
        (
            HttpRequest {
                body: vec![b' '; (1 << 20) + 1].into(),
                ..signed.clone()
            },
            413,
        ),
        (
            HttpRequest {
                headers: many.collect(),
                ..signed.clone()
            },
            431,
        ),
        (
            HttpRequest {
                body: "canary".into(),
                ..signed.clone()
            },
            400,
        ),
        (
            HttpRequest {
                body: "{}".into(),
                ..signed
            },
            400,
        ),
    ];
    for (request, status) in table {
        let response = stage.call(&request).await;
        assert_eq!(response.status, status, "{request:?}");
        assert_eq!(response.noted, Noted::Refused);
        assert!(!response.body.is_empty() && !response.body.contains("canary"));
    }
    assert!(stage.workflows.take().is_empty());
}

#[tokio::test]
async fn webhooks_of_nobody_or_of_many_are_no_batch() {
    let stage = Stage::start().await;
    let many: Vec<_> = (1..=11).map(|portal| json!({"portalId": portal})).collect();
    for body in [json!([]), json!({}), json!([{}]), json!(many)] {
        let request = unsigned("/hubspot/webhooks", body.to_string().into());
        assert_eq!(stage.call(&request).await.status, 400, "{body}");
    }
}
