use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    Customer, Entity, Estimate, Invoice, Item, Line, LinkedTxn, Payment, Preferences, Purchase,
    Reference, SalesItemLineDetail, TxnTaxDetail,
};
use crate::entity::{AccountBasedExpenseLineDetail, DetailType, EmailStatus};
use crate::kind::EntityKind;

mod redaction;

/// An invoice as a sandbox company answered it in May 2026, amounts with their cents.
const INVOICE: &str = r#"{"AllowIPNPayment":false,"AllowOnlinePayment":false,"AllowOnlineCreditCardPayment":true,"AllowOnlineACHPayment":true,"domain":"QBO","sparse":false,"Id":"155","SyncToken":"0","MetaData":{"CreateTime":"2026-05-05T02:08:55-07:00","LastModifiedByRef":{"value":"9341457021722234"},"LastUpdatedTime":"2026-05-05T02:08:55-07:00"},"CustomField":[],"DocNumber":"1042","TxnDate":"2024-01-15","CurrencyRef":{"value":"USD","name":"United States Dollar"},"LinkedTxn":[],"Line":[{"Id":"1","LineNum":1,"Amount":100.00,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"1","name":"Test Item Updated"},"UnitPrice":100,"Qty":1,"ItemAccountRef":{"value":"1","name":"Services"},"TaxCodeRef":{"value":"NON"}},"CustomExtensions":[]},{"Amount":100.00,"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}}],"TxnTaxDetail":{"TotalTax":0},"CustomerRef":{"value":"1","name":"Amy's Bird Sanctuary"},"FreeFormAddress":true,"ShipFromAddr":{"Id":"106","Line1":"123 Sierra Way","Line2":"San Pablo, CA  87999"},"DueDate":"2024-02-14","TotalAmt":100.00,"ApplyTaxAfterDiscount":false,"PrintStatus":"NeedToPrint","EmailStatus":"NotSet","Balance":100.00}"#;

/// Tax as answered for a document taxed in Tucson.
const TAX: &str = r#"{"TxnTaxCodeRef":{"value":"3"},"TotalTax":38.4,"TaxLine":[{"Amount":29.96,"DetailType":"TaxLineDetail","TaxLineDetail":{"TaxRateRef":{"value":"1"},"PercentBased":true,"TaxPercent":7.1,"NetAmountTaxable":422}},{"Amount":8.44,"DetailType":"TaxLineDetail","TaxLineDetail":{"TaxRateRef":{"value":"2"},"PercentBased":true,"TaxPercent":2,"NetAmountTaxable":422}}]}"#;

fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// As text, because a snapshot of the value would show how numbers are kept, not how they are sent.
fn pretty(body: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(body).unwrap()
}

/// Reads and writes again; what is written must be what was read, in every digit.
fn round_trip<E: Entity>(json: &str) -> E {
    let entity: E = serde_json::from_str(json).unwrap();
    let written: Value = serde_json::from_slice(&entity.to_body().unwrap()).unwrap();
    let read: Value = serde_json::from_str(json).unwrap();
    assert_eq!(written, read);
    entity
}

#[test]
fn a_recorded_invoice_is_read() {
    let invoice: Invoice = serde_json::from_str(INVOICE).unwrap();
    assert_eq!(invoice.id(), Some("155"));
    assert_eq!(invoice.doc_number.as_deref(), Some("1042"));
    assert_eq!(invoice.txn_date, Some(jiff::civil::date(2024, 1, 15)));
    assert_eq!(invoice.due_date, Some(jiff::civil::date(2024, 2, 14)));
    assert_eq!(invoice.total_amt, Some(amount("100.00")));
    assert_eq!(invoice.allow_online_ach_payment, Some(true));
    assert_eq!(invoice.email_status, Some(EmailStatus::NotSet));
    assert_eq!(
        invoice.line[1].detail_type,
        Some(DetailType::SubTotalLineDetail)
    );
    let detail = invoice.line[0].sales_item_line_detail.as_ref().unwrap();
    assert_eq!(detail.item_ref.as_ref().unwrap().value, "1");
    let created = invoice.meta_data.unwrap().create_time.unwrap();
    assert_eq!(created.to_string(), "2026-05-05T09:08:55Z");
}

#[test]
fn what_is_known_of_a_recorded_invoice_is_written_as_it_was_read() {
    let invoice: Invoice = serde_json::from_str(INVOICE).unwrap();
    insta::assert_snapshot!(pretty(&invoice));
}

#[test]
fn tax_is_read_and_written_in_every_digit() {
    let tax: TxnTaxDetail = serde_json::from_str(TAX).unwrap();
    assert_eq!(tax.total_tax, Some(amount("38.4")));
    let written = serde_json::to_value(&tax).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(TAX).unwrap());
}

