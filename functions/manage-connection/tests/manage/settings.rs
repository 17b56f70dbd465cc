//! Reading and writing settings.

use sandbox_quickbooks::CompanyTemplate;
use serde_json::{Value, json};
use storage::{Settings, SettingsDocument, Version};

use crate::operator::{Operator, named, refused};

#[tokio::test]
async fn settings_are_read_changed_and_written_at_the_version_they_were_read_at() {
    let operator = Operator::open().await;
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read["version"], 1);
    assert_eq!(read["problem"], json!(null));
    let mut settings = read["settings"].clone();
    settings["once_per"] = json!("enrollment");
    let change = json!({"version": 1, "settings": settings});
    let written = operator.ask("put_settings", change.clone()).await.unwrap();
    assert_eq!(written, json!({"connection": "us-books", "version": 2}));
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read["settings"], settings);

    let late = refused(operator.ask("put_settings", change).await, "InvalidRequest");
    assert!(
        late.contains("at version 2, and these were made from version 1"),
        "{late}"
    );
    let blind = json!({"settings": settings});
    let blind = refused(operator.ask("put_settings", blind).await, "InvalidRequest");
    assert!(blind.contains("made from no version"), "{blind}");
}

#[tokio::test]
async fn settings_that_the_actions_cannot_use_are_refused_with_the_setting_s_name() {
    let operator = Operator::open().await;
    let realm_id = operator.stage.sandbox.realm_id();
    let company = json!({"realm_id": realm_id, "time_zone": "Mars/Olympus"});
    let table = [
        (json!({"company": company}), "company.time_zone"),
        (
            json!({"company": {"realm_id": realm_id}, "once_per": "moon"}),
            "once_per",
        ),
        (
            json!({"company": {"realm_id": realm_id}, "misspelt": 1}),
            "misspelt",
        ),
        (
            json!({"company": {"realm_id": realm_id}, "customers": {"mode": "sync_filter"}}),
            "customers.filter_groups",
        ),
        (json!({}), "company"),
        (json!("canary"), "expected a JSON object"),
    ];
    for (settings, setting) in table {
        let change = json!({"version": 1, "settings": settings});
        let message = refused(operator.ask("put_settings", change).await, "InvalidRequest");
        assert!(message.contains(setting), "{message}");
        assert!(!message.contains("canary"), "{message}");
    }
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read["version"], 1);
}

#[tokio::test]
async fn no_settings_point_a_connection_at_another_company() {
    let operator = Operator::open().await;
    let change = json!({"version": 1, "settings": {"company": {"realm_id": "4242"}}});
    let message = refused(
        operator.ask("put_settings", change.clone()).await,
        "InvalidRequest",
    );
    assert!(message.contains("another_company"), "{message}");

    operator.ask("disconnect", json!({})).await.unwrap();
    refused(operator.ask("put_settings", change).await, "InvalidRequest");
}

#[tokio::test]
async fn settings_may_be_written_before_a_company_is_connected() {
    let operator = Operator::open().await;
    let event = json!({"operation": "put_settings", "connection": "new-books",
        "settings": {"company": {"realm_id": "4242"}}});
    let written = operator.invoke(&event).await.unwrap();
    assert_eq!(written["version"], 1);
    let connections = operator
        .invoke(&json!({"operation": "list_connections"}))
        .await
        .unwrap();
    assert_eq!(
        connections,
        json!({"connections": ["new-books", "us-books"]})
    );
}

#[tokio::test]
async fn settings_with_a_mistake_are_shown_with_what_is_wrong() {
    let operator = Operator::open().await;
    let broken = SettingsDocument(r#"{"company":{"realm_id":"1"},"once_per":"moon"}"#.into());
    let (store, us) = (&operator.stage.store, named("us-books"));
    store
        .put_settings(&us, Some(Version(1)), &broken)
        .await
        .unwrap();
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read["settings"]["once_per"], "moon");
    assert!(
        read["problem"].as_str().unwrap().contains("once_per"),
        "{read}"
    );
}

#[tokio::test]
async fn a_connection_that_is_not_set_up_is_named() {
    let operator = Operator::open().await;
    for operation in [
        "get_settings",
        "list_mappings",
        "export_mappings",
        "describe",
        "disconnect",
    ] {
        let event = json!({"operation": operation, "connection": "other-books"});
        let message = refused(operator.invoke(&event).await, "ConnectionNotFound");
        assert!(message.contains("other-books"), "{message}");
    }
    let event = json!({"operation": "put_mappings", "connection": "other-books", "mappings": []});
    refused(operator.invoke(&event).await, "ConnectionNotFound");
}

