use std::sync::Mutex;

use super::*;

type Headers = &'static [(&'static str, &'static str)];

/// Answers each request with a status and headers.
struct Answering(Mutex<Vec<(StatusCode, Headers)>>);

impl Transport for Answering {
    async fn send(
        &self,
        _request: Request<Bytes>,
        _timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let (status, headers) = self.0.lock().unwrap().remove(0);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        for (name, value) in headers {
            let name = http::HeaderName::from_static(name);
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
        Ok(response)
    }
}

async fn sent(paced: &Paced<Answering>, token: &str) -> Duration {
    let begin = Instant::now();
    let request = Request::get("http://127.0.0.1/").header(AUTHORIZATION, token);
    let request = request.body(Bytes::new()).unwrap();
    let answered = paced.send(request, Duration::from_secs(1)).await;
    answered.unwrap();
    begin.elapsed()
}

#[tokio::test]
async fn an_app_that_was_refused_waits_and_another_does_not() {
    const REFUSED: Headers = &[("x-hubspot-ratelimit-interval-milliseconds", "300")];
    let answers = vec![
        (StatusCode::TOO_MANY_REQUESTS, REFUSED),
        (StatusCode::OK, &[]),
        (StatusCode::OK, &[]),
    ];
    let paced = Paced::new(Answering(Mutex::new(answers)), Arc::default());
    sent(&paced, "Bearer one").await;
    assert!(sent(&paced, "Bearer two").await < Duration::from_millis(200));
    assert!(sent(&paced, "Bearer one").await > Duration::from_millis(200));
}

#[tokio::test]
async fn the_last_twentieth_of_the_day_is_told() {
    for (left, is_low) in [("12500", false), ("12499", true)] {
        let headers: Headers = Box::leak(Box::new([
            ("x-hubspot-ratelimit-daily", "250000"),
            ("x-hubspot-ratelimit-daily-remaining", left),
        ]));
        let pace = Arc::new(Pace::default());
        assert_eq!(pace.low(), None);
        let answers = Answering(Mutex::new(vec![(StatusCode::OK, headers)]));
        sent(&Paced::new(answers, Arc::clone(&pace)), "Bearer one").await;
        assert_eq!(pace.low().is_some(), is_low, "{left}");
    }
}
