//! The documents of the US sample company's first quarter: thirty of each kind, with the descriptions, memos and
//! addresses that people write.
//!
//! Their invoices are paid, and their ids and numbers are such that the next ones are those of the sample company.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

use super::{fields, plant};
use crate::company::draft::Settings;
use crate::company::{Company, Entity, decimal};
use crate::error::SandboxError;

/// Documents of each kind.
const COUNT: usize = 30;

/// The invoices that were estimates first.
const ESTIMATED: usize = 20;

const FIRST_DAY: Date = date(2026, 1, 2);

/// Customers, by their ids and e-mail addresses.
const CUSTOMERS: [(&str, &str); 7] = [
    ("19", "Travel@intuit.com"),
    ("12", "Jalopies@intuit.com"),
    ("15", "pyescakes@intuit.com"),
    ("25", "Sushi@intuit.com"),
    ("27", "Videogames@intuit.com"),
    ("28", "Dream_Wedding@intuit.com"),
    ("16", "Kookies@intuit.com"),
];

/// Goods and work: an item, words for it, its price and its tax code.
const SOLD: [(&str, &str, f64, &str); 6] = [
    ("4", "Custom Design", 75.0, "NON"),
    ("5", "Rock Fountain", 275.0, "TAX"),
    ("7", "Installation of landscape design", 50.0, "NON"),
    ("10", "Pest Control Services", 35.0, "NON"),
    ("18", "Tree and Shrub Trimming", 35.0, "NON"),
    ("15", "2 cubic ft. bag", 10.0, "TAX"),
];

/// Costs: an account, words for it and its vendor.
const SPENT: [(&str, &str, &str); 5] = [
    ("20", "Supplies", "40"),
    ("56", "Fuel", "33"),
    ("13", "Lunch with a client", "30"),
    ("8", "Fee of the account", "32"),
    ("15", "Office supplies", "36"),
];

const THANKS: &str = "Thank you for your business and have a great day!";

/// Writes the documents into the company.
pub(super) fn write(company: &mut Company, settings: &Settings) -> Result<(), SandboxError> {
    for number in 0..COUNT {
        let document = Document { number };
        let mut add = |entity, body| plant(company, entity, &fields(body), settings);
        add(Entity::Estimate, document.estimate())?;
        add(Entity::Invoice, document.invoice())?;
        add(Entity::SalesReceipt, document.sales_receipt())?;
        add(Entity::CreditMemo, document.credit_memo())?;
        add(Entity::RefundReceipt, document.refund_receipt())?;
        add(Entity::Purchase, document.purchase())?;
        let invoice = company.fields(Entity::Invoice, &document.id(1));
        let total = invoice.and_then(|invoice| decimal::field(invoice, "TotalAmt"));
        let total = decimal::money(total.unwrap_or_default());
        plant(
            company,
            Entity::Payment,
            &fields(document.payment(&total)),
            settings,
        )?;
    }
    Ok(())
}

/// One of each kind, by its number among the others.
#[derive(Clone, Copy)]
struct Document {
    number: usize,
}

impl Document {
    /// An id of a range that the company's own counter passes over.
    fn id(self, kind: usize) -> String {
        (10_001 + 100 * kind + self.number).to_string()
    }

    /// A number before those of the sample company.
    fn doc_number(self, kind: usize) -> String {
        (500 + 50 * kind + self.number).to_string()
    }

    fn day(self, days_after: Span) -> String {
        let days = i64::try_from(2 * self.number).unwrap_or_default().days();
        let day = FIRST_DAY.saturating_add(days).saturating_add(days_after);
        day.to_string()
    }

    fn customer(self) -> (&'static str, &'static str) {
        CUSTOMERS[self.number % CUSTOMERS.len()]
    }

    fn lines(self, count: usize) -> Vec<Value> {
        let line = |place: usize| {
            let (item, description, price, code) = SOLD[(self.number + place) % SOLD.len()];
            let quantity = u32::try_from(1 + (self.number + place) % 3).unwrap_or(1);
            json!({
                "DetailType": "SalesItemLineDetail",
                "Description": description,
                "Amount": price * f64::from(quantity),
                "SalesItemLineDetail": {
                    "ItemRef": {"value": item}, "Qty": quantity, "UnitPrice": price, "TaxCodeRef": {"value": code},
                },
            })
        };
        (0..count).map(line).collect()
    }

