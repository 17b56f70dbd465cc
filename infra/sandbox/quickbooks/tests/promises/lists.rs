//! Customers, vendors, items, accounts and the short lists.

use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::client::{Company, invoice, pretty};

#[tokio::test]
async fn a_new_customer_is_answered_with_everything_quickbooks_fills_in() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    let body = json!({ "GivenName": "Ada", "FamilyName": "O'Keefe", "PrimaryEmailAddr": { "Address": "ada@example.com" } });
    insta::assert_snapshot!(pretty(
        &company.post("customer", &body).await.row("Customer")
    ));
}

#[tokio::test]
async fn a_new_item_is_answered_with_everything_quickbooks_fills_in() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    let body = json!({ "Name": "Planting", "Type": "Service", "Sku": "PL-1", "IncomeAccountRef": { "value": "79" } });
    insta::assert_snapshot!(pretty(&company.post("item", &body).await.row("Item")));
}

#[tokio::test]
async fn a_name_is_taken_by_any_customer_vendor_or_employee_in_any_case() {
    let company = Company::start().await;
    for (entity, name) in [
        ("customer", "AMY'S BIRD SANCTUARY"),
        ("customer", "pg&e"),
        ("vendor", "john johnson"),
        ("vendor", "Cool Cars"),
    ] {
        let refused = company.post(entity, &json!({ "DisplayName": name })).await;
        assert_eq!(
            (refused.status, refused.error()),
            (
                400,
                &json!({
                    "Message": "Duplicate Name Exists Error",
                    "Detail": "The name supplied already exists. : Another customer, vendor or employee is already using this name. Please use a different name.",
                    "code": "6240",
                    "element": "",
                })
            ),
            "{name}"
        );
    }
    let update = json!({ "Id": "2", "SyncToken": "0", "sparse": true, "DisplayName": "cool cars" });
    assert_eq!(
        company.post("customer", &update).await.error()["Detail"],
        "The name supplied already exists. : Another customer is already using this name.  Please use a different name."
    );
}

