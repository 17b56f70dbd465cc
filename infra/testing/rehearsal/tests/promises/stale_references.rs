//! A mapped object that is no longer accepted by QuickBooks is matched again, once, under a new request id;
//! the mapping is replaced and the response says so.

use actions::Status;
use registry::RegisteredAction::{
    self, CreateEstimate, CreateExpense, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt,
    CreateSalesReceipt,
};
use rehearsal::{CONNECTION, Rehearsal, codes};
use sandbox_quickbooks::{FaultEffect, FaultScript, JournalEntry, Operation, ScriptedAnswer};
use serde_json::{Value, json};
use storage::{Connection, Mapping, MappingKind, Mappings};

use crate::every_action::{deal, hour, invoice, run};

/// Something that is mapped, and a document that refers to it.
struct Case {
    action: RegisteredAction,
    document: &'static str,
    kind: MappingKind,
    entity: &'static str,
    /// The row, which options call by its name; without options it is the record's own.
    row: Value,
    options: Value,
}

/// The actions that sell something, with the document that says what.
const SALES: [(RegisteredAction, &str); 5] = [
    (CreateInvoice, "Invoice"),
    (CreateEstimate, "Estimate"),
    (CreateSalesReceipt, "SalesReceipt"),
    (CreatePaidInvoice, "Invoice"),
    (CreateRefundReceipt, "RefundReceipt"),
];

/// The objects that every sale refers to, by the record or by options.
fn of_sales() -> impl Iterator<Item = Case> {
    let ada = json!({"DisplayName": "Ada O'Keefe", "GivenName": "Ada", "FamilyName": "O'Keefe",
        "PrimaryEmailAddr": {"Address": "ada@example.com"}});
    let hours = json!({"Name": "Hours", "Type": "Service", "IncomeAccountRef": {"value": "1"}});
    let named = json!({"Name": "Fresh"});
    let rows = [
        (MappingKind::Customer, "Customer", ada, json!({})),
        (MappingKind::Product, "Item", hours, json!({})),
        (
            MappingKind::Class,
            "Class",
            named.clone(),
            json!({"class": "Fresh"}),
        ),
        (
            MappingKind::Department,
            "Department",
            named,
            json!({"department": "Fresh"}),
        ),
    ];
    SALES.into_iter().flat_map(move |(action, document)| {
        let of_action = move |(kind, entity, row, options)| Case {
            action,
            document,
            kind,
            entity,
            row,
            options,
        };
        rows.clone().into_iter().map(of_action)
    })
}

/// The objects that single actions refer to, by options.
fn of_options() -> impl Iterator<Item = Case> {
    let bank = json!({"Name": "Till", "AccountType": "Bank"});
    let fees = json!({"Name": "Fees", "AccountType": "Expense"});
    let term = json!({"Name": "Fresh", "DueDays": 7});
    let method = json!({"Name": "Fresh"});
    let vendor = json!({"DisplayName": "Fresh Bank"});
    let paid = [
        (CreateSalesReceipt, "SalesReceipt"),
        (CreatePaidInvoice, "Payment"),
    ];
    let paid = paid.into_iter().flat_map(|(action, document)| {
        [
            (
                action,
                document,
                MappingKind::Account,
                bank.clone(),
                "deposit_account",
            ),
            (
                action,
                document,
                MappingKind::PaymentMethod,
                method.clone(),
                "payment_method",
            ),
        ]
    });
    let (refund, expense) = (CreateRefundReceipt, CreateExpense);
    let cases = paid.chain([
        (
            CreateInvoice,
            "Invoice",
            MappingKind::Term,
            term,
            "payment_terms",
        ),
        (
            refund,
            "RefundReceipt",
            MappingKind::Account,
            bank.clone(),
            "refund_account",
        ),
        (
            expense,
            "Purchase",
            MappingKind::Account,
            bank.clone(),
            "payment_account",
        ),
        (
            expense,
            "Purchase",
            MappingKind::Account,
            fees,
            "expense_account",
        ),
        (expense, "Purchase", MappingKind::Vendor, vendor, "vendor"),
    ]);
    let all = cases.map(|(action, document, kind, row, option)| {
        let name = row["Name"].as_str().or(row["DisplayName"].as_str());
        Case {
            action,
            document,
            kind,
            entity: match kind {
                MappingKind::Term => "Term",
                MappingKind::PaymentMethod => "PaymentMethod",
                MappingKind::Vendor => "Vendor",
                _ => "Account",
            },
            options: json!({option: name}),
            row,
        }
    });
    all.collect::<Vec<_>>().into_iter()
}

