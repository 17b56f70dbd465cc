//! The name under which requests to AWS are known there, in its logs and to its support.

use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::{disable_interceptor, dyn_dispatch_hint};

/// The name of every request.
const NAME: &str = concat!(
    "quickbooks-actions/",
    env!("CARGO_PKG_VERSION"),
    " aws-sdk-rust"
);

/// An interceptor of the AWS SDK that gives each request this name. The SDK would put one together for each anew, of what
/// does not change while a process lives; and a random id beside it, which is signed like all headers and which nobody reads:
/// the service answers each request with an id of its own.
#[derive(Debug)]
pub struct SteadyUserAgent;

#[dyn_dispatch_hint]
impl Intercept for SteadyUserAgent {
    fn name(&self) -> &'static str {
        "SteadyUserAgent"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        call: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let of_sdk = disable_interceptor::<UserAgentInterceptor>("requests have a steady name");
        let id = disable_interceptor::<InvocationIdInterceptor>("services name each request");
        let state = call.interceptor_state();
        state.store_put(of_sdk);
        state.store_put(id);
        Ok(())
    }

    fn modify_before_signing(
        &self,
        request: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = request.request_mut().headers_mut();
        headers.try_insert("user-agent", NAME)?;
        Ok(())
    }
}
