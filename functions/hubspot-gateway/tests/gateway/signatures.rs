//! Signatures, as they come through the gateway.

use http::HeaderValue;
use hubspot::signature::{SIGNATURE, SIGNATURE_V3, SIGNATURE_VERSION, TIMESTAMP};
use hubspot_gateway::{HttpRequest, Noted};
use jiff::SignedDuration;
use secrecy::SecretString;
use serde_json::json;
use storage::{PortalId, PortalSecret, Portals};

use crate::stage::{BEGIN, Stage, put, unsigned};

const PATH: &str = "/hubspot/actions/create-invoice";
const BODY: &str = r#"{"callbackId":"ap-1-2-3-0","origin":{"portalId":62515},"object":{"objectId":9001,"objectType":"DEAL"},"inputFields":{"connection":"us-books"}}"#;

/// Computed by Python's hashlib and hmac, with the secret of HubSpot's own examples, for
/// `https://www.example.com/hubspot/actions/create-invoice`.
const V2: &str = "ebf640dc184377d4a7ad1b9c3c0f338039e2d2afe272598758d85596749e66d2";
const V3: &str = "CtnKuNskfaFpMCezow7MPaVLhU1yiD4J1YhvrtJ7kDw=";
const AT: &str = "1700000300000";
const SECRET: &str = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";

async fn stage(client_secret: Option<&str>) -> Stage {
    let stage = Stage::start().await;
    store(&stage, client_secret).await;
    stage
}

async fn store(stage: &Stage, client_secret: Option<&str>) {
    let secret = PortalSecret {
        access_token: SecretString::from("pat"),
        client_secret: client_secret.map(SecretString::from),
    };
    let portal = PortalId::try_from("62515").unwrap();
    stage
        .rehearsal
        .store
        .store_portal(&portal, &secret)
        .await
        .unwrap();
}

