//! The HTTP server.

mod api;
mod batch;
mod changes;
mod control;
mod envelope;
mod exchange;
mod gateway;
mod interference;
mod oauth;
mod openid;
mod page;
mod reply;
mod route;
mod webhook;
mod xml;

use std::convert::Infallible;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(crate) use exchange::answer_at_once;
pub(crate) use webhook::send_all;

use crate::state::Shared;

/// Accepts connections until it is dropped, and drops them then.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections: JoinSet<Result<(), Infallible>> = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let shared = shared.clone();
                connections.spawn(async move {
                    attend(stream, shared).await;
                    Ok(())
                });
            }
            Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection to its end.
async fn attend(stream: TcpStream, shared: Arc<Shared>) {
    // Answers are small: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| exchange::exchange(shared.clone(), request));
    let served = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection ended early");
    }
}
