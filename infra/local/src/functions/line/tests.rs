use super::*;

fn line(outcome: &Outcome, requests: u64) -> String {
    let line = Line {
        function: "create-invoice",
        subject: "deal 9001",
        outcome,
        requests,
        took: Duration::from_millis(35),
    };
    let words = anstream::adapter::strip_str(&line.to_string()).to_string();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_line_tells_what_came_of_a_record_and_names_nobody() {
    let answer = |json: &str| Outcome::Response(json.to_owned());
    let made = r#"{"status": "created", "document": {"type": "Invoice", "id": "145", "number": "1038", "total": "1480.00",
        "currency": "USD"}, "customer": {"id": "58", "name": "Ada O'Keefe"}, "warnings": []}"#;
    let both = r#"{"status": "created", "documents": [{"type": "Invoice", "id": "1", "total": "5.00", "currency":
        "USD"}, {"type": "Payment", "id": "2", "total": "5.00", "currency": "USD"}], "document": {"id": "1"}}"#;
    let refused = FunctionError::new("ProductNotFound", "deal 9001: no product `Ada's bench`");
    for (outcome, requests, expected) in [
        (
            answer(made),
            1,
            "created Invoice 1038 (id 145) 1480.00 USD 1 request,",
        ),
        (
            answer(both),
            2,
            "created Invoice (id 1) 5.00 USD, Payment (id 2) 5.00 USD 2 requests,",
        ),
        (
            answer(r#"{"status": "nothing_to_do"}"#),
            0,
            "nothing_to_do 0 requests,",
        ),
        (answer(r#"{"connections": []}"#), 0, "answered 0 requests,"),
        (Outcome::Error(refused), 3, "ProductNotFound 3 requests,"),
    ] {
        let expected = format!("create-invoice deal 9001 {expected} 35 ms");
        assert_eq!(line(&outcome, requests), expected);
    }
}
