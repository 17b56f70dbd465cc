use proptest::prelude::*;

use super::{Fault, FaultError};
use crate::certainty::Certainty;

fn parse(body: &str) -> Fault {
    Fault::parse(body.as_bytes()).unwrap()
}

/// A duplicate name as recorded in a sandbox company.
const VALIDATION: &str = r#"{"Fault":{"Error":[{"Message":"Duplicate Name Exists Error","Detail":"The name supplied already exists. : Another customer, vendor or employee is already using this name. Please use a different name.","code":"6240","element":""}],"type":"ValidationFault"},"time":"2020-09-29T06:58:50.262-07:00"}"#;

/// An expired token as recorded from the gateway.
const GATEWAY: &str = r#"{"warnings":null,"intuitObject":null,"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","detail":"Token expired: AB01","code":"3200","element":null}],"type":"AUTHENTICATION"},"report":null,"queryResponse":null,"batchItemResponse":[],"time":1601391072830,"status":null,"cdcresponse":[]}"#;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="2019-06-20T09:31:09.513-07:00"><Fault type="ValidationFault"><Error code="6140" element="DocNumber"><Message>Duplicate Document Number Error</Message><Detail>DocNumber=X&amp;Y is assigned &#8212; <![CDATA[to <Invoice>]]></Detail></Error><Error code="2020"><Message/></Error></Fault></IntuitResponse>"#;

#[test]
fn a_fault_of_the_accounting_service_is_read() {
    let fault = parse(VALIDATION);
    assert_eq!(fault.fault_type.as_deref(), Some("ValidationFault"));
    assert_eq!(fault.code(), Some("6240"));
    assert_eq!(fault.errors[0].element, None);
    assert!(fault.errors[0].detail.contains("Another customer"));
}

#[test]
fn a_fault_of_the_gateway_is_read_in_its_lower_case() {
    let fault = parse(GATEWAY);
    assert_eq!(fault.fault_type.as_deref(), Some("AUTHENTICATION"));
    assert!(fault.has_code("3200"));
    assert_eq!(fault.errors[0].detail, "Token expired: AB01");
}

#[test]
fn a_fault_in_xml_is_read_with_its_entities() {
    let fault = parse(XML);
    assert_eq!(fault.fault_type.as_deref(), Some("ValidationFault"));
    assert_eq!(fault.errors.len(), 2);
    assert_eq!(fault.errors[0].element.as_deref(), Some("DocNumber"));
    assert_eq!(
        fault.errors[0].detail,
        "DocNumber=X&Y is assigned — to <Invoice>"
    );
    assert_eq!(fault.errors[1].code, "2020");
    assert_eq!(fault.errors[1].message, "");
}

#[test]
fn what_holds_no_fault_is_none() {
    let bodies = [
        "",
        " ",
        "null",
        "[]",
        "{}",
        "Service Unavailable",
        "{\"fault\":null}",
        "{\"Invoice\":{\"Id\":\"1\"}}",
        "<html><body><h1>502 Bad Gateway</h1></body></html>",
        "<html><p>unclosed",
        "<IntuitResponse><Invoice/></IntuitResponse>",
        "{\"Fault\":",
    ];
    for body in bodies {
        assert_eq!(Fault::parse(body.as_bytes()), None, "{body:?}");
    }
    assert_eq!(Fault::parse(&[0xff, 0xfe]), None);
}

