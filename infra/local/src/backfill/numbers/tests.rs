use serde_json::{Value, json};

use super::{Numbers, refused};
use crate::backfill::job::Job;

/// The refusal of a file of these records, of which nobody knows the settings.
async fn refusal(records: &[(&str, Value, Value)]) -> Option<String> {
    let mut numbers = Numbers::of("row");
    for (line, (connection, number, record)) in (2..).zip(records) {
        let request = json!({
            "connection": connection,
            "record": record,
            "options": {"document_number": number},
        });
        let job = Job::of(line, &request).unwrap();
        numbers.take(line, &job.subject, &request);
    }
    refused(numbers.shared(), None).await.unwrap()
}

fn deal(id: &str, name: &str) -> Value {
    json!({"object_type": "deal", "id": id, "properties": {"dealname": name}})
}

#[tokio::test]
async fn a_number_of_several_records_is_refused_with_their_rows() {
    let records = [
        ("us-books", json!("1043"), deal("1", "Loom")),
        ("us-books", json!("1044"), deal("2", "Loom")),
        ("us-books", json!(" 1043"), deal("3", "Loom")),
    ];
    let told = refusal(&records).await.unwrap();
    for part in [
        "`options.document_number`: 1043 is the number of 2 records (rows 2, 4)",
        "a number is of one document",
        "`option.document_number`",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("1044"), "{told}");
    let many: Vec<_> = (1..9)
        .map(|id| ("us-books", json!("7"), deal(&id.to_string(), "Loom")))
        .collect();
    let told = refusal(&many).await.unwrap();
    assert!(told.contains("rows 2, 3, 4, 5, 6 and 3 more"), "{told}");
}

#[tokio::test]
async fn a_number_is_that_of_its_properties_and_is_told_without_their_values() {
    let by_name = |id: &str, name: &str| ("us-books", json!("N-{{dealname}}"), deal(id, name));
    assert_eq!(refusal(&[by_name("1", "a"), by_name("2", "b")]).await, None);
    let told = refusal(&[by_name("1", "Ada"), by_name("2", "Ada")]).await;
    let told = told.unwrap();
    assert!(told.contains("N-{{dealname}} is the number of 2"), "{told}");
    assert!(!told.contains("Ada"), "{told}");
    let closed = |id: &str, time: &str| {
        let properties = json!({"closedate": format!("2026-01-01T{time}Z")});
        let record = json!({"object_type": "deal", "id": id, "properties": properties});
        ("us-books", json!("{{closedate}}"), record)
    };
    let of_a_day = [closed("1", "05:30:00"), closed("2", "06:45:00")];
    assert!(refusal(&of_a_day).await.is_some());
}

#[tokio::test]
async fn records_that_share_no_number_of_one_company_pass() {
    let by_id = |id: &str| json!({"object_type": "deal", "id": id});
    for records in [
        [
            ("us-books", json!("1043"), deal("1", "Loom")),
            ("uk-books", json!("1043"), deal("2", "Loom")),
        ],
        [
            ("us-books", Value::Null, deal("1", "Loom")),
            ("us-books", Value::Null, deal("2", "Loom")),
        ],
        [
            ("us-books", json!("{{po}}"), by_id("1")),
            ("us-books", json!("{{po}}"), by_id("2")),
        ],
    ] {
        assert_eq!(refusal(&records).await, None);
    }
}