fn cases() -> impl Iterator<Item = Case> {
    of_sales().chain(of_options())
}

impl Case {
    fn event(&self, id: &str) -> Value {
        hour(self.action, id, &self.options)
    }

    fn label(&self) -> String {
        format!("{} {} {:?}", self.action, self.document, self.kind)
    }

    /// The mapping to what is called so.
    async fn mapping(&self, stage: &Rehearsal) -> Mapping {
        let us = Connection::try_from(CONNECTION).unwrap();
        let all = stage.store.list_mappings(&us, None, 100).await.unwrap();
        let name = self.row["Name"]
            .as_str()
            .or(self.row["DisplayName"].as_str());
        let mut own = all
            .into_iter()
            .filter(|mapping| mapping.key.kind == self.kind && Some(&*mapping.name) == name);
        own.next()
            .unwrap_or_else(|| panic!("{}: not mapped", self.label()))
    }

    /// A stage on which the row is mapped, by a first document.
    async fn mapped(&self) -> Rehearsal {
        let stage = Rehearsal::start().await;
        // The product is in the sample company, and the first document makes the customer.
        if !matches!(self.kind, MappingKind::Customer | MappingKind::Product) {
            stage.sandbox.insert(self.entity, self.row.clone()).unwrap();
        }
        let first = run(self.action, &stage, &self.event("1")).await;
        let first = first.unwrap_or_else(|error| panic!("{}: {error}", self.label()));
        assert_eq!(first.status, Status::Created, "{}", self.label());
        stage.sandbox.clear_journal();
        stage
    }

    fn creations(&self, stage: &Rehearsal) -> Vec<JournalEntry> {
        let entries = stage.sandbox.journal().into_iter();
        entries
            .filter(|entry| {
                entry.operation == Operation::Create
                    && entry.entity.as_deref() == Some(self.document)
            })
            .collect()
    }
}

/// Does what a person does in QuickBooks; merging one row into another leaves it inactive too.
fn make_inactive(stage: &Rehearsal, entity: &str, id: &str) {
    let change = json!({"Id": id, "Active": false});
    stage.sandbox.edit(entity, change).unwrap();
}

#[tokio::test]
async fn whatever_is_mapped_and_made_inactive_is_matched_again_once() {
    for case in cases() {
        let label = case.label();
        let stage = case.mapped().await;
        let gone = case.mapping(&stage).await;
        make_inactive(&stage, case.entity, &gone.quickbooks_id);
        let successor = stage.sandbox.insert(case.entity, case.row.clone()).unwrap();

        let second = run(case.action, &stage, &case.event("2")).await;
        let second = second.unwrap_or_else(|error| panic!("{label}: {error}"));

        assert_eq!(second.status, Status::Created, "{label}");
        assert!(
            codes(&second).contains(&"mapping_healed"),
            "{label}: {:?}",
            second.warnings
        );
        let creations = case.creations(&stage);
        assert_eq!(creations.len(), 2, "{label}: refused, and made");
        assert_ne!(creations[0].request_id, creations[1].request_id, "{label}");
        let healed = case.mapping(&stage).await;
        assert_eq!(
            healed.quickbooks_id,
            successor["Id"].as_str().unwrap(),
            "{label}"
        );
        assert_eq!(stage.made(case.document).len(), 2, "{label}");

        stage.sandbox.clear_journal();
        let third = run(case.action, &stage, &case.event("3")).await.unwrap();
        assert!(!codes(&third).contains(&"mapping_healed"), "{label}");
        assert!(
            stage
                .requests()
                .iter()
                .all(|request| request.starts_with("create ")),
            "{label}: {:?}",
            stage.requests()
        );
    }
}

