//! The requests of one app in a rolling window. Pure: the time is an argument.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use hubspot::RateLimits;

/// The requests in ten seconds of HubSpot's smallest plans, before an answer tells the app's own.
const LEAST: u64 = 100;
/// The window's length, until an answer tells it.
const INTERVAL: Duration = Duration::from_secs(10);
/// The part of the quota that is not used: another process of the app may send a few.
const MARGIN: u64 = 10;
/// The time by which a window is taken to be longer: HubSpot counts a request when it arrives, and one takes longer
/// than another.
const SLACK: Duration = Duration::from_millis(250);
/// The wait while somebody else uses the app's quota up.
const BUSY: Duration = Duration::from_secs(1);

/// The requests of one app, those to come included.
pub(super) struct Window {
    /// The moments of the last requests, in order.
    sent: VecDeque<Instant>,
    max: u64,
    interval: Duration,
    held_until: Option<Instant>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            sent: VecDeque::new(),
            max: LEAST,
            interval: INTERVAL,
            held_until: None,
        }
    }
}

impl Window {
    /// The moment from which one more request may be sent; it is counted as sent then. Requests are let through in
    /// the order in which they ask.
    pub(super) fn reserve(&mut self, now: Instant) -> Instant {
        let share = self.share();
        while self.sent.len() > share {
            self.sent.pop_front();
        }
        let earlier = self.sent.len().checked_sub(share);
        let earlier = earlier.and_then(|place| self.sent.get(place));
        let free = earlier.map_or(now, |at| *at + self.interval + SLACK);
        let at = free.max(now).max(self.held_until.unwrap_or(now));
        self.sent.push_back(at);
        at
    }

    /// Takes over what an answer tells.
    pub(super) fn learn(&mut self, limits: RateLimits, now: Instant) {
        self.max = limits.max.filter(|max| *max > 0).unwrap_or(self.max);
        self.interval = limits.interval.unwrap_or(self.interval);
        let few = (self.max / (2 * MARGIN)).max(1);
        if limits.remaining.is_some_and(|remaining| remaining < few) {
            self.hold_until(now + BUSY);
        }
    }

    /// Sends nothing for the time that HubSpot asks for, which is never longer than the window: the day's quota is not
    /// waited for here.
    pub(super) fn hold(&mut self, asked: Option<Duration>, now: Instant) {
        let wait = asked.map_or(self.interval, |asked| asked.min(self.interval));
        self.hold_until(now + wait);
    }

    /// True while nothing is sent.
    pub(super) fn is_held(&self, now: Instant) -> bool {
        self.held_until.is_some_and(|until| until > now)
    }

    fn hold_until(&mut self, until: Instant) {
        self.held_until = self.held_until.max(Some(until));
    }

    /// The requests that are sent in one window.
    fn share(&self) -> usize {
        let share = self.max - self.max.div_ceil(MARGIN);
        usize::try_from(share.max(1)).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use hubspot::RateLimits;

    use super::Window;

    fn limits(max: u64, remaining: u64) -> RateLimits {
        RateLimits {
            max: Some(max),
            remaining: Some(remaining),
            ..RateLimits::default()
        }
    }

    /// The seconds after `begin` at which so many requests are let through.
    fn seconds(window: &mut Window, begin: Instant, requests: usize) -> Vec<u64> {
        let at = (0..requests).map(|_| window.reserve(begin).duration_since(begin).as_secs());
        at.collect()
    }

    #[test]
    fn no_window_of_ten_seconds_has_more_than_nine_tenths_of_the_quota() {
        let begin = Instant::now();
        let mut window = Window::default();
        window.learn(limits(190, 189), begin);
        let at = seconds(&mut window, begin, 500);
        for (second, expected) in [(0, 171), (10, 171), (20, 158)] {
            let sent = at.iter().filter(|at| **at == second).count();
            assert_eq!(sent, expected, "second {second}");
        }
    }

    #[test]
    fn the_smallest_plan_is_assumed_until_an_answer_tells_the_app_s_own() {
        let begin = Instant::now();
        let mut window = Window::default();
        let at = seconds(&mut window, begin, 91);
        assert_eq!((at[89], at[90]), (0, 10));
        window.learn(limits(1, 1), begin);
        assert_eq!(seconds(&mut window, begin, 2), [20, 30]);
    }

    #[test]
    fn after_a_refusal_nothing_is_sent_for_the_window_at_most() {
        let begin = Instant::now();
        for (asked, expected) in [(None, 10), (Some(3), 3), (Some(28_800), 10)] {
            let mut window = Window::default();
            window.hold(asked.map(Duration::from_secs), begin);
            assert!(window.is_held(begin));
            assert_eq!(seconds(&mut window, begin, 1), [expected]);
            assert!(!window.is_held(begin + Duration::from_secs(expected)));
        }
    }

    #[test]
    fn what_others_leave_of_the_quota_is_not_used_up() {
        let begin = Instant::now();
        let mut window = Window::default();
        window.learn(limits(190, 9), begin);
        assert!(!window.is_held(begin));
        window.learn(limits(190, 8), begin);
        assert_eq!(seconds(&mut window, begin, 1), [1]);
    }
}