#[tokio::test]
async fn names_that_quickbooks_does_not_know_are_found_when_settings_are_put() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let with = |income: &str, terms: &str| {
        let mut settings = got["settings"].clone();
        settings["products"] = json!({"income_account": income, "item_without_lines": "Services"});
        settings["payments"] = json!({"methods": {"card": "Barter", "cash": null}});
        settings["defaults"] = json!({"all": {"payment_terms": terms}});
        json!({"version": got["version"], "settings": settings, "check": true})
    };
    let wrong = with("Sales of Produce", "Net 31");
    let message = refused(operator.ask("put_settings", wrong).await, "InvalidRequest");
    for expected in [
        "`settings.products.income_account`",
        "`Sales of Produce`",
        "`settings.payments.methods.card`",
        "`Barter`",
        "`settings.defaults.all.payment_terms`",
        "`Net 31`",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert!(!message.contains("item_without_lines"), "{message}");
    let unchanged = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(unchanged["version"], got["version"]);

    let mut right = with("Sales of Product Income", "Net 30");
    right["settings"]["payments"] = json!({"methods": {"card": "Visa"}});
    operator.ask("put_settings", right).await.unwrap();
}

#[tokio::test]
async fn accounts_of_a_type_that_every_run_would_be_refused_for_are_found_when_settings_are_put() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["products"] = json!({"income_account": "Checking"});
    settings["defaults"] = json!({
        "all": {"deposit_account": "Sales of Product Income"},
        "actions": {
            "create-refund-receipt": {"refund_account": "Checking"},
            "create-expense": {"payment_account": "Sales of Product Income", "expense_account": "Checking"},
        },
    });
    let put = json!({"version": got["version"], "settings": settings, "check": true});
    let message = refused(operator.ask("put_settings", put).await, "InvalidRequest");
    for expected in [
        "`settings.products.income_account`: account `Checking` is of the type Bank in QuickBooks, which takes Income",
        "`settings.defaults.all.deposit_account`: account `Sales of Product Income` is of the type Income",
        "`settings.defaults.actions.create-expense.payment_account`: account `Sales of Product Income`",
        "`settings.defaults.actions.create-expense.expense_account`: account `Checking`",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert!(!message.contains("refund_account"), "{message}");
}

#[tokio::test]
async fn ids_that_quickbooks_does_not_have_or_that_are_inactive_are_found_all_at_once() {
    let operator = Operator::open().await;
    let sandbox = &operator.stage.sandbox;
    let class = sandbox.insert("Class", json!({"Name": "North"})).unwrap();
    let gone = json!({"Id": class["Id"], "Active": false});
    sandbox.edit("Class", gone).unwrap();
    let group = json!({"Name": "Starter Bundle", "Type": "Group"});
    let group = sandbox.insert("Item", group).unwrap();
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["products"] = json!({"income_account": "9999", "item_without_lines": group["Id"]});
    settings["defaults"] = json!({
        "all": {"class": class["Id"], "payment_terms": "3"},
        "actions": {
            "create-invoice": {"customer": {"quickbooks_id": "4711"}, "payment_terms": "4712"},
            "create-estimate": {"products": {"quickbooks_id": "4713"}, "class": class["Id"]},
            "create-expense": {"payment_account": "35", "customer": "associated_contact"},
        },
    });
    let put =
        |settings: &Value| json!({"version": got["version"], "settings": settings, "check": true});
    sandbox.clear_journal();
    let message = refused(
        operator.ask("put_settings", put(&settings)).await,
        "InvalidRequest",
    );
    for expected in [
        "`settings.products.income_account`: QuickBooks has no active Account with the id 9999",
        "`settings.products.item_without_lines`: Item",
        "is a bundle in QuickBooks",
        "`settings.defaults.all.class`, `settings.defaults.actions.create-estimate.class`: QuickBooks has no \
         active Class with the id",
        "`settings.defaults.actions.create-invoice.customer`: QuickBooks has no active Customer with the id 4711",
        "`settings.defaults.actions.create-invoice.payment_terms`: QuickBooks has no active Term with the id 4712",
        "`settings.defaults.actions.create-estimate.products`: QuickBooks has no active Item with the id 4713",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert_eq!(message.matches("QuickBooks has no").count(), 5, "{message}");

    settings["products"] = json!({"income_account": "79", "item_without_lines": "2"});
    settings["defaults"] =
        json!({"all": {"payment_terms": "3", "customer": {"quickbooks_id": "1"}}});
    operator.ask("put_settings", put(&settings)).await.unwrap();
}

#[tokio::test]
async fn a_country_that_is_not_the_company_s_is_found_when_settings_are_checked() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["company"]["country"] = json!("GB");
    let put = json!({"version": got["version"], "settings": settings, "check": true});
    let message = refused(operator.ask("put_settings", put).await, "InvalidRequest");
    let expected = "`settings.company.country`: it is GB, and the company's in QuickBooks is US";
    assert!(message.contains(expected), "{message}");
}

