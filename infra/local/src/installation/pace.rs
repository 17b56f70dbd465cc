//! HubSpot's limits, kept: a transport that sends no more than an app may.
//!
//! An app may send so many requests in any ten seconds, and all apps of an account so many a day; each answer says how
//! many. <https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>

mod window;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue, RETRY_AFTER};
use http::{Request, Response, StatusCode};
use hubspot::{RateLimits, Transport, TransportError};

use window::Window;

use crate::functions::Asked;

/// The requests of a day of which one part is left to everything else that an account runs.
const RESERVE: u64 = 20;

/// The apps whose requests this process sends, and what their answers told of their limits.
#[derive(Default)]
pub(crate) struct Pace {
    /// By the header with an app's token, which no `Debug` shows.
    apps: Mutex<HashMap<HeaderValue, Window>>,
    day: Mutex<Option<Day>>,
}

/// The requests of an account in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// Those that it may send.
    pub(crate) all: u64,
    /// Those that are left.
    pub(crate) left: u64,
}

/// A transport that waits before it sends more than HubSpot takes.
pub(crate) struct Paced<T> {
    transport: T,
    pace: Arc<Pace>,
}

impl<T> Paced<T> {
    /// A transport that keeps this pace.
    pub(crate) fn new(transport: T, pace: Arc<Pace>) -> Self {
        Self { transport, pace }
    }
}

impl<T: Transport + Sync> Transport for Paced<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let app = request.headers().get(AUTHORIZATION).cloned();
        let app = app.unwrap_or(HeaderValue::from_static(""));
        self.pace.admit(&app).await;
        let asked = Asked::now("HubSpot", &request);
        let answer = self.transport.send(request, timeout).await;
        asked.answered(&answer);
        if let Ok(response) = &answer {
            self.pace.learn(&app, response);
        }
        answer
    }
}

impl Pace {
    /// The day's requests, once so few of them are left that a long run should leave them to others.
    pub(crate) fn low(&self) -> Option<Day> {
        let day = *self.day.lock().unwrap_or_else(PoisonError::into_inner);
        day.filter(|day| day.left < day.all / RESERVE)
    }

    /// Waits until the app may send one more request.
    async fn admit(&self, app: &HeaderValue) {
        loop {
            let now = Instant::now();
            let at = self.window(app, |window| window.reserve(now));
            tokio::time::sleep(at.saturating_duration_since(now)).await;
            // Another request may have been refused meanwhile.
            let now = Instant::now();
            if !self.window(app, |window| window.is_held(now)) {
                return;
            }
        }
    }

    fn learn(&self, app: &HeaderValue, response: &Response<Bytes>) {
        let limits = RateLimits::from_headers(response.headers());
        let now = Instant::now();
        self.window(app, |window| {
            window.learn(limits, now);
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                window.hold(asked_wait(response), now);
            }
        });
        if let (Some(all), Some(left)) = (limits.daily, limits.daily_remaining) {
            let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
            *day = Some(Day { all, left });
        }
    }

    fn window<A>(&self, app: &HeaderValue, act: impl FnOnce(&mut Window) -> A) -> A {
        let mut apps: MutexGuard<'_, HashMap<HeaderValue, Window>> =
            self.apps.lock().unwrap_or_else(PoisonError::into_inner);
        act(apps.entry(app.clone()).or_default())
    }
}

/// The wait that an answer asks for; it seldom asks.
fn asked_wait(response: &Response<Bytes>) -> Option<Duration> {
    let wait = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    wait.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests;
