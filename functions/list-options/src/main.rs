//! The Lambda function `list-options`, for those who may invoke it with HubSpot's own request as the event.

use actions::ActionError;
use jiff::Timestamp;
use list_options::{ListOptions, OptionsAnswer, OptionsRequest};
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};

fn main() -> Result<(), ServeError> {
    runtime::serve_handler("list-options", Lists::default())
}

#[derive(Default)]
struct Lists(ListOptions);

impl Handler for Lists {
    type Answer = OptionsAnswer;

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<OptionsAnswer, ActionError> {
        let request = OptionsRequest::parse(event).ok_or_else(|| {
            ActionError::invalid(
                "the event is HubSpot's request for options, with `origin.portalId`",
            )
        })?;
        let field = request.field.clone().unwrap_or_default();
        // On the heap, as the AWS SDK's futures are inside.
        let answer = Box::pin(self.0.answer(&services.engine, &field, &request, deadline)).await;
        answer.ok_or_else(|| {
            ActionError::invalid(
                "`inputFieldName` is no dropdown of an action: see the fields of the editor",
            )
        })
    }

    fn metrics(&self, _: &OptionsAnswer) -> Vec<Metric> {
        Vec::new()
    }
}