#[test]
fn objects_are_written_as_they_were_read() {
    let customer: Customer = round_trip(
        r#"{"Taxable":true,"BillAddr":{"Id":"2","Line1":"4581 Finch St.","City":"Bayshore","CountrySubDivisionCode":"CA","PostalCode":"94326"},"Job":false,"BillWithParent":false,"Balance":239.00,"BalanceWithJobs":239.00,"CurrencyRef":{"value":"USD","name":"United States Dollar"},"PreferredDeliveryMethod":"Print","IsProject":false,"domain":"QBO","sparse":false,"Id":"1","SyncToken":"0","GivenName":"Amy","FamilyName":"Lauterbach","FullyQualifiedName":"Amy's Bird Sanctuary","CompanyName":"Amy's Bird Sanctuary","DisplayName":"Amy's Bird Sanctuary","PrintOnCheckName":"Amy's Bird Sanctuary","Active":true,"PrimaryPhone":{"FreeFormNumber":"(650) 555-3311"},"PrimaryEmailAddr":{"Address":"Birds@Intuit.com"},"WebAddr":{"URI":"http://birds.example.com"},"ARAccountRef":{"value":"84"}}"#,
    );
    assert_eq!(customer.ar_account_ref, Some(Reference::to("84")));
    let item: Item = round_trip(
        r#"{"Name":"Hours","Sku":"HRS","Type":"Service","Active":true,"UnitPrice":92.50,"PurchaseCost":0,"IncomeAccountRef":{"value":"1","name":"Services"},"Id":"2","SyncToken":"3"}"#,
    );
    assert_eq!(item.unit_price.unwrap().to_string(), "92.50");
    round_trip::<Payment>(
        r#"{"CustomerRef":{"value":"20"},"DepositToAccountRef":{"value":"4"},"TotalAmt":55.00,"UnappliedAmt":0,"ProcessPayment":false,"Id":"156","Line":[{"Amount":55.00,"LinkedTxn":[{"TxnId":"69","TxnType":"Invoice"}]}]}"#,
    );
    round_trip::<Purchase>(
        r#"{"AccountRef":{"value":"42","name":"Visa"},"PaymentType":"CreditCard","EntityRef":{"value":"40","name":"Stripe","type":"Vendor"},"Credit":false,"TotalAmt":29.30,"Line":[{"Id":"1","Amount":29.30,"DetailType":"AccountBasedExpenseLineDetail","AccountBasedExpenseLineDetail":{"AccountRef":{"value":"8"},"BillableStatus":"NotBillable","TaxCodeRef":{"value":"NON"}}}]}"#,
    );
    round_trip::<Estimate>(
        r#"{"TxnStatus":"Pending","ExpirationDate":"2026-06-30","CustomerMemo":{"value":"Thank you"},"LinkedTxn":[{"TxnId":"100","TxnType":"Invoice"}]}"#,
    );
    round_trip::<Preferences>(
        r#"{"AccountingInfoPrefs":{"ClassTrackingPerTxn":true},"SalesFormsPrefs":{"CustomTxnNumbers":false,"DefaultTerms":{"value":"3"}},"TaxPrefs":{"PartnerTaxEnabled":true},"CurrencyPrefs":{"MultiCurrencyEnabled":false,"HomeCurrency":{"value":"USD"}},"Id":"1"}"#,
    );
}

#[test]
fn an_object_with_nothing_set_is_an_empty_body() {
    assert_eq!(Invoice::default().to_body().unwrap().as_ref(), b"{}");
    assert_eq!(Customer::default().to_body().unwrap().as_ref(), b"{}");
}

#[test]
fn amounts_keep_exactly_their_digits() {
    for digits in [
        "92.50",
        "0.1",
        "0.30",
        "0",
        "100",
        "-5.05",
        "999999999999999",
        "9999999999999.99",
        "0.0000001",
    ] {
        let item: Item = serde_json::from_str(&format!(r#"{{"UnitPrice":{digits}}}"#)).unwrap();
        assert_eq!(item.unit_price.unwrap().to_string(), digits);
        assert_eq!(
            item.to_body().unwrap(),
            format!(r#"{{"UnitPrice":{digits}}}"#)
        );
    }
}

#[test]
fn an_amount_in_scientific_notation_is_its_value() {
    for (text, value) in [("1E+2", "100"), ("1.5e1", "15"), ("2.5E-3", "0.0025")] {
        let item: Item = serde_json::from_str(&format!(r#"{{"UnitPrice":{text}}}"#)).unwrap();
        assert_eq!(item.unit_price, Some(amount(value)), "{text}");
    }
}

proptest! {
    #[test]
    fn every_amount_survives_the_wire(units in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=10) {
        let line = Line::sales_item(Decimal::new(units, scale), SalesItemLineDetail::default());
        let json = serde_json::to_string(&line).unwrap();
        prop_assert!(json.contains(&format!("\"Amount\":{},", Decimal::new(units, scale))), "{}", json);
        let read: Line = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.amount.map(|amount| amount.to_string()), line.amount.map(|amount| amount.to_string()));
        let value: Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::from_value::<Line>(value).unwrap(), line);
    }
}

#[test]
fn each_kind_of_line_is_this_on_the_wire() {
    let expense = AccountBasedExpenseLineDetail {
        account_ref: Some(Reference::to("8")),
        ..AccountBasedExpenseLineDetail::default()
    };
    let hours = SalesItemLineDetail {
        item_ref: Some(Reference::to("2")),
        qty: Some(Decimal::from(16)),
        unit_price: Some(amount("92.50")),
        ..SalesItemLineDetail::default()
    };
    let lines = [
        Line {
            description: Some("Hours".to_owned()),
            ..Line::sales_item(amount("1480.00"), hours)
        },
        Line::discount(amount("50.25"), Some(Reference::to("86"))),
        Line::description("Subtotal:"),
        Line::account_expense(amount("29.30"), Reference::to("8")),
        Line::payment(amount("55.00"), LinkedTxn::to(EntityKind::Invoice, "69")),
    ];
    assert_eq!(lines[3].account_based_expense_line_detail, Some(expense));
    insta::assert_snapshot!(pretty(&lines));
}

#[test]
fn fields_this_crate_does_not_know_are_ignored() {
    let body = json!({ "Id": "1", "NewIn2030": { "a": [1, 2] }, "line": "not Line" });
    let invoice: Invoice = serde_json::from_value(body).unwrap();
    assert_eq!(
        invoice,
        Invoice {
            id: Some("1".to_owned()),
            ..Invoice::default()
        }
    );
}
