use proptest::prelude::*;

use super::*;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn the_eleventh_request_of_a_second_waits_for_the_next_and_each_has_a_place_of_its_own() {
    let mut second = Second::default();
    let waits: Vec<_> = (0..21)
        .map(|_| second.place(10, at(0)).as_millis())
        .collect();
    assert_eq!(waits[..10], [0; 10]);
    assert_eq!(waits[10..20], [1_100; 10]);
    assert_eq!(waits[20], 2_200);
    assert_eq!(second.place(10, at(60_000)), Duration::ZERO);
}

fn refused(second: &mut Second, milliseconds: i64) -> Option<u128> {
    let wait = second.refused(10, MINUTE, at(milliseconds));
    wait.map(|wait| wait.as_millis())
}

#[test]
fn a_refusal_is_the_minute_s_once_two_waits_were_of_no_use() {
    let mut second = Second::default();
    assert_eq!(refused(&mut second, 0), Some(1_000));
    assert_eq!(refused(&mut second, 100), Some(900), "at the same time");
    assert_eq!(refused(&mut second, 1_000), Some(2_000));
    assert_eq!(refused(&mut second, 3_000), None);
    assert_eq!(refused(&mut second, 62_900), None, "within a minute");
    assert_eq!(refused(&mut second, 122_900), Some(1_000));
}

#[test]
fn a_refusal_after_an_answer_is_the_second_s_again() {
    for (sent, expected) in [(999, 2_000), (1_000, 1_000)] {
        let mut second = Second::default();
        assert_eq!(refused(&mut second, 0), Some(1_000));
        second.answered(at(sent));
        assert_eq!(refused(&mut second, 1_500), Some(expected), "{sent}");
    }
}

#[test]
fn who_is_refused_leaves_a_quarter_of_its_second_to_others_and_takes_it_back_bit_by_bit() {
    let mut second = Second::default();
    second.refused(10, MINUTE, at(0));
    assert_eq!(second.left_by_others(10, at(999)), 7);
    assert_eq!(second.left_by_others(10, at(2_000)), 9);
    assert_eq!(second.left_by_others(10, at(5_000)), 10);
    second.refused(10, MINUTE, at(1_000));
    assert_eq!(second.left_by_others(10, at(1_000)), 6);
    second.refused(10, MINUTE, at(3_000));
    assert_eq!(second.left_by_others(10, at(3_000)), 8, "the minute's");
}

proptest! {
    #[test]
    fn no_second_has_more_than_its_number(
        limit in 1_usize..12,
        gaps in prop::collection::vec(0_i64..400, 1..100),
    ) {
        let (mut second, mut now, mut sent) = (Second::default(), at(0), Vec::new());
        for gap in gaps {
            now += jiff::SignedDuration::from_millis(gap);
            let wait = second.place(limit, now);
            sent.push(later(now, wait));
        }
        for group in sent.windows(limit + 1) {
            let apart = group[limit].duration_since(group[0]);
            prop_assert!(apart >= jiff::SignedDuration::from_secs(1), "{apart:?}");
        }
    }
}
