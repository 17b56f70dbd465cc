//! The server.

use std::error::Error;
use std::pin::pin;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::guard::{self, Refusal};

/// The time in which a request's head must have come, so that half ones do not pile up.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// Accepts connections until `end`, and brings those that are open to their end then; dropped before,
/// it drops them.
pub async fn serve<S, B>(listener: TcpListener, service: S, end: impl Future<Output = ()> + Send)
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>> + Send,
    B: Body + From<String> + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    serve_publicly(listener, service, |_| false, end).await;
}

/// The same, with paths that whoever comes through a tunnel may reach under the tunnel's name: each request
/// there is signed.
pub async fn serve_publicly<S, B>(
    listener: TcpListener,
    service: S,
    is_public: fn(&str) -> bool,
    end: impl Future<Output = ()> + Send,
) where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>> + Send,
    B: Body + From<String> + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(attend(
                    stream,
                    service.clone(),
                    is_public,
                    graceful.watcher(),
                ));
            }
            Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Serves one connection to its end.
async fn attend<S, B>(stream: TcpStream, service: S, is_public: fn(&str) -> bool, ends: Watcher)
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>> + Send,
    B: Body + From<String> + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    // Answers are small: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let guarded = service_fn(move |request: Request<Incoming>| {
        let refusal = guard::refusal(request.method(), request.headers());
        let refusal = refusal.filter(|_| !is_public(request.uri().path()));
        let service = service.clone();
        async move {
            match refusal {
                Some(refusal) => Ok(refused(refusal)),
                None => service.call(request).await,
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), guarded);
    if let Err(error) = ends.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn refused<B: From<String>>(refusal: Refusal) -> Response<B> {
    let body = format!("{{\"error\":\"{}\"}}", refusal.reason());
    let mut response = Response::new(B::from(body));
    *response.status_mut() = StatusCode::FORBIDDEN;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::pending;
    use std::time::Duration;

    use bytes::Bytes;
    use http::{Request, Response};
    use http_body_util::Full;
    use hyper::body::Incoming;
    use hyper::service::service_fn;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::{HEADER_TIMEOUT, serve_publicly};

    async fn answers() -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = service_fn(|_: Request<Incoming>| async {
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("taken")))
        });
        let is_public = |path: &str| path.starts_with("/signed");
        tokio::spawn(serve_publicly(listener, service, is_public, pending()));
        TcpStream::connect(address).await.unwrap()
    }

    async fn said(stream: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn a_request_under_a_foreign_name_gets_nowhere() {
        for (path, host, taken) in [
            ("/", "127.0.0.1", true),
            ("/", "attacker.example", false),
            ("/signed", "tunnel.example", true),
        ] {
            let mut stream = answers().await;
            let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            let answer = said(&mut stream).await;
            assert_eq!(answer.starts_with("HTTP/1.1 200"), taken, "{answer}");
            assert_eq!(answer.starts_with("HTTP/1.1 403"), !taken, "{answer}");
            assert_eq!(
                answer.contains("taken\r") || answer.ends_with("\r\n\r\ntaken"),
                taken
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_does_not_get_to_the_point_is_closed() {
        let mut stream = answers().await;
        let half = b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ";
        stream.write_all(half).await.unwrap();
        let ended =
            tokio::time::timeout(HEADER_TIMEOUT + Duration::from_secs(5), said(&mut stream));
        let answer = ended.await.unwrap();
        assert!(!answer.contains("200"), "{answer}");
    }
}