#[tokio::test]
async fn what_has_no_successor_is_an_error_and_never_a_loop() {
    for case in cases() {
        let label = case.label();
        // A customer is made anew.
        if case.kind == MappingKind::Customer {
            continue;
        }
        let stage = case.mapped().await;
        let gone = case.mapping(&stage).await;
        make_inactive(&stage, case.entity, &gone.quickbooks_id);
        for _ in 0..2 {
            stage.sandbox.clear_journal();
            let error = run(case.action, &stage, &case.event("2"))
                .await
                .unwrap_err();
            assert!(!error.is_retryable(), "{label}: {error}");
            assert!(case.creations(&stage).len() <= 1, "{label}");
            assert!(
                stage.requests().len() <= 6,
                "{label}: {:?}",
                stage.requests()
            );
        }
        assert_eq!(stage.made(case.document).len(), 1, "{label}");
    }
}

#[tokio::test]
async fn every_code_for_what_is_gone_gets_one_more_attempt_under_a_new_request_id() {
    let inactive = "Something you're trying to use has been made inactive. Check the fields with \
        accounts, customers, items, vendors or employees.";
    let table = [
        (
            "2500",
            "Invalid Reference Id",
            "Invalid Reference Id : Names element id 58 not found".to_owned(),
        ),
        (
            "2500",
            "Invalid Reference Id",
            format!("Invalid Reference Id : {inactive}"),
        ),
        (
            "610",
            "Object Not Found",
            format!("Object Not Found : {inactive}"),
        ),
        (
            "6000",
            "A business validation error has occurred",
            format!("Business Validation Error: {inactive}"),
        ),
        (
            "6250",
            "Sales customer missing",
            "The sales customer is missing or inactive".to_owned(),
        ),
    ];
    for (code, message, detail) in table {
        for (refusals, is_made) in [(1, true), (5, false)] {
            let stage = Rehearsal::start().await;
            let event = |id| deal(id, &json!({}));
            invoice(&stage, &event("1")).await.unwrap();
            stage.sandbox.clear_journal();
            let fault = json!({"Fault": {"Error": [{"Message": message, "Detail": detail, "code": code,
                "element": ""}], "type": "ValidationFault"}});
            let refusal = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
                status: 400,
                body: fault.to_string(),
                content_type: "application/json".to_owned(),
                after_effect: false,
            }));
            let refusal = refusal.entity("Invoice").operation(Operation::Create);
            stage.sandbox.script(refusal.next(refusals));

            let result = invoice(&stage, &event("2")).await;

            assert_eq!(result.is_ok(), is_made, "{code} {detail}");
            let creations = stage.requests().into_iter();
            let creations = creations.filter(|request| request == "create Invoice");
            assert_eq!(creations.count(), 2, "{code} {detail}");
            assert_eq!(stage.made("Invoice").len(), if is_made { 2 } else { 1 });
        }
    }
}

#[tokio::test]
async fn an_income_account_that_was_mapped_and_is_gone_is_matched_again_for_a_new_product() {
    let stage =
        Rehearsal::with_settings(json!({"products": {"income_account": "Fresh Sales"}})).await;
    let account = json!({"Name": "Fresh Sales", "AccountType": "Income"});
    stage.sandbox.insert("Account", account.clone()).unwrap();
    let event = |id: &str, product: &str| {
        let mut event = deal(id, &json!({"create_missing_products": true}));
        event["record"]["line_items"][0]["properties"]["name"] = json!(product);
        event
    };
    invoice(&stage, &event("1", "Novelty 1")).await.unwrap();
    let accounts = stage.sandbox.documents("Account").into_iter();
    let mut gone = accounts.filter(|row| row["Name"] == "Fresh Sales");
    make_inactive(
        &stage,
        "Account",
        gone.next().unwrap()["Id"].as_str().unwrap(),
    );
    let successor = stage.sandbox.insert("Account", account).unwrap();

    let response = invoice(&stage, &event("2", "Novelty 2")).await.unwrap();

    assert!(
        codes(&response).contains(&"mapping_healed"),
        "{:?}",
        response.warnings
    );
    let items = stage.sandbox.documents("Item").into_iter();
    let made: Vec<_> = items.filter(|row| row["Name"] == "Novelty 2").collect();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["IncomeAccountRef"]["value"], successor["Id"]);
}
