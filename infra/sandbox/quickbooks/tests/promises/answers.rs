//! The form of answers: their headers, their format, and the methods that are answered.

use crate::client::Company;

#[tokio::test]
async fn success_and_refusal_have_the_headers_intuit_sends() {
    let company = Company::start().await;
    for (path, content_type) in [
        ("item/1", "application/json;charset=utf-8"),
        ("item/4711", "application/json"),
    ] {
        let response = company
            .request(company.http.get(company.url(path)))
            .send()
            .await
            .unwrap();
        assert_eq!(response.headers()["content-type"], content_type);
        let id = response.headers()["intuit_tid"]
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            (id.len(), &id[..2], id.as_bytes()[10]),
            (35, "1-", b'-'),
            "{id}"
        );
    }
}

#[tokio::test]
async fn any_minor_version_is_accepted() {
    let company = Company::start().await;
    for version in ["8", "75", "1000"] {
        assert_eq!(
            company
                .get(&format!("item/1?minorversion={version}"))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn a_client_that_does_not_ask_for_json_gets_xml() {
    let company = Company::start().await;
    let request = company
        .http
        .get(company.url("term/3"))
        .bearer_auth(&company.credentials.access_token);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/xml");
    let text = response.text().await.unwrap();
    assert!(
        text.contains("<Term domain=\"QBO\" sparse=\"false\">")
            || text.contains("<Name>Net 30</Name>"),
        "{text}"
    );
}

#[tokio::test]
async fn a_method_the_api_does_not_have_reads_nothing() {
    let company = Company::start().await;
    for method in [
        reqwest::Method::PUT,
        reqwest::Method::DELETE,
        reqwest::Method::PATCH,
    ] {
        let answer = company
            .send(
                company
                    .http
                    .request(method.clone(), company.url("invoice/130")),
            )
            .await;
        assert_eq!((answer.status, answer.code()), (400, "500"), "{method}");
    }
}