fn request(headers: &[(&'static str, &str)]) -> HttpRequest {
    let mut request = unsigned(PATH, BODY.into());
    for (name, value) in headers {
        put(&mut request, name, value);
    }
    request
}

async fn status(stage: &Stage, headers: &[(&'static str, &str)]) -> u16 {
    stage.call(&request(headers)).await.status
}

#[tokio::test]
async fn the_known_signatures_are_accepted_and_version_3_alone_decides_when_it_is_there() {
    let stage = stage(Some(SECRET)).await;
    let second = [(SIGNATURE, V2), (SIGNATURE_VERSION, "v2")];
    let third = [(SIGNATURE_V3, V3), (TIMESTAMP, AT)];
    assert_eq!(status(&stage, &second).await, 200);
    assert_eq!(status(&stage, &third).await, 200);
    assert_eq!(status(&stage, &[second, third].concat()).await, 200);
    let wrong = [(SIGNATURE_V3, "AAAA"), (TIMESTAMP, AT)];
    let wrong = [second, wrong].concat();
    assert_eq!(status(&stage, &wrong).await, 503);
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_secs(15));
    assert_eq!(status(&stage, &wrong).await, 401);
    let without_time = [(SIGNATURE_V3, V3)];
    assert_eq!(
        status(&stage, &[&second[..], &without_time].concat()).await,
        401
    );
    for refused in [
        vec![],
        vec![(SIGNATURE, V2)],
        vec![(SIGNATURE, V2), (SIGNATURE_VERSION, "v1")],
    ] {
        assert_eq!(status(&stage, &refused).await, 401, "{refused:?}");
    }
}

/// Every text that differs from this one by a bit.
fn flipped(text: &str) -> impl Iterator<Item = Vec<u8>> + use<'_> {
    let bits = (0..text.len()).flat_map(|place| (0..8).map(move |bit| (place, bit)));
    bits.map(|(place, bit)| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[place] ^= 1 << bit;
        bytes
    })
}

/// A part of a request that is signed.
type Part = fn(&mut HttpRequest) -> &mut String;

/// Every request that differs from a signed one by a bit of what is signed, or of these headers.
fn one_bit_off(signed: &HttpRequest, headers: &[(&'static str, &str)]) -> Vec<HttpRequest> {
    let mut all = Vec::new();
    for body in flipped(BODY) {
        all.push(HttpRequest {
            body: body.into(),
            ..signed.clone()
        });
    }
    let parts: [Part; 3] = [
        |request| &mut request.method,
        |request| &mut request.path,
        |request| &mut request.public_url,
    ];
    for part in parts {
        let text = part(&mut signed.clone()).clone();
        // What is no text is no method and no address of a request.
        for text in flipped(&text).filter_map(|bytes| String::from_utf8(bytes).ok()) {
            let mut request = signed.clone();
            *part(&mut request) = text;
            all.push(request);
        }
    }
    for (name, value) in headers {
        // What no header can hold does not arrive.
        for value in flipped(value).filter_map(|bytes| HeaderValue::from_bytes(&bytes).ok()) {
            let mut request = signed.clone();
            request.headers.insert(*name, value);
            all.push(request);
        }
    }
    all
}

#[tokio::test]
async fn a_flipped_bit_anywhere_is_refused() {
    let stage = stage(Some(SECRET)).await;
    let second = [(SIGNATURE, V2), (SIGNATURE_VERSION, "v2")];
    let third = [(SIGNATURE_V3, V3), (TIMESTAMP, AT)];
    for headers in [second, third] {
        let signed = request(&headers);
        assert_eq!(stage.call(&signed).await.status, 200);
        let all = one_bit_off(&signed, &headers);
        assert!(all.len() > 8 * BODY.len(), "{}", all.len());
        for flipped in all {
            let response = stage.call(&flipped).await;
            // A bit of the account's number makes it another account's; one of the JSON makes it none; one of the method or
            // the path makes it no route.
            assert!(
                matches!(response.status, 400 | 401 | 404 | 405 | 503),
                "{flipped:?} {:?}: {}",
                flipped.body,
                response.status
            );
        }
        let elsewhere = [
            HttpRequest {
                path: "/hubspot/actions/create-estimate".into(),
                ..signed.clone()
            },
            HttpRequest {
                query: "a=1".into(),
                ..signed
            },
        ];
        for elsewhere in elsewhere {
            assert_eq!(stage.call(&elsewhere).await.status, 503, "{elsewhere:?}");
        }
    }
    assert!(stage.workflows.take().is_empty());
}

#[tokio::test]
async fn a_version_3_is_good_for_five_minutes() {
    let stage = stage(Some(SECRET)).await;
    let third = [(SIGNATURE_V3, V3), (TIMESTAMP, AT)];
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_mins(5));
    assert_eq!(status(&stage, &third).await, 200);
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_millis(1));
    let response = stage.call(&request(&third)).await;
    assert_eq!(
        (response.status, response.noted),
        (401, Noted::SignatureRefused)
    );
    assert_eq!(AT.parse::<i64>().unwrap(), BEGIN);
}

#[tokio::test]
async fn without_a_secret_nothing_is_served() {
    let second = [(SIGNATURE, V2), (SIGNATURE_VERSION, "v2")];
    for none in [None, Some(""), Some("  ")] {
        let stage = stage(none).await;
        assert_eq!(status(&stage, &second).await, 401);
    }
    // Of an account that was never heard of, no secret is stored.
    let stage = Stage::start().await;
    assert_eq!(status(&stage, &second).await, 401);
}

#[tokio::test]
async fn hubspot_sends_again_what_is_signed_with_a_secret_that_was_just_replaced() {
    let stage = stage(Some("old")).await;
    let second = [(SIGNATURE, V2), (SIGNATURE_VERSION, "v2")];
    assert_eq!(status(&stage, &second).await, 401);
    store(&stage, Some(SECRET)).await;
    let doubtful = stage.call(&request(&second)).await;
    assert_eq!(
        (doubtful.status, doubtful.noted),
        (503, Noted::SignatureRefused)
    );
    // No other secret makes these a request of HubSpot's.
    for hopeless in [vec![], vec![(SIGNATURE, V2), (SIGNATURE_VERSION, "v1")]] {
        assert_eq!(status(&stage, &hopeless).await, 401, "{hopeless:?}");
    }
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_secs(15));
    assert_eq!(status(&stage, &second).await, 200);
}

#[tokio::test]
async fn signatures_that_somebody_makes_up_cost_one_look_at_the_secret_in_a_quarter_of_a_minute() {
    let stage = stage(Some("one")).await;
    let second = [(SIGNATURE, V2), (SIGNATURE_VERSION, "v2")];
    assert_eq!(status(&stage, &second).await, 401);
    // The right secret would be seen by whoever looked.
    store(&stage, Some(SECRET)).await;
    for _ in 0..100 {
        assert_eq!(status(&stage, &second).await, 503);
    }
}

#[tokio::test]
async fn an_account_signs_for_itself_alone() {
    let stage = stage(Some(SECRET)).await;
    let own = stage.execution("ap-1-2-3-0");
    let foreign = stage.signed_by(&SecretString::from(SECRET), PATH, &own);
    assert_eq!(stage.call(&foreign).await.status, 401);
    let batch = json!([{"portalId": stage.account.sandbox.portal_id()}, {"portalId": 62515}]);
    for secret in [SecretString::from(SECRET), stage.client_secret()] {
        let mixed = stage.signed_by(&secret, "/hubspot/webhooks", &batch);
        stage
            .rehearsal
            .environment
            .advance(SignedDuration::from_secs(15));
        assert_eq!(stage.call(&mixed).await.status, 401);
    }
}
