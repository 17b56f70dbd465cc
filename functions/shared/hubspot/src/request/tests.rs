use secrecy::SecretString;

use super::{AssociationsRead, Endpoint, Request};
use crate::{
    filter::{Filter, FilterGroup, Operator},
    object::{ObjectId, ObjectType},
    properties::{Properties, PropertyType},
    request::{
        ApiVersion, Completion, ExecutionState, NewAssociation, NewProperty, NewPropertyGroup,
        NewPropertyOption, Note, RecordRead, RequestError, Search,
    },
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

/// Named requests of every kind.
fn requests() -> Vec<(&'static str, Request)> {
    [
        records(),
        associations(),
        account(),
        outcomes(),
        definitions(),
    ]
    .concat()
}

fn records() -> Vec<(&'static str, Request)> {
    let lines: Vec<ObjectId> = ["7002", "7001"].map(id).into();
    let deal = RecordRead::of(ObjectType::Deal, id("9001"));
    let with_associations = deal
        .clone()
        .properties(["dealname", "amount", "dealname"])
        .associations([
            ObjectType::LineItem,
            ObjectType::Contact,
            ObjectType::Payment,
        ]);
    let search = Search::of(ObjectType::Deal)
        .group(failed())
        .text("garden")
        .properties(["dealname"])
        .ascending("hs_object_id")
        .limit(50)
        .after("50");
    let currency = [("hs_currency", "USD")].into_iter().collect();
    let contact = NewAssociation::of_hubspot(id("51"), 177);
    let amount = [("amount", "1480.00"), ("closedate", "")]
        .into_iter()
        .collect();
    vec![
        ("read with associations", Request::read(&with_associations)),
        ("read archived", Request::read(&deal.archived())),
        (
            "batch read",
            Request::batch_read(&ObjectType::LineItem, &lines, ["name", "quantity"]),
        ),
        ("search", Request::search(&search)),
        (
            "create",
            Request::create(&ObjectType::Invoice, &currency, &[contact]),
        ),
        (
            "update",
            Request::update(&ObjectType::Deal, &id("9001"), &amount),
        ),
    ]
}

fn failed() -> FilterGroup {
    FilterGroup {
        filters: vec![Filter {
            property_name: "qbo_status".to_owned(),
            operator: Operator::In,
            value: None,
            high_value: None,
            values: vec!["failed".to_owned()],
        }],
    }
}

fn associations() -> Vec<(&'static str, Request)> {
    let (deal, line_item) = (ObjectType::Deal, ObjectType::LineItem);
    let payments = [id("301").into(), AssociationsRead::page(id("302"), "100")];
    vec![
        (
            "associations",
            Request::associations(&deal, &id("9001"), &ObjectType::Contact, None),
        ),
        (
            "associations, next page",
            Request::associations(&deal, &id("9001"), &line_item, Some("NTI1Cg==")),
        ),
        (
            "associations of several",
            Request::association_batch(&ObjectType::Payment, &payments, &ObjectType::Invoice),
        ),
        (
            "associate",
            Request::associate(&ObjectType::Note, &id("1"), &deal, &id("9001")),
        ),
        (
            "association types",
            Request::association_types(&ObjectType::Note, &ObjectType::Quote),
        ),
    ]
}

fn account() -> Vec<(&'static str, Request)> {
    let (deal, line_item) = (ObjectType::Deal, ObjectType::LineItem);
    vec![
        ("account", Request::account_details()),
        ("tax rates", Request::tax_rates(None)),
        ("tax rates, next page", Request::tax_rates(Some("100"))),
        ("tax rate", Request::tax_rate("12")),
        ("owners", Request::owners(None)),
        ("owner", Request::owner(&id("41629779"))),
        (
            "property definitions",
            Request::property_definitions(&line_item),
        ),
        (
            "property definition",
            Request::property_definition(&deal, "qbo_status"),
        ),
    ]
}

fn definitions() -> Vec<(&'static str, Request)> {
    let group = NewPropertyGroup {
        name: "quickbooks".to_owned(),
        label: "QuickBooks".to_owned(),
    };
    let option = NewPropertyOption {
        value: "booked".to_owned(),
        label: "Booked".to_owned(),
        display_order: 0,
        hidden: false,
    };
    let property = NewProperty {
        name: "quickbooks_status".to_owned(),
        label: "QuickBooks status".to_owned(),
        description: "What became of it".to_owned(),
        group_name: group.name.clone(),
        property_type: PropertyType::Enumeration,
        field_type: "select".to_owned(),
        options: vec![option],
        form_field: false,
    };
    let (quote, payment) = (ObjectType::Quote, ObjectType::Payment);
    vec![
        ("property groups", Request::property_groups(&quote)),
        (
            "new property group",
            Request::create_property_group(&payment, &group),
        ),
        ("new property", Request::create_property(&quote, &property)),
        (
            "action definitions",
            Request::action_definitions("4711", Some("100")),
        ),
        (
            "new action",
            Request::create_action("4711", &serde_json::json!({ "published": false })),
        ),
        (
            "changed action",
            Request::update_action("4711", "12", &serde_json::json!({ "published": true })),
        ),
        (
            "private app",
            Request::private_app(&"pat-of-the-app".into()),
        ),
    ]
}

fn outcomes() -> Vec<(&'static str, Request)> {
    let success = Completion::new("ap-1-2-3-0", ExecutionState::Success);
    let failure = Completion::new("ap-1-2-4-0", ExecutionState::FailContinue)
        .output("error_code", "ProductNotFound");
    let note = Note::new("Invoice 1037", "2026-11-28T06:00:00Z".parse().unwrap())
        .by(id("41629779"))
        .about(NewAssociation::of_hubspot(id("9001"), 214));
    vec![
        (
            "complete",
            Request::complete(&success.clone().output("qbInvoiceId", "145")),
        ),
        (
            "complete several",
            Request::complete_batch(&[success, failure]),
        ),
        ("note", Request::create_note(&note)),
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
    let told = format!("{:?}", Request::private_app(&token()));
    assert_eq!(told, "POST private-apps/get/access-token-info");
}

#[test]
fn no_value_that_is_written_is_shown() {
    let completion = Completion::new("ap-1", ExecutionState::Success).output("customer", "canary");
    let note = Note::new("canary", "2026-11-28T06:00:00Z".parse().unwrap());
    let shown = format!("{completion:?} {note:?}");
    assert!(
        shown.contains("customer") && !shown.contains("canary"),
        "{shown}"
    );
}

#[test]
fn a_name_cannot_lead_to_another_address() {
    let nothing = Properties::default();
    for name in ["", ".", "..", "a/b", "a?b", "a#", "%2e%2e", "a b", "é"] {
        let object_type = ObjectType::Other(name.to_owned());
        let update = Request::update(&object_type, &id("1"), &nothing);
        let refused = update.to_http(&endpoint(ApiVersion::default()), &token());
        assert_eq!(refused.unwrap_err(), RequestError::PathSegment, "{name:?}");
        let callback = Request::complete(&Completion::new(name, ExecutionState::Success));
        let refused = callback.to_http(&endpoint(ApiVersion::default()), &token());
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
    let completions: Vec<Completion> = (0..101)
        .map(|number| Completion::new(&format!("ap-{number}"), ExecutionState::Success))
        .collect();
    let long = Note::new(&"é".repeat(65_537), "2026-11-28T06:00:00Z".parse().unwrap());
    for (request, refusal) in [
        (
            Request::complete_batch(&completions),
            "a batch of 101; 1 to 100 are possible",
        ),
        (
            Request::complete_batch(&[]),
            "a batch of 0; 1 to 100 are possible",
        ),
        (
            Request::create_note(&long),
            "the text of a note has at most 65536 characters",
        ),
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