#[test]
fn a_fault_with_odd_parts_is_still_a_fault() {
    let fault = parse(r#"{"Fault":{"Error":{"code":10000,"Message":null}}}"#);
    assert_eq!(fault.code(), Some("10000"));
    assert_eq!(
        parse(r#"{"Fault":{"Error":[],"type":"SystemFault"}}"#).errors,
        []
    );
    assert_eq!(parse(r#"{"Fault":{}}"#), Fault::default());
    assert_eq!(
        parse("\u{feff}<Fault type='SERVICE'><Error code='3001'>").code(),
        Some("3001")
    );
}

#[test]
fn display_quotes_quickbooks_for_the_person_who_called() {
    let line =
        "6140: Duplicate Document Number Error: DocNumber=X&Y is assigned — to <Invoice>; 2020: ";
    assert_eq!(parse(XML).to_string(), line);
    assert_eq!(Fault::default().to_string(), "refused without a reason");
}

#[test]
fn debug_hides_what_can_quote_names() {
    let body = r#"{"Fault":{"Error":[{"Message":"canary","Detail":"canary","code":"5010"}],"type":"ValidationFault"}}"#;
    let debug = format!("{:?}", parse(body));
    assert!(debug.contains("5010"));
    assert!(!debug.contains("canary"));
}

fn fault_of(code: &str, detail: &str, fault_type: &str) -> Fault {
    let error = serde_json::json!({ "code": code, "Detail": detail });
    parse(&serde_json::json!({ "Fault": { "Error": [error], "type": fault_type } }).to_string())
}

#[test]
fn a_reference_that_is_gone_is_told_apart() {
    let inactive = "Something you're trying to use has been made inactive. Check the fields.";
    let cases = [
        (
            "2500",
            "Invalid Reference Id : Accounts element id 7 not found",
            true,
        ),
        (
            "610",
            "Object Not Found : Another user has deleted this transaction.",
            true,
        ),
        ("6000", inactive, true),
        ("2500", inactive, true),
        ("6000", "You must set a transaction amount.", false),
        ("6240", "The name supplied already exists.", false),
        ("5010", "Stale Object Error", false),
    ];
    for (code, detail, is_stale) in cases {
        let fault = fault_of(code, detail, "ValidationFault");
        assert_eq!(fault.is_stale_reference(), is_stale, "{code} {detail}");
    }
}

#[test]
fn only_a_refusal_makes_sure_that_a_write_is_not_done() {
    let cases = [
        ("6240", "ValidationFault", Certainty::NotDone),
        ("3200", "AUTHENTICATION", Certainty::NotDone),
        ("10000", "SystemFault", Certainty::Unknown),
        ("10000", "ValidationFault", Certainty::Unknown),
        ("1", "systemfault", Certainty::Unknown),
        ("600", "ValidationFault", Certainty::Unknown),
    ];
    for (code, fault_type, certainty) in cases {
        assert_eq!(
            fault_of(code, "", fault_type).certainty(),
            certainty,
            "{code}"
        );
    }
}

#[test]
fn debug_shows_an_element_that_is_a_property_s_name_and_no_value() {
    for (element, is_shown) in [
        ("Line[0].Amount", true),
        ("DocNumber", true),
        ("ada@example.com", false),
        ("Ada Lovelace", false),
    ] {
        let error = FaultError {
            element: Some(element.to_owned()),
            ..FaultError::default()
        };
        assert_eq!(
            format!("{error:?}").contains(element),
            is_shown,
            "{element}"
        );
    }
}

proptest! {
    #[test]
    fn no_body_makes_the_parser_fail(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Fault::parse(&body);
    }

    #[test]
    fn no_markup_makes_the_parser_fail(body in r#"<?(Fault|Error|Message|[<>/&;"'=!\[\]#x ]|\PC){0,40}"#) {
        let _ = Fault::parse(body.as_bytes());
    }

    #[test]
    fn a_detail_survives_in_json_and_in_xml(detail in "[^\\p{C}<>&\\s]([^\\p{C}<>&]*[^\\p{C}<>&\\s])?") {
        let fault = fault_of("6000", &detail, "ValidationFault");
        prop_assert_eq!(&fault.errors[0].detail, &detail);
        let xml = format!("<Fault><Error code=\"6000\"><Detail>{detail}</Detail></Error></Fault>");
        prop_assert_eq!(&parse(&xml).errors[0].detail, &detail);
    }
}
