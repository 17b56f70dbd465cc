//! The HTTP server.

mod account;
mod api;
mod associations;
mod associations_of_v3;
mod automation;
mod batch;
mod call;
mod control;
mod definitions;
mod exchange;
mod forms;
mod interference;
mod oauth;
mod objects;
mod page;
mod properties;
mod request;
mod route;
mod validation;

use std::future::pending;
use std::sync::Arc;

use hyper::service::service_fn;
use loopback::reply::Reply;
use tokio::net::TcpListener;

pub(crate) use exchange::answer_at_once;

use crate::state::Shared;

/// Accepts connections until it is dropped, and drops them then.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let service = service_fn(move |request| exchange::exchange(shared.clone(), request));
    loopback::serve(listener, service, pending()).await;
}

/// An answer in JSON, with the type that HubSpot gives it.
fn in_json(status: u16, body: String) -> Reply {
    Reply::new(status, "application/json;charset=utf-8", body)
}
