//! A business rule that QuickBooks may have and has not published, as the company's next answer.

use crate::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::json;

impl Rehearsal {
    /// Refuses the next document of a type with 6000 and this detail, whatever the company's open questions say.
    pub fn refuse_next(&self, entity: &str, detail: &str) {
        self.refuse_next_with(
            "6000",
            entity,
            &format!("Business Validation Error: {detail}"),
        );
    }

    /// The same with another code of QuickBooks'.
    pub fn refuse_next_with(&self, code: &str, entity: &str, detail: &str) {
        let fault = json!({"Fault": {"type": "ValidationFault", "Error": [{
            "code": code,
            "Message": "A business validation error has occurred while processing your request",
            "Detail": detail,
        }]}});
        let answer = FaultEffect::Status(ScriptedAnswer {
            status: 400,
            body: fault.to_string(),
            content_type: "application/json".to_owned(),
            after_effect: false,
        });
        let script = FaultScript::new(answer).entity(entity);
        self.sandbox.script(script.operation(Operation::Create));
    }
}
