//! The size of a request, and the time for its answer.

use std::time::Duration;

use crate::error::Refusal;
use crate::http::HttpRequest;
use crate::routes::Route;

/// The largest body. HubSpot's are some kilobytes; a batch of a hundred webhooks is some thirty.
const LARGEST_BODY: usize = 1 << 20;

/// The most headers. HubSpot sends some twenty, and API Gateway adds a few.
const MOST_HEADERS: usize = 100;

/// The time for an execution. HubSpot documents none for its actions; a workflow is told to wait within a second, and
/// what takes longer is told when HubSpot sends it again.
const EXECUTION: Duration = Duration::from_millis(950);

/// The time for changes, and for the first request of a process, which has its connections to open. HubSpot waits for
/// five seconds; the way there and back takes the rest.
///
/// <https://developers.hubspot.com/docs/api/webhooks>
const CHANGES: Duration = Duration::from_millis(4_500);

/// The time for a dropdown, in front of which a person waits. HubSpot documents none; API Gateway ends at half a minute.
const DROPDOWN: Duration = Duration::from_secs(10);

/// The time for the answer of a route, in a process that has answered before or has not.
pub(crate) fn time(route: Route<'_>, has_answered: bool) -> Duration {
    match route {
        Route::Action(_) if has_answered => EXECUTION,
        Route::Action(_) | Route::Webhooks => CHANGES,
        Route::Options(_) => DROPDOWN,
    }
}

/// The refusal of what took longer. HubSpot sends it again, and finds the run, or the events, that were begun.
pub(crate) fn out_of_time(route: Route<'_>, time: Duration) -> Refusal {
    let detail = format!("no answer was ready within {} ms", time.as_millis());
    match route {
        Route::Webhooks => Refusal::ChangesNotTaken { detail },
        Route::Action(_) | Route::Options(_) => Refusal::Unavailable { detail },
    }
}

/// Refuses what is larger than anything that HubSpot sends.
pub(crate) fn check(request: &HttpRequest) -> Result<(), Refusal> {
    if request.body.len() > LARGEST_BODY {
        return Err(Refusal::BodyTooLarge);
    }
    if request.headers.len() > MOST_HEADERS {
        return Err(Refusal::TooManyHeaders);
    }
    Ok(())
}
