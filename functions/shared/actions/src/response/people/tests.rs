use serde_json::json;

use super::*;
use crate::request::EnrolledRecord;

#[test]
fn no_person_is_left_in_a_response_and_what_is_booked_stays() {
    let response = json!({"status": "preview",
    "customer": {"id": "58", "name": "Al Bo", "matched_by": "email"},
    "products": [{"line_item": "7001", "id": "2", "name": "Coaching of Canary", "matched_by": "sku"}],
    "warnings": [{"code": "name_changed", "message": "contact 51 is written Ada Canary"}],
    "preview": [
        {"type": "Customer", "body": {"DisplayName": "Al Bo", "GivenName": "Al",
            "PrimaryEmailAddr": {"Address": "al@example.com"}, "Mobile": {"FreeFormNumber": "Canary"},
            "BillAddr": {"Line1": "1 Road"}}},
        {"type": "Invoice", "body": {"CustomerRef": {"value": "58", "name": "Al Bo"},
            "BillEmailCc": {"Address": "al@example.com"},
            "PrivateNote": "for Zoë, deal 9001", "CustomerMemo": {"value": "Zoë"},
            "CustomField": [{"DefinitionId": "1", "StringValue": "Zoë"}], "Line": [{"Amount": 1480.00, "Description": "Hours"}]}},
    ]});
    let response: Response = serde_json::from_value(response).unwrap();
    let record = json!({"object_type": "deal", "id": "1", "contacts": [{"id": "51",
        "properties": {"firstname": "Al", "lastname": "Canary", "mobilephone": "Canary"}}]});
    let record: EnrolledRecord = serde_json::from_value(record).unwrap();
    let cleaned =
        serde_json::to_value(response.without_people(&Redactor::of(record.people()))).unwrap();
    let text = cleaned.to_string();
    for person in ["Al Bo", "\"Al\"", "example.com", "Canary", "1 Road", "Zoë"] {
        assert!(!text.contains(person), "{person}: {text}");
    }
    for booked in ["Coaching of …", "\"58\"", "1480.0", "Hours", "\"email\""] {
        assert!(text.contains(booked), "{booked}: {text}");
    }
}
