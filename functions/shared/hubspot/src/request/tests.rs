use secrecy::SecretString;

use super::{AssociationsFrom, Endpoint, Request};
use crate::{
    api_version::ApiVersion,
    filter::{Filter, FilterGroup, Operator},
    new_association::NewAssociation,
    object_id::ObjectId,
    object_type::ObjectType,
    properties::Properties,
    record_read::RecordRead,
    request_error::RequestError,
    search::Search,
};

fn endpoint(version: ApiVersion) -> Endpoint {
    Endpoint::new(Endpoint::PRODUCTION, version).unwrap()
}

fn token() -> SecretString {
    "canary-token".into()
}

/// The request as it goes over the wire, but for the host and the sensitive header.
fn wire(request: &Request, version: ApiVersion) -> String {
    let http = request.to_http(&endpoint(version), &token()).unwrap();
    let mut lines = vec![format!(
        "{} {}",
        http.method(),
        http.uri().path_and_query().unwrap()
    )];
    lines.extend(
        http.headers()
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}")),
    );
    lines.push(String::new());
    lines.push(String::from_utf8(http.body().to_vec()).unwrap());
    lines.join("\n")
}

fn id(id: &str) -> ObjectId {
    ObjectId::new(id).unwrap()
}

/// The requests by what they do.
fn requests() -> Vec<(&'static str, Request)> {
    let amount = [("amount", "1480.00"), ("closedate", "")]
        .into_iter()
        .collect();
    let lines: Vec<ObjectId> = ["7002", "7001"].map(id).into();
    let deal = RecordRead::of(ObjectType::Deal, id("9001"));
    let failed = FilterGroup {
        filters: vec![Filter {
            property_name: "qbo_status".to_owned(),
            operator: Operator::In,
            value: None,
            high_value: None,
            values: vec!["failed".to_owned()],
        }],
    };
    vec![
        ("account", Request::account_details()),
        (
            "read with associations",
            Request::read(
                &deal
                    .clone()
                    .properties(["dealname", "amount", "dealname"])
                    .associations([
                        ObjectType::LineItem,
                        ObjectType::Contact,
                        ObjectType::Payment,
                    ]),
            ),
        ),
        ("read archived", Request::read(&deal.archived())),
        (
            "batch read",
            Request::batch_read(&ObjectType::LineItem, &lines, ["name", "quantity"]),
        ),
        (
            "search",
            Request::search(
                &Search::of(ObjectType::Deal)
                    .group(failed)
                    .text("garden")
                    .properties(["dealname"])
                    .ascending("hs_object_id")
                    .limit(50)
                    .after("50"),
            ),
        ),
        (
            "associations",
            Request::associations(&ObjectType::Deal, &id("9001"), &ObjectType::Contact, None),
        ),
        (
            "associations, next page",
            Request::associations(
                &ObjectType::Deal,
                &id("9001"),
                &ObjectType::LineItem,
                Some("NTI1Cg=="),
            ),
        ),
        (
            "associations of several",
            Request::association_batch(
                &ObjectType::Payment,
                &[id("301").into(), AssociationsFrom::page(id("302"), "100")],
                &ObjectType::Invoice,
            ),
        ),
        (
            "associate",
            Request::associate(&ObjectType::Note, &id("1"), &ObjectType::Deal, &id("9001")),
        ),
        (
            "create",
            Request::create(
                &ObjectType::Invoice,
                &[("hs_currency", "USD")].into_iter().collect(),
                &[NewAssociation::of_hubspot(id("51"), 177)],
            ),
        ),
        (
            "update",
            Request::update(&ObjectType::Deal, &id("9001"), &amount),
        ),
    ]
}

