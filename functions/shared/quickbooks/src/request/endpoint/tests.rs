use super::Endpoint;

#[test]
fn the_company_stands_behind_the_base_url() {
    for base in [
        "https://example.com",
        "https://example.com/",
        "http://127.0.0.1:80/proxy/",
        "http://localhost:80/",
        "http://[::1]:80/",
        "http://host.docker.internal:80/",
    ] {
        let endpoint = Endpoint::new(base, "4620816365").unwrap();
        let expected = format!(
            "{}/v3/company/4620816365/invoice",
            base.trim_end_matches('/')
        );
        let url = endpoint.url(&["invoice"]).to_string();
        assert_eq!(url, expected.replace(":80/", "/"));
    }
}

#[test]
fn an_address_that_could_lead_elsewhere_is_refused() {
    for base in [
        "",
        "quickbooks",
        "ftp://example.com",
        "https://u:p@example.com",
        "https://example.com?x=1",
        "https://example.com#x",
        "http://quickbooks.api.intuit.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://192.168.1.2:9401",
    ] {
        assert!(Endpoint::new(base, "1").is_err(), "{base:?}");
    }
    for realm in ["", "1/2", "..", "1?x", "1 "] {
        assert!(
            Endpoint::new(Endpoint::SANDBOX, realm).is_err(),
            "{realm:?}"
        );
    }
}
