use super::*;

const SECRET: &str = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
const URI: &str = "https://www.example.com/webhook_uri";

#[test]
fn the_second_version_gives_the_signatures_that_hubspot_publishes() {
    let known = [
        (
            "GET",
            "",
            "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e",
        ),
        (
            "POST",
            r#"{"example_field":"example_value"}"#,
            "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900",
        ),
    ];
    for (method, body, signature) in known {
        assert_eq!(v2(SECRET, method, URI, body.as_bytes()), signature);
    }
}

#[test]
fn the_third_version_gives_the_signatures_of_hubspots_own_libraries() {
    let odd = "{'example_field':'example_value'}";
    let even = r#"{"example_field":"example_value"}"#;
    let known = [
        (
            odd,
            1_693_657_560_000,
            "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
        ),
        (
            odd,
            1_700_000_300_000,
            "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=",
        ),
        (
            even,
            1_700_000_300_000,
            "ZEux4lGY4urKtKJ9fqGCQDJ0FasZeSunWHlJMEoU3Bg=",
        ),
    ];
    for (body, time, signature) in known {
        assert_eq!(v3(SECRET, "POST", URI, body.as_bytes(), time), signature);
    }
}

#[test]
fn the_third_version_decodes_what_hubspot_decodes_and_nothing_else() {
    let signature = "o0zZEDOiC42cgEwhRm46966du50OtRF+4QnnAgtPxM8=";
    let uri = format!("{URI}?a=%3Ab%2Fc%20d");
    assert_eq!(
        v3(SECRET, "POST", &uri, b"{}", 1_700_000_300_000),
        signature
    );
    for (uri, text) in [
        (
            "/a%3ab%3Bc?d=%40%21%24%27%28%29%2A%2C%3f",
            "/a:b;c?d=@!$'()*,?",
        ),
        ("/a%20b%26c%3Dd%25e%", "/a%20b%26c%3Dd%25e%"),
        ("/a%2", "/a%2"),
    ] {
        assert_eq!(decoded(uri), text);
    }
}

#[test]
fn a_request_carries_the_versions_that_are_asked_for() {
    let request = Unsigned {
        uri: URI,
        body: b"{}",
        now: "2023-11-14T22:18:20Z".parse().unwrap(),
    };
    let names = |signatures| {
        let headers = headers(SECRET, request, signatures);
        headers.iter().map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let (v2, v3) = (
        ["x-hubspot-signature", "x-hubspot-signature-version"],
        ["x-hubspot-signature-v3", "x-hubspot-request-timestamp"],
    );
    assert_eq!(names(Signatures::V2), v2);
    assert_eq!(names(Signatures::V3), v3);
    assert_eq!(names(Signatures::Both), [v2, v3].concat());
    let both = headers(SECRET, request, Signatures::Both);
    assert_eq!(
        both.last().map(|(_, time)| time.as_str()),
        Some("1700000300000")
    );
}
