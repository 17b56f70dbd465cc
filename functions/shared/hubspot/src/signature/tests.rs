use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use proptest::{
    collection::vec,
    prelude::{any, prop_assert, prop_assert_eq, prop_assume, proptest},
    sample::Index,
};
use secrecy::SecretString;

use super::{
    SIGNATURE, SIGNATURE_V3, SIGNATURE_VERSION, SignatureError, SignatureVersion, SignedRequest,
    TIMESTAMP, v2, v3, verify,
};

const URI: &str = "https://www.example.com/webhook_uri";
const V2_OF_GET: &str = "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e";
const V2_OF_POST: &str = "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900";
const V1: &str = "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de";
const JSON: &str = r#"{"example_field":"example_value"}"#;
const PYTHON: &str = "{'example_field':'example_value'}";
const AT: &str = "1700000300000";

/// Method, address, body, timestamp and signature: the vectors of HubSpot's own clients, and two more.
const V3: [(&str, &str, &str, &str); 4] = [
    (
        URI,
        PYTHON,
        "1693657560000",
        "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
    ),
    (
        URI,
        PYTHON,
        AT,
        "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=",
    ),
    (
        URI,
        JSON,
        AT,
        "ZEux4lGY4urKtKJ9fqGCQDJ0FasZeSunWHlJMEoU3Bg=",
    ),
    (
        "https://www.example.com/webhook_uri?a=%3Ab%2Fc%20d",
        "{}",
        AT,
        "o0zZEDOiC42cgEwhRm46966du50OtRF+4QnnAgtPxM8=",
    ),
];

fn secret() -> SecretString {
    "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy".into()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let pair =
        |(name, value): &(&'static str, &str)| (name.parse().unwrap(), value.parse().unwrap());
    pairs.iter().map(pair).collect()
}

fn request<'a>(
    method: &'a str,
    uri: &'a str,
    body: &'a [u8],
    headers: &'a HeaderMap,
) -> SignedRequest<'a> {
    SignedRequest {
        method,
        uri,
        headers,
        body,
    }
}

fn at(milliseconds: &str) -> Timestamp {
    Timestamp::from_millisecond(milliseconds.parse().unwrap()).unwrap()
}

