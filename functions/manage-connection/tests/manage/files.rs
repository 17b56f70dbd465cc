//! Mappings out to a file and in again.

use serde_json::{Value, json};

use crate::operator::{Operator, refused};

async fn export(operator: &Operator) -> String {
    let export = operator.ask("export_mappings", json!({})).await.unwrap();
    assert!(export["next"].is_null(), "{export}");
    export["csv"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_export_goes_into_another_connection_as_it_is() {
    let operator = Operator::open().await;
    let rows = json!([
        {"kind": "customer", "source": "contact:51", "quickbooks_id": "58", "name": "=HYPERLINK(1)"},
        {"kind": "product", "source": "name:-1, \"off\"", "quickbooks_id": "2", "name": "'Quoted"},
    ]);
    operator.put(rows).await.unwrap();
    let csv = export(&operator).await;
    assert!(csv.contains("\"'=HYPERLINK(1)\""), "{csv}");

    operator.stage.connect("other-books", json!({})).await;
    let import = json!({"operation": "import_mappings", "connection": "other-books", "csv": csv});
    let imported = operator.invoke(&import).await.unwrap();
    assert_eq!(imported, json!({"mappings": 2, "dry_run": false}));
    let event = json!({"operation": "list_mappings", "connection": "other-books"});
    let ours = operator.ask("list_mappings", json!({})).await.unwrap();
    assert_eq!(operator.invoke(&event).await.unwrap(), ours);
}

#[tokio::test]
async fn a_file_with_a_wrong_line_writes_nothing() {
    let operator = Operator::open().await;
    let csv = "kind,source,quickbooks_id\ncustomer,contact:51,58\ncustomer,contact:52,\n";
    let answer = operator.ask("import_mappings", json!({"csv": csv})).await;
    let message = refused(answer, "InvalidRequest");
    assert!(message.contains("line 3: `quickbooks_id`"), "{message}");
    assert!(operator.mappings().await.is_empty());
}

#[tokio::test]
async fn a_dry_run_checks_and_writes_nothing() {
    let operator = Operator::open().await;
    let csv = "kind,source,quickbooks_id\ncustomer,contact:51,58\n";
    let fields = json!({"csv": csv, "dry_run": true});
    let checked = operator.ask("import_mappings", fields).await.unwrap();
    assert_eq!(checked, json!({"mappings": 1, "dry_run": true}));
    assert!(operator.mappings().await.is_empty());
}

#[tokio::test]
async fn more_than_a_request_can_write_is_refused_whole() {
    let operator = Operator::open().await;
    let rows: Vec<String> = (1..=10_001)
        .map(|n| format!("customer,contact:{n},58"))
        .collect();
    let csv = format!("kind,source,quickbooks_id\n{}", rows.join("\n"));
    let answer = operator.ask("import_mappings", json!({"csv": csv})).await;
    let message = refused(answer, "InvalidRequest");
    assert!(
        message.contains("10001 rows are more than 10000"),
        "{message}"
    );
    assert!(operator.mappings().await.is_empty());
}

#[tokio::test]
async fn too_many_mappings_are_counted_before_they_are_read() {
    let operator = Operator::open().await;
    // Each is wrong, which nobody is told: that would have taken a comparison of each with all.
    let rows = vec![json!({"kind": "x", "source": "", "quickbooks_id": ""}); 60_000];
    let message = refused(operator.put(json!(rows)).await, "InvalidRequest");
    assert!(
        message.contains("60000 rows are more than 10000"),
        "{message}"
    );
    assert!(message.len() < 200, "{message}");
}

#[tokio::test]
async fn a_large_export_comes_in_pages_that_fit_and_leave_nothing_out() {
    let operator = Operator::open().await;
    let name = "N".repeat(500);
    for thousand in 0..9 {
        let rows: Vec<Value> = (0..1000)
            .map(|n| {
                json!({"kind": "customer", "source": format!("contact:{}{n:03}", thousand + 1),
                "quickbooks_id": "58", "name": name})
            })
            .collect();
        operator.put(json!(rows)).await.unwrap();
    }
    let (mut lines, mut pages, mut after) = (0, 0, json!(null));
    loop {
        let export = operator
            .ask("export_mappings", json!({"after": after}))
            .await
            .unwrap();
        assert!(export.to_string().len() < 6 * 1024 * 1024);
        let csv = export["csv"].as_str().unwrap();
        assert_eq!(export["mappings"], csv.lines().count() - 1);
        lines += csv.lines().count() - 1;
        pages += 1;
        after = export["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!((lines, pages), (9000, 2));
}