    /// The parts that every sales form has.
    fn form(self, kind: usize, days_after: i64) -> Value {
        let (customer, address) = self.customer();
        json!({
            "Id": self.id(kind),
            "DocNumber": self.doc_number(kind),
            "TxnDate": self.day(days_after.days()),
            "CustomerRef": {"value": customer},
            "CustomerMemo": {"value": THANKS},
            "BillEmail": {"Address": address},
            "PrivateNote": format!("By telephone, note {}", self.number + 1),
        })
    }

    /// A form of so many lines, which is taxed when one of them is.
    fn form_of(self, kind: usize, days_after: i64, count: usize) -> Value {
        let mut form = self.form(kind, days_after);
        let lines = self.lines(count);
        let is_taxed = |line: &Value| line["SalesItemLineDetail"]["TaxCodeRef"]["value"] == "TAX";
        if lines.iter().any(is_taxed) {
            form["TxnTaxDetail"] = json!({"TxnTaxCodeRef": {"value": "2"}});
        }
        form["Line"] = lines.into();
        form
    }

    fn estimate(self) -> Value {
        let mut form = self.form_of(0, 0, 2);
        form["ExpirationDate"] = self.day(30.days()).into();
        form["TxnStatus"] = match self.number {
            0..ESTIMATED => "Accepted",
            _ if self.number.is_multiple_of(2) => "Pending",
            _ => "Rejected",
        }
        .into();
        form
    }

    fn invoice(self) -> Value {
        let mut form = self.form_of(1, 3, 2);
        form["SalesTermRef"] = json!({"value": "3"});
        if self.number < ESTIMATED {
            form["LinkedTxn"] = json!([{"TxnId": self.id(0), "TxnType": "Estimate"}]);
        }
        form
    }

    fn sales_receipt(self) -> Value {
        let mut form = self.form_of(2, 5, 1);
        form["PaymentMethodRef"] = json!({"value": "2"});
        form["PaymentRefNum"] = (3_001 + self.number).to_string().into();
        form["DepositToAccountRef"] = json!({"value": "35"});
        form
    }

    fn credit_memo(self) -> Value {
        let mut form = self.form(3, 8);
        form["Line"] = json!([{
            "DetailType": "SalesItemLineDetail",
            "Description": "Price was agreed to be lower",
            "Amount": 5 + self.number,
            "SalesItemLineDetail": {"ItemRef": {"value": "12"}, "TaxCodeRef": {"value": "NON"}},
        }]);
        form
    }

    fn refund_receipt(self) -> Value {
        let mut form = self.form_of(4, 9, 1);
        form["PaymentMethodRef"] = json!({"value": "1"});
        form["DepositToAccountRef"] = json!({"value": "35"});
        form
    }

    fn payment(self, total: &Value) -> Value {
        let (customer, _) = self.customer();
        json!({
            "Id": self.id(5),
            "TxnDate": self.day(20.days()),
            "CustomerRef": {"value": customer},
            "TotalAmt": total,
            "PaymentMethodRef": {"value": "2"},
            "PaymentRefNum": (6_001 + self.number).to_string(),
            "PrivateNote": "Came by post",
            "Line": [{"Amount": total, "LinkedTxn": [{"TxnId": self.id(1), "TxnType": "Invoice"}]}],
        })
    }

    fn purchase(self) -> Value {
        let (account, description, vendor) = SPENT[self.number % SPENT.len()];
        let (kind, paid_from) = match self.number % 3 {
            0 => ("Cash", "35"),
            1 => ("CreditCard", "41"),
            _ => ("Check", "35"),
        };
        let amount = u32::try_from(12 + 7 * self.number).unwrap_or_default();
        json!({
            "Id": self.id(6),
            "TxnDate": self.day(4.days()),
            "PaymentType": kind,
            "AccountRef": {"value": paid_from},
            "EntityRef": {"value": vendor, "type": "Vendor"},
            "PrivateNote": format!("Receipt {}", self.number + 1),
            "Line": [{
                "DetailType": "AccountBasedExpenseLineDetail",
                "Description": description,
                "Amount": f64::from(amount) + 0.25,
                "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}},
            }],
        })
    }
}