#[test]
fn every_kind_of_request_is_this_on_the_wire() {
    let text: Vec<_> = requests()
        .iter()
        .map(|(name, request)| format!("## {name}\n{}\n", wire(request, ApiVersion::default())))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn every_kind_of_request_has_these_addresses_in_each_version() {
    let address = |request: &Request, version| {
        let http = request.to_http(&endpoint(version), &token()).unwrap();
        format!("  {}", http.uri().path())
    };
    let text: Vec<_> = requests()
        .iter()
        .map(|(name, request)| {
            let [numbered, march, september] = [
                ApiVersion::Numbered,
                ApiVersion::MARCH_2026,
                ApiVersion::SEPTEMBER_2026,
            ]
            .map(|version| address(request, version));
            format!("{name}\n{numbered}\n{march}\n{september}")
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn the_host_is_the_one_of_the_endpoint() {
    let http = Request::account_details()
        .to_http(&endpoint(ApiVersion::default()), &token())
        .unwrap();
    assert_eq!(http.uri().host(), Some("api.hubapi.com"));
    assert_eq!(http.uri().scheme_str(), Some("https"));
}

#[test]
fn the_access_token_is_sent_and_marked_sensitive() {
    let http = Request::account_details()
        .to_http(&endpoint(ApiVersion::default()), &token())
        .unwrap();
    let authorization = &http.headers()["authorization"];
    assert_eq!(authorization, "Bearer canary-token");
    assert!(authorization.is_sensitive());
    assert!(!format!("{http:?}").contains("canary"));
}

#[test]
fn a_token_that_would_break_the_header_is_not_sent() {
    let token = "two\r\nlines".into();
    let refused = Request::account_details().to_http(&endpoint(ApiVersion::default()), &token);
    assert_eq!(refused.unwrap_err(), RequestError::AccessToken);
}

#[test]
fn debug_shows_method_and_path_only() {
    let person = [("email", "canary@example.com")].into_iter().collect();
    let update = Request::update(&ObjectType::Contact, &id("51"), &person);
    assert_eq!(format!("{update:?}"), "PATCH objects/contacts/51");
}

#[test]
fn a_name_cannot_lead_to_another_address() {
    let nothing = Properties::default();
    for name in ["", ".", "..", "a/b", "a?b", "a#", "%2e%2e", "a b", "é"] {
        let object_type = ObjectType::Other(name.to_owned());
        let update = Request::update(&object_type, &id("1"), &nothing);
        let refused = update.to_http(&endpoint(ApiVersion::default()), &token());
        assert_eq!(refused.unwrap_err(), RequestError::PathSegment, "{name:?}");
    }
}

#[test]
fn any_number_of_records_is_read_in_batches_of_a_hundred_each_once() {
    for (count, batches) in [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)] {
        let ids: Vec<ObjectId> = (1..=count)
            .map(|number: u32| id(&number.to_string()))
            .collect();
        let twice = [ids.clone(), ids].concat();
        let requests = Request::batch_reads(&ObjectType::LineItem, &twice, ["name"]);
        assert_eq!(requests.len(), batches, "{count}");
        for request in &requests {
            assert!(
                request
                    .to_http(&endpoint(ApiVersion::default()), &token())
                    .is_ok()
            );
        }
    }
}

#[test]
fn what_hubspot_could_only_refuse_is_not_sent() {
    let ids: Vec<ObjectId> = (1..=101)
        .map(|number: u32| id(&number.to_string()))
        .collect();
    let empty_group = FilterGroup {
        filters: Vec::new(),
    };
    let many: Vec<String> = (0..400)
        .map(|number| format!("property_{number}"))
        .collect();
    for (request, refusal) in [
        (
            Request::batch_read(&ObjectType::Deal, &ids, ["name"]),
            "a batch of 101; 1 to 100 are possible",
        ),
        (
            Request::batch_read(&ObjectType::Deal, &[], ["name"]),
            "a batch of 0; 1 to 100 are possible",
        ),
        (
            Request::search(&Search::of(ObjectType::Deal).group(empty_group)),
            "filter group 1 has no filters",
        ),
        (
            Request::search(&Search::of(ObjectType::Deal).properties(many)),
            "a search has at most 3000 characters of JSON",
        ),
    ] {
        let refused = request.to_http(&endpoint(ApiVersion::default()), &token());
        assert_eq!(refused.unwrap_err().to_string(), refusal);
    }
}