/// The outcome for a `POST` of JSON with these headers, at the time of the vectors.
fn of_post(pairs: &[(&'static str, &str)]) -> Result<SignatureVersion, SignatureError> {
    let headers = headers(pairs);
    verify(
        &secret(),
        &request("POST", URI, JSON.as_bytes(), &headers),
        at(AT),
    )
}

#[test]
fn the_known_signatures_of_version_2_are_accepted() {
    for (method, body, signature) in [("GET", "", V2_OF_GET), ("POST", JSON, V2_OF_POST)] {
        let headers = headers(&[(SIGNATURE, signature), (SIGNATURE_VERSION, "v2")]);
        let request = request(method, URI, body.as_bytes(), &headers);
        assert_eq!(v2(&secret(), &request), signature);
        assert_eq!(
            verify(&secret(), &request, at(AT)),
            Ok(SignatureVersion::V2)
        );
    }
}

#[test]
fn the_known_signatures_of_version_3_are_accepted() {
    for (uri, body, timestamp, signature) in V3 {
        let headers = headers(&[(SIGNATURE_V3, signature), (TIMESTAMP, timestamp)]);
        let request = request("POST", uri, body.as_bytes(), &headers);
        assert_eq!(v3(&secret(), &request, timestamp).unwrap(), signature);
        assert_eq!(
            verify(&secret(), &request, at(timestamp)),
            Ok(SignatureVersion::V3)
        );
    }
}

#[test]
fn version_3_alone_decides_when_it_is_there() {
    let (.., right) = V3[2];
    let second = [(SIGNATURE, V2_OF_POST), (SIGNATURE_VERSION, "v2")];
    let (wrong, ..) = V3[0];
    for (third, expected) in [
        (
            vec![(SIGNATURE_V3, right), (TIMESTAMP, AT)],
            Ok(SignatureVersion::V3),
        ),
        (
            vec![(SIGNATURE_V3, wrong), (TIMESTAMP, AT)],
            Err(SignatureError::Mismatch),
        ),
        (
            vec![(SIGNATURE_V3, ""), (TIMESTAMP, AT)],
            Err(SignatureError::Mismatch),
        ),
        (
            vec![(SIGNATURE_V3, right)],
            Err(SignatureError::Missing(TIMESTAMP)),
        ),
    ] {
        assert_eq!(
            of_post(&[&second[..], &third].concat()),
            expected,
            "{third:?}"
        );
    }
    assert_eq!(of_post(&second), Ok(SignatureVersion::V2));
}

#[test]
fn version_1_and_a_signature_without_a_version_are_refused() {
    for (pairs, expected) in [
        (
            vec![(SIGNATURE, V1), (SIGNATURE_VERSION, "v1")],
            SignatureError::Version,
        ),
        (
            vec![(SIGNATURE, V2_OF_POST), (SIGNATURE_VERSION, "v1")],
            SignatureError::Version,
        ),
        (
            vec![(SIGNATURE, V2_OF_POST)],
            SignatureError::Missing(SIGNATURE_VERSION),
        ),
        (vec![], SignatureError::Missing(SIGNATURE)),
    ] {
        assert_eq!(of_post(&pairs), Err(expected));
    }
}

#[test]
fn a_timestamp_is_good_for_five_minutes_to_either_side() {
    let (.., signature) = V3[2];
    let headers = headers(&[(SIGNATURE_V3, signature), (TIMESTAMP, AT)]);
    let request = request("POST", URI, JSON.as_bytes(), &headers);
    for (milliseconds, is_good) in [
        (0, true),
        (300_000, true),
        (-300_000, true),
        (300_001, false),
        (-300_001, false),
        (3_000_000, false),
    ] {
        let now = at(AT) + SignedDuration::from_millis(milliseconds);
        let outcome = verify(&secret(), &request, now);
        assert_eq!(outcome.is_ok(), is_good, "{milliseconds}: {outcome:?}");
    }
}

#[test]
fn a_timestamp_is_whole_milliseconds_and_nothing_else() {
    let headers = HeaderMap::new();
    let unsigned = request("POST", URI, JSON.as_bytes(), &headers);
    for timestamp in [
        "1700000300000.0",
        "1.7000003e12",
        "+1700000300000",
        "1700000300",
        "",
    ] {
        let signature = v3(&secret(), &unsigned, timestamp).unwrap();
        let outcome = of_post(&[(SIGNATURE_V3, &signature), (TIMESTAMP, timestamp)]);
        assert_eq!(outcome, Err(SignatureError::Timestamp), "{timestamp}");
    }
}

#[test]
fn a_header_that_is_there_twice_is_refused() {
    let (.., signature) = V3[2];
    let mut twice = headers(&[(SIGNATURE_V3, signature), (TIMESTAMP, AT)]);
    twice.append(SIGNATURE_V3, "other".parse().unwrap());
    let outcome = verify(
        &secret(),
        &request("POST", URI, JSON.as_bytes(), &twice),
        at(AT),
    );
    assert_eq!(outcome, Err(SignatureError::Header(SIGNATURE_V3)));
}

#[test]
fn without_a_secret_nothing_is_accepted() {
    let headers = HeaderMap::new();
    let unsigned = request("POST", URI, JSON.as_bytes(), &headers);
    for empty in ["", "  "] {
        let none: SecretString = empty.into();
        let signature = v2(&none, &unsigned);
        let headers = self::headers(&[(SIGNATURE, &signature), (SIGNATURE_VERSION, "v2")]);
        let request = request("POST", URI, JSON.as_bytes(), &headers);
        assert_eq!(
            verify(&none, &request, at(AT)),
            Err(SignatureError::NoSecret)
        );
    }
}

#[test]
fn debug_shows_no_secret_no_query_and_no_body() {
    let headers = headers(&[(SIGNATURE, "canary")]);
    let uri = "https://www.example.com/card?userEmail=canary@example.com";
    let shown = format!("{:?}", request("POST", uri, b"canary", &headers));
    assert!(
        shown.contains("/card") && !shown.contains("canary"),
        "{shown}"
    );
}

#[test]
fn json_that_was_written_again_is_another_body() {
    let (.., signature) = V3[2];
    let headers = headers(&[(SIGNATURE_V3, signature), (TIMESTAMP, AT)]);
    let again = r#"{ "example_field": "example_value" }"#;
    let outcome = verify(
        &secret(),
        &request("POST", URI, again.as_bytes(), &headers),
        at(AT),
    );
    assert_eq!(outcome, Err(SignatureError::Mismatch));
}

proptest! {
    #[test]
    fn what_is_signed_is_accepted_and_what_was_changed_is_not(
        method in "GET|POST|PUT", path in "[a-z/%3AF20]{0,30}", body in vec(any::<u8>(), 0..200),
        place in any::<Index>(), flip in 1_u8..=255, is_v3 in any::<bool>(),
    ) {
        let uri = format!("https://actions.example.com/{path}");
        let none = HeaderMap::new();
        let unsigned = request(&method, &uri, &body, &none);
        let headers = if is_v3 {
            headers(&[(SIGNATURE_V3, &v3(&secret(), &unsigned, AT).unwrap()), (TIMESTAMP, AT)])
        } else {
            headers(&[(SIGNATURE, &v2(&secret(), &unsigned)), (SIGNATURE_VERSION, "v2")])
        };
        let signed = SignedRequest { headers: &headers, ..unsigned };
        let expected = if is_v3 { SignatureVersion::V3 } else { SignatureVersion::V2 };
        prop_assert_eq!(verify(&secret(), &signed, at(AT)), Ok(expected));
        prop_assert!(verify(&"another".into(), &signed, at(AT)).is_err());
        let patch = SignedRequest { method: "PATCH", ..signed };
        prop_assert!(verify(&secret(), &patch, at(AT)).is_err());
        prop_assume!(!body.is_empty());
        let mut changed = body.clone();
        changed[place.index(body.len())] ^= flip;
        let changed = SignedRequest { body: &changed, ..signed };
        prop_assert_eq!(verify(&secret(), &changed, at(AT)), Err(SignatureError::Mismatch));
    }

    #[test]
    fn nothing_that_was_not_signed_is_accepted(signature in "[ -~]{0,90}", timestamp in "[ -~]{0,16}") {
        let second = of_post(&[(SIGNATURE, &signature), (SIGNATURE_VERSION, "v2")]);
        prop_assert!(second.is_err());
        let third = of_post(&[(SIGNATURE_V3, &signature), (TIMESTAMP, &timestamp)]);
        prop_assert!(third.is_err());
        prop_assert!(of_post(&[(SIGNATURE_V3, &signature), (TIMESTAMP, AT)]).is_err());
    }
}