#[tokio::test]
async fn currencies_that_quickbooks_has_otherwise_are_found_when_settings_are_checked() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["company"]["home_currency"] = json!("EUR");
    settings["company"]["multi_currency"] = json!(true);
    let put = json!({"version": got["version"], "settings": settings, "check": true});
    let message = refused(operator.ask("put_settings", put).await, "InvalidRequest");
    for expected in [
        "`settings.company.home_currency`: it is EUR, and the company's in QuickBooks is USD",
        "`settings.company.multi_currency`: it is true, and QuickBooks has several currencies off",
    ] {
        assert!(message.contains(expected), "{message}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_together_with_the_names_that_quickbooks_does_not_have() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["refunds"] = json!({"partial": "yes"});
    settings["products"] = json!({"income_account": "No such account"});
    let mut put = json!({"version": got["version"], "settings": settings});
    let message = refused(
        operator.ask("put_settings", put.clone()).await,
        "InvalidRequest",
    );
    assert!(!message.contains("income_account"), "{message}");
    put["check"] = json!(true);
    let message = refused(operator.ask("put_settings", put).await, "InvalidRequest");
    for expected in ["refunds.partial", "`settings.products.income_account`"] {
        assert!(message.contains(expected), "{message}");
    }
}

#[tokio::test]
async fn misspelt_defaults_are_refused_with_all_their_paths_at_once() {
    let operator = Operator::open().await;
    let got = operator.ask("get_settings", json!({})).await.unwrap();
    let mut settings = got["settings"].clone();
    settings["company"]["country"] = json!("USA");
    settings["defaults"] = json!({
        "all": {"transaction_date": "03/09/2026"},
        "actions": {"create-invoice": {"paymet_terms": "Net 30"}, "create-invoic": {"memo": "x"}},
    });
    let put = json!({"version": got["version"], "settings": settings});
    let message = refused(operator.ask("put_settings", put).await, "InvalidRequest");
    for path in [
        "company.country`",
        "defaults.all.transaction_date`",
        "defaults.actions.create-invoice.paymet_terms`",
        "defaults.actions.create-invoic`",
    ] {
        assert!(message.contains(path), "{path}: {message}");
    }
}

/// Settings of a company outside the US, with these tax codes.
fn of_company(operator: &Operator, country: &str, currency: &str, tax: &Value) -> Value {
    let realm = operator.stage.sandbox.realm_id();
    json!({
        "company": {"realm_id": realm, "country": country, "home_currency": currency},
        "tax": tax, "fees": {"tax_code": tax["untaxed_code"]},
    })
}

#[tokio::test]
async fn tax_codes_of_a_company_outside_the_us_are_found_by_name_and_by_id() {
    let british = (CompanyTemplate::UnitedKingdom, "GB", "GBP");
    let canadian = (CompanyTemplate::Canada, "CA", "CAD");
    for ((company, country, currency), known, untaxed) in [
        (british, ["20.0% S", "5.0% R"], "No VAT"),
        (canadian, ["HST ON", "GST/PST BC"], "Out of Scope"),
    ] {
        let operator = Operator::of_company(company).await;
        let tax = json!({
            "codes": {"501": known[0], "20": "6", "5": known[1], "7.5": "99", "8": "21.0% S", "9": "98"},
            "default_code": "TAX", "untaxed_code": untaxed,
        });
        let got = operator.ask("get_settings", json!({})).await.unwrap();
        let put = |tax: &Value| {
            let settings = of_company(&operator, country, currency, tax);
            json!({"version": got["version"], "settings": settings, "check": true})
        };
        let message = refused(
            operator.ask("put_settings", put(&tax)).await,
            "InvalidRequest",
        );
        for path in ["codes.7.5`", "codes.8`", "codes.9`", "default_code`"] {
            assert!(
                message.contains(&format!("`settings.tax.{path}: ")),
                "{path}: {message}"
            );
        }
        assert_eq!(message.matches("QuickBooks has no").count(), 4, "{message}");

        let right = json!({"codes": {"501": known[0], "20": "6"}, "untaxed_code": untaxed});
        operator.ask("put_settings", put(&right)).await.unwrap();
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_settings_is_told_with_its_path_and_nothing_is_written() {
    let operator = Operator::open().await;
    let stored = operator.ask("get_settings", json!({})).await.unwrap();
    let right = operator.ask("check_settings", json!({})).await.unwrap();
    assert_eq!(right["faults"], json!([]), "{right}");
    assert_eq!(right["names_not_checked"], json!(null));

    let realm_id = operator.stage.sandbox.realm_id();
    let settings = json!({
        "company": {"realm_id": realm_id},
        "customers": {"name_conflict": "canary"},
        "once_per": 7,
        "products": {"income_account": "No such account", "incom_account": "Sales"},
        "defaults": {"actions": {"create-invoice": {"payment_terms": "Net 45"}}},
    });
    let checked = json!({"settings": settings});
    let wrong = operator.ask("check_settings", checked).await.unwrap();
    let faults = wrong["faults"].as_array().unwrap();
    let mut paths: Vec<&str> = faults
        .iter()
        .map(|fault| fault["setting"].as_str().unwrap())
        .collect();
    paths.sort_unstable();
    let expected = [
        "customers.name_conflict",
        "defaults.actions.create-invoice.payment_terms",
        "once_per",
        "products.incom_account",
        "products.income_account",
    ];
    assert_eq!(paths, expected, "{wrong}");
    assert!(!wrong.to_string().contains("\"canary\""), "{wrong}");

    let other = json!({"settings": {"company": {"realm_id": "4242"}}});
    let other = operator.ask("check_settings", other).await.unwrap();
    assert_eq!(other["faults"][0]["setting"], "company.realm_id", "{other}");
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    assert_eq!(read, stored);
}
