use super::*;

#[test]
fn a_failed_delivery_is_tried_again_after_20_30_and_50_minutes_and_then_given_up() {
    let mut webhooks = Webhooks::default();
    let mut now = Timestamp::UNIX_EPOCH;
    webhooks.add("[]".to_owned(), now);
    for minutes in [20, 30, 50] {
        let delivery = webhooks.take_due(now).unwrap();
        webhooks.settle(delivery, Some(503));
        let almost = now + Duration::from_secs(minutes * 60 - 1);
        assert!(webhooks.take_due(almost).is_none());
        now += Duration::from_mins(minutes);
    }
    let last = webhooks.take_due(now).unwrap();
    webhooks.settle(last, None);
    webhooks.add("[]".to_owned(), now);
    assert!(webhooks.take_due(Timestamp::MAX).is_none());
}

#[test]
fn what_arrived_and_what_was_refused_for_good_is_not_sent_again() {
    for status in [200, 204, 400, 401, 404] {
        let mut webhooks = Webhooks::default();
        webhooks.add("[]".to_owned(), Timestamp::UNIX_EPOCH);
        let delivery = webhooks.take_due(Timestamp::UNIX_EPOCH).unwrap();
        webhooks.settle(delivery, Some(status));
        assert!(webhooks.take_due(Timestamp::MAX).is_none(), "{status}");
    }
}
