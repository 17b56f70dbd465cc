//! A canary in every text of every object must not sing in `Debug`.

use serde_json::{Value, json};

use crate::entity::{
    Account, Class, CompanyInfo, Customer, Department, Employee, Entity, Estimate, ExchangeRate,
    Invoice, Item, Payment, PaymentMethod, Preferences, Purchase, RefundReceipt, SalesReceipt,
    TaxCode, Term, Vendor,
};

const CANARY: &str = "canary";

/// Every text that can name a person or place, wherever an object has it.
fn planted() -> Value {
    let address = json!({ "Line1": CANARY, "Line2": CANARY, "Line3": CANARY, "Line4": CANARY,
        "Line5": CANARY, "City": CANARY, "CountrySubDivisionCode": CANARY, "PostalCode": CANARY,
        "Country": CANARY });
    let email = json!({ "Address": CANARY });
    let phone = json!({ "FreeFormNumber": CANARY });
    let reference = json!({ "value": "1", "name": CANARY });
    let memo = json!({ "value": CANARY });
    let line = json!({ "Description": CANARY, "Amount": 1.00, "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": { "ItemRef": reference } });
    json!({
        "Id": "58", "DisplayName": CANARY, "GivenName": CANARY, "MiddleName": CANARY,
        "FamilyName": CANARY, "FullyQualifiedName": CANARY, "CompanyName": CANARY,
        "LegalName": CANARY, "PrintOnCheckName": CANARY, "Name": CANARY, "Description": CANARY,
        "Notes": CANARY, "PrivateNote": CANARY, "CustomerMemo": memo, "AcceptedBy": CANARY,
        "PrimaryEmailAddr": email, "BillEmail": email, "BillEmailCc": email, "BillEmailBcc": email,
        "Email": email, "PrimaryPhone": phone, "Mobile": phone, "Fax": phone,
        "WebAddr": { "URI": CANARY }, "BillAddr": address, "ShipAddr": address,
        "PrimaryAddr": address, "CompanyAddr": address, "LegalAddr": address,
        "CustomerRef": reference, "EntityRef": reference, "ParentRef": reference, "Line": [line],
        "CustomField": [{ "Name": CANARY, "StringValue": CANARY }],
        "NameValue": [{ "Name": "a", "Value": CANARY }], "TaxIdentifier": CANARY,
    })
}

fn debug_of<E: Entity + std::fmt::Debug>() -> String {
    let entity: E = serde_json::from_value(planted()).unwrap();
    assert_eq!(entity.id(), Some("58"));
    format!("{entity:?} {entity:#?}")
}

#[test]
fn no_object_shows_more_than_its_id() {
    let shown = [
        debug_of::<Account>(),
        debug_of::<Class>(),
        debug_of::<CompanyInfo>(),
        debug_of::<Customer>(),
        debug_of::<Department>(),
        debug_of::<Employee>(),
        debug_of::<Estimate>(),
        debug_of::<ExchangeRate>(),
        debug_of::<Invoice>(),
        debug_of::<Item>(),
        debug_of::<Payment>(),
        debug_of::<PaymentMethod>(),
        debug_of::<Preferences>(),
        debug_of::<Purchase>(),
        debug_of::<RefundReceipt>(),
        debug_of::<SalesReceipt>(),
        debug_of::<TaxCode>(),
        debug_of::<Term>(),
        debug_of::<Vendor>(),
    ];
    for debug in shown {
        assert!(debug.contains("58"), "{debug}");
        assert!(!debug.contains(CANARY), "{debug}");
    }
}

#[test]
fn no_part_of_an_object_shows_what_it_holds() {
    let invoice: Invoice = serde_json::from_value(planted()).unwrap();
    let customer: Customer = serde_json::from_value(planted()).unwrap();
    let company: CompanyInfo = serde_json::from_value(planted()).unwrap();
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        invoice.line,
        invoice.line[0].sales_item_line_detail,
        invoice.bill_addr,
        invoice.bill_email,
        invoice.customer_ref,
        invoice.customer_memo,
        invoice.custom_field,
        customer.primary_phone,
        customer.web_addr,
        company.name_value,
    );
    assert!(shown.contains("SalesItemLineDetail"));
    assert!(!shown.contains(CANARY), "{shown}");
}
