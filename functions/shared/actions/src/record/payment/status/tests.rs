use super::PaymentStatus;

#[test]
fn a_payment_that_was_charged_is_a_sale_whatever_became_of_it() {
    let cases = [
        ("succeeded", true, false),
        ("SUCCEEDED", true, false),
        ("processing_refund", true, false),
        ("partially_refunded", true, false),
        ("refunded", true, false),
        ("disputed_won", true, false),
        ("disputed_lost", true, true),
        ("disputed_action_required", true, true),
        ("disputed_awaiting_decision", true, true),
        ("processing", false, false),
        ("failed", false, false),
        ("paid_out", false, false),
    ];
    for (text, charged, warned) in cases {
        let status: PaymentStatus = text.parse().unwrap();
        assert_eq!(status.is_charged(), charged, "{text}");
        assert_eq!(status.disputed().is_some(), warned, "{text}");
        assert_eq!(status.to_string(), text.to_lowercase());
    }
}

#[test]
fn no_advice_is_impossible_to_follow() {
    let advice = |text: &str| text.parse::<PaymentStatus>().unwrap();
    assert!(
        advice("processing")
            .until_charged()
            .contains("once it has succeeded")
    );
    assert!(
        advice("failed")
            .until_charged()
            .contains("leave such payments out")
    );
    assert!(
        advice("failed")
            .until_refunded()
            .contains("leave such payments out")
    );
    assert!(advice("disputed_lost").until_refunded().contains("by hand"));
    assert!(
        advice("succeeded")
            .until_refunded()
            .contains("enrol it once it is")
    );
}
