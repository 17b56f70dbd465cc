use quickbooks::{Fault, FaultError};

use super::{of_creation, of_document, of_refusal};

/// The codes with which QuickBooks refuses sales forms, payments, purchases, customers and products, beside the codes of references,
/// numbers and names, whose ways out are of their own: the code, the field (`-` for none), what is said of the case, and a part
/// of the way out. From Intuit's table of codes, and from what people have met.
const CODES: &str = "\
140 | - | CompanyLockedOut | again later
150 | - | CompanyUnderMaintenance | again later
620 | - | Txn ID Cannot Be Linked | deleted, voided or settled
630 | - | Duplicate Object | map the record to it
700 | ParentRef | Parent Reference Invalid | `customers.sub_customer_of_company`
1010 | - | Object creation failed | run the record again
2010 | - | Property Name:Unrecognized field | intuit_tid
2020 | Line.Amount | Required parameter Line.Amount is missing | a line item's `amount`
2020 | PaymentType | Required parameter PaymentType is missing | `PaymentType` is empty
2030 | Id | Id should be a valid number. Supplied value:1.5 | correct it
2040 | DisplayName | unsupported characters | `firstname` and `lastname`
2050 | DocNumber | Min:0 Max:21 supported. Supplied length:45 | `options.document_number`
2050 | Line.Description | Min:0 Max:4,000 supported | `name` or `description`
2050 | CompanyName | Min:0 Max:50 supported. Supplied length:51 | the company's `name`
2050 | BillAddr.CountrySubDivisionCode | Min:0 Max:255 supported | `state`
2050 | PaymentRefNum | Min:0 Max:21 supported | `hs_reference_number`
2050 | - | Min:0 Max:21 supported. Supplied length:45 | does not say which
2060 | TxnDate | Invalid Date Format | `options.transaction_date`
2070 | DueDate | Invalid Date | `options.due_date`
2080 | ExchangeRate | Invalid Number Format | `options.exchange_rate`
2090 | Line[0].Qty | Invalid Number | a line item's `quantity`
2100 | Line.Amount | Invalid Decimal Format | a line item's `amount`
2110 | Line.SalesItemLineDetail.UnitPrice | Invalid Decimal | a line item's `price`
2110 | - | Invalid Decimal | does not say which
2110 | ExchangeRate | Invalid Decimal | `options.exchange_rate`
2120 | Type | Invalid Type | intuit_tid
2140 | TotalAmt | Invalid Amount | the amount that was paid
2150 | DiscountPercent | Invalid Percent | `DiscountPercent` is no percentage
2160 | Qty | Invalid Quantity | a line item's `quantity`
2170 | EmailStatus | Invalid Enumeration : HAS_BEEN_BILLED | intuit_tid
2190 | TxnDate | Invalid Date Range | `options.transaction_date`
2210 | BillEmail.Address | Invalid Email Address Format | contact's `email`
2220 | CurrencyRef | Invalid Currency Type | Settings, Currencies
2240 | Qty | Invalid Number Range | a line item's `quantity`
2250 | - | You must enter at least one split line. | intuit_tid
2280 | - | A tax amount is required with TaxCodeRef applied. | `tax.codes`
2290 | Line.Amount | NegativeAmount | below zero
2410 | - | Curreny, ExchangeRate is missing. | `options.exchange_rate`
2600 | - | Conflicting elements found in the request. | intuit_tid
3000 | CustomField | Invalid Custom Field | `options.custom_fields`
5010 | - | Stale Object Error | run the record again
5020 | - | You do not have permission to access this feature. | administrator
5030 | - | Requested feature is not supported. | its plan has
6000 | - | Business Validation Error: You must set a transaction amount. | comes to nothing
6000 | - | Make sure all your transactions have a GST/HST rate before you save. | `tax.codes`
6070 | Line.Amount | Amount is not equal to UnitPrice * Qty. Supplied value:1,000 | `quickbooks.line_check`
6080 | - | one of these must be non-empty | `lastname`
6090 | - | Discount amount or percent should be provided. | intuit_tid
6100 | - | Valid Line TaxCodes for US should be TAX or NON | `tax.codes`
6170 | - | TxnTaxDetail not allowed | `tax.codes`
6180 | - | Sub Level Limit | too deep
6190 | - | Subscription period has ended | renew it in QuickBooks
6420 | - | An email address is required | `options.send_email`
6440 | - | Item or account required on the line | intuit_tid
6470 | - | TaxLiabilityAccount or TaxRateError | `tax.codes`
6520 | - | Missing Tracked Inventory Item Quantity | quantity and price
6540 | - | This transaction has been deposited. | take it out";

#[test]
fn every_code_that_these_documents_meet_has_a_way_out() {
    for line in CODES.lines() {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [code, element, detail, way_out] = *columns else {
            panic!("{line}");
        };
        let error = FaultError {
            code: code.to_owned(),
            message: String::new(),
            detail: detail.to_owned(),
            element: Some(element.trim_matches('-').to_owned()),
        };
        let fault = Fault {
            fault_type: Some("ValidationFault".to_owned()),
            errors: vec![error],
        };
        let advice = of_refusal(&fault).unwrap_or_default();
        assert!(advice.contains(way_out), "{code} {element}: {advice}");
    }
}

#[test]
fn what_is_no_field_is_not_repeated() {
    let advice = of_refusal(&fault("2050", "Ada O'Keefe")).unwrap();
    assert!(!advice.contains("Ada"), "{advice}");
}

fn fault(code: &str, element: &str) -> Fault {
    let error = FaultError {
        code: code.to_owned(),
        element: Some(element.to_owned()),
        ..FaultError::default()
    };
    Fault {
        fault_type: None,
        errors: vec![error],
    }
}

#[test]
fn a_code_that_is_not_known_names_the_field_and_where_to_look() {
    let unknown = of_document(&fault("9999", " Line.Amount "));
    assert!(
        unknown.starts_with("QuickBooks means `Line.Amount` of the document: correct what"),
        "{unknown}"
    );
    let without_field = of_document(&fault("9999", ""));
    assert!(
        without_field.starts_with("correct what it is made of"),
        "{without_field}"
    );
    for told in [unknown, without_field] {
        assert!(
            told.contains("`options.dry_run`") && told.contains("intuit_tid"),
            "{told}"
        );
    }
}

#[test]
fn a_customer_s_address_is_corrected_in_hubspot_and_not_among_the_copies() {
    assert_eq!(
        of_creation(&fault("2210", "PrimaryEmailAddr")).unwrap(),
        "its e-mail address is none to QuickBooks: correct `email` in HubSpot"
    );
    let refused = of_creation(&fault("5020", "")).unwrap();
    assert!(refused.contains("administrator"), "{refused}");
}
