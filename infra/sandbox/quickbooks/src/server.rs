//! The HTTP server.

mod api;
mod batch;
mod changes;
mod consent;
mod control;
mod envelope;
mod exchange;
mod gateway;
mod interference;
mod oauth;
mod openid;
mod page;
mod pdf;
mod route;
mod webhook;
mod xml;

use std::future::pending;
use std::sync::Arc;

use hyper::service::service_fn;
use tokio::net::TcpListener;

pub(crate) use exchange::answer_at_once;
pub(crate) use webhook::send_all;

use crate::state::Shared;

/// Accepts connections until it is dropped, and drops them then.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let service = service_fn(move |request| exchange::exchange(shared.clone(), request));
    loopback::serve(listener, service, pending()).await;
}