#[tokio::test]
async fn simultaneous_customers_of_one_name_are_one() {
    let company = Company::start().await;
    let posts: Vec<_> = (0..8)
        .map(|_| {
            company.request(
                company
                    .http
                    .post(company.url("customer"))
                    .json(&json!({ "DisplayName": "Ada" })),
            )
        })
        .map(|post| tokio::spawn(async move { post.send().await.unwrap().status().as_u16() }))
        .collect();
    let mut made = 0;
    for post in posts {
        made += usize::from(post.await.unwrap() == 200);
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn an_inactive_customer_is_marked_deleted_its_name_is_free_and_it_can_come_back() {
    let company = Company::start().await;
    let set = |token: &str, active: bool| json!({ "Id": "3", "SyncToken": token, "sparse": true, "Active": active });
    let gone = company
        .post("customer", &set("0", false))
        .await
        .row("Customer");
    assert_eq!(
        (&gone["DisplayName"], &gone["Active"]),
        (&json!("Cool Cars (deleted)"), &json!(false))
    );
    let again = company
        .post("customer", &set("1", false))
        .await
        .row("Customer");
    assert_eq!(again["SyncToken"], "1");
    let other = company.insert("Customer", json!({ "DisplayName": "Cool Cars" }));
    assert_eq!(
        company.post("customer", &set("1", true)).await.code(),
        "6240"
    );
    let renamed = json!({ "Id": other["Id"], "DisplayName": "Cooler Cars" });
    company.sandbox.edit("Customer", renamed).unwrap();
    assert_eq!(
        company
            .post("customer", &set("1", true))
            .await
            .row("Customer")["DisplayName"],
        "Cool Cars"
    );
}

#[tokio::test]
async fn what_is_inactive_cannot_be_used() {
    let company = Company::start().await;
    company
        .sandbox
        .edit("Item", json!({ "Id": "2", "Active": false }))
        .unwrap();
    let refused = company
        .post("invoice", &crate::client::invoice("1", "10"))
        .await;
    assert_eq!(
        (refused.code(), refused.error()["Detail"].as_str().unwrap()),
        (
            "2500",
            "Invalid Reference Id : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees."
        )
    );
}

#[tokio::test]
async fn a_sub_customer_has_its_parents_name_in_front_and_follows_a_renaming() {
    let company = Company::start().await;
    let sub = company.get("customer/8").await.row("Customer");
    assert_eq!(
        (&sub["FullyQualifiedName"], &sub["Level"], &sub["Job"]),
        (
            &json!("Freeman Sporting Goods:0969 Ocean View Road"),
            &json!(1),
            &json!(true)
        )
    );
    company
        .sandbox
        .edit("Customer", json!({ "Id": "7", "DisplayName": "Freeman" }))
        .unwrap();
    assert_eq!(
        company.get("customer/8").await.row("Customer")["FullyQualifiedName"],
        "Freeman:0969 Ocean View Road"
    );
    let circle =
        json!({ "Id": "7", "SyncToken": "1", "sparse": true, "ParentRef": { "value": "8" } });
    assert_eq!(company.post("customer", &circle).await.code(), "6000");
}

#[tokio::test]
async fn items_of_one_name_may_stand_under_different_parents_only() {
    let company = Company::start().await;
    let income = json!({ "value": "1" });
    let category = company.insert("Item", json!({ "Name": "Hydraulics", "Type": "Category" }));
    let item = |parent: Option<&Value>| {
        let mut item = json!({ "Name": "pump", "Type": "Service", "IncomeAccountRef": income });
        if let Some(parent) = parent {
            item["SubItem"] = json!(true);
            item["ParentRef"] = json!({ "value": parent });
        }
        item
    };
    assert_eq!(company.post("item", &item(None)).await.code(), "6240");
    let nested = company
        .post("item", &item(Some(&category["Id"])))
        .await
        .row("Item");
    assert_eq!(nested["FullyQualifiedName"], "Hydraulics:pump");
}

#[tokio::test]
async fn a_category_stands_on_no_line() {
    let company = Company::start().await;
    let category = company.insert("Item", json!({ "Name": "Hydraulics", "Type": "Category" }));
    let mut sold = invoice("1", "10");
    sold["Line"][0]["SalesItemLineDetail"]["ItemRef"] = json!({ "value": category["Id"] });
    let bought = json!({
        "PaymentType": "Cash", "AccountRef": { "value": "35" },
        "Line": [{ "DetailType": "ItemBasedExpenseLineDetail", "Amount": 5,
            "ItemBasedExpenseLineDetail": { "ItemRef": { "value": category["Id"] } } }],
    });
    for (path, body) in [("invoice", sold), ("purchase", bought)] {
        let refused = company.post(path, &body).await;
        let detail = "Invalid Reference Id : Categories cannot be used in transactions.";
        assert_eq!(
            (refused.code(), &refused.error()["Detail"]),
            ("2500", &json!(detail))
        );
    }
}

#[tokio::test]
async fn an_account_of_type_bank_is_cash_on_hand() {
    let company = Company::start().await;
    let made = company.insert("Account", json!({ "Name": "Till", "AccountType": "Bank" }));
    assert_eq!(
        (&made["AccountSubType"], &made["Classification"]),
        (&json!("CashOnHand"), &json!("Asset"))
    );
}

#[tokio::test]
async fn the_sample_company_has_the_ids_everybody_knows() {
    let company = Company::start().await;
    let cases = [
        ("account", "4", "Name", "Undeposited Funds"),
        ("account", "86", "Name", "Discounts given"),
        ("customer", "24", "DisplayName", "Sonnenschein Family Store"),
        ("item", "2", "Sku", "HRS"),
        ("item", "11", "Type", "Inventory"),
        ("term", "3", "Name", "Net 30"),
        ("paymentmethod", "5", "Name", "Discover"),
        ("vendor", "30", "DisplayName", "Books by Bessie"),
        ("invoice", "130", "DocNumber", "1037"),
        ("taxcode", "2", "Name", "California"),
        ("employee", "55", "DisplayName", "Emily Platt"),
    ];
    for (entity, id, property, expected) in cases {
        let answer = company.get(&format!("{entity}/{id}")).await;
        let row = answer
            .body
            .as_object()
            .unwrap()
            .values()
            .find(|value| value.is_object())
            .unwrap()
            .clone();
        assert_eq!(row[property], expected, "{entity} {id}");
    }
    let sizes = [("Customer", 29), ("Item", 18), ("Vendor", 26), ("Term", 4)];
    for (entity, size) in sizes {
        assert_eq!(company.sandbox.documents(entity).len(), size, "{entity}");
    }
}

#[tokio::test]
async fn the_company_and_its_preferences_are_read_without_knowing_their_id() {
    let company = Company::start().await;
    let info = company
        .get(&format!("companyinfo/{}", company.sandbox.realm_id()))
        .await
        .row("CompanyInfo");
    assert_eq!(
        info["CompanyName"],
        "Craig's Design and Landscaping Services"
    );
    let preferences = company.get("preferences").await.row("Preferences");
    assert_eq!(preferences["CurrencyPrefs"]["MultiCurrencyEnabled"], false);
}

#[tokio::test]
async fn an_exchange_rate_holds_from_its_day_on() {
    let company = Company::start().await;
    let rate = json!({ "SourceCurrencyCode": "EUR", "Rate": 1.25, "AsOfDate": "2026-05-01" });
    company
        .post("exchangerate", &rate)
        .await
        .row("ExchangeRate");
    let on = |day: &str| format!("exchangerate?sourcecurrencycode=EUR&asofdate={day}");
    assert_eq!(
        company.get(&on("2026-05-09")).await.row("ExchangeRate")["Rate"],
        json!(1.25)
    );
    assert_eq!(company.get(&on("2026-04-30")).await.code(), "610");
    assert_eq!(
        company
            .get("exchangerate?sourcecurrencycode=USD")
            .await
            .code(),
        "6000"
    );
}

#[tokio::test]
async fn a_customers_balance_with_jobs_follows_its_jobs_and_the_parent_they_move_to() {
    let company = Company::start().await;
    let customer = |name: &str, parent: Option<&Value>| {
        let mut body = json!({"DisplayName": name});
        if let Some(parent) = parent {
            body["ParentRef"] = json!({"value": parent["Id"]});
        }
        company.insert("Customer", body)
    };
    let first = customer("First", None);
    let second = customer("Second", None);
    let job = customer("Job", Some(&first));
    let part = customer("Part", Some(&job));
    for (row, amount) in [(&first, "1"), (&job, "20"), (&part, "300")] {
        company.insert("Invoice", invoice(row["Id"].as_str().unwrap(), amount));
    }
    let totals = async || {
        let mut totals = Vec::new();
        for row in [&first, &second, &job, &part] {
            let path = format!("customer/{}", row["Id"].as_str().unwrap());
            let row = company.get(&path).await.row("Customer");
            totals.push(row["BalanceWithJobs"].to_string());
        }
        totals
    };
    assert_eq!(totals().await, ["321.00", "0", "320.00", "300.00"]);
    let moved = json!({"Id": job["Id"], "ParentRef": {"value": second["Id"]}});
    company.sandbox.edit("Customer", moved).unwrap();
    assert_eq!(totals().await, ["1.00", "320.00", "320.00", "300.00"]);
}

#[tokio::test]
async fn a_refused_write_leaves_no_trace() {
    let company = Company::start().await;
    // The link is refused after the number was taken and the customer's balance would have changed.
    let mut body = invoice("1", "10");
    body["LinkedTxn"] = json!([{"TxnId": "999", "TxnType": "Estimate"}]);
    let before = company.get("customer/1").await.row("Customer");
    assert_eq!(company.post("invoice", &body).await.code(), "6000");
    assert_eq!(company.get("customer/1").await.row("Customer"), before);
    let next = company
        .post("invoice", &invoice("1", "10"))
        .await
        .row("Invoice");
    assert_eq!(
        (&next["Id"], &next["DocNumber"]),
        (&json!("145"), &json!("1038"))
    );
}
