//! The envelopes answers come in.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Map, Value, json};

use crate::fault::Fault;

/// A moment as envelopes show it: the company's time zone, with milliseconds.
pub(crate) fn envelope_time(now: Timestamp, zone: &TimeZone) -> String {
    ZonedDateTime::new(now, zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S.%3f%:z")
        .to_string()
}

/// `{"<name>": …, "time": …}`
pub(crate) fn success(name: &str, value: Value, time: &str) -> Value {
    let mut envelope = Map::new();
    envelope.insert(name.to_owned(), value);
    envelope.insert("time".to_owned(), Value::from(time));
    Value::Object(envelope)
}

/// The `Fault` object of a refusal.
pub(crate) fn fault_object(fault: &Fault) -> Value {
    let mut error = json!({ "Message": fault.message, "Detail": fault.detail, "code": fault.code });
    if let (Some(element), Some(fields)) = (&fault.element, error.as_object_mut()) {
        fields.insert("element".to_owned(), Value::from(element.as_str()));
    }
    json!({ "Error": [error], "type": fault.kind })
}

/// `{"Fault": …, "time": …}`
pub(crate) fn refusal(fault: &Fault, time: &str) -> Value {
    success("Fault", fault_object(fault), time)
}

/// A refusal of Intuit's gateway, which is in front of the API and speaks another dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GatewayFault {
    pub(crate) status: u16,
    message: &'static str,
    pub(crate) detail: &'static str,
    code: &'static str,
    kind: &'static str,
}

impl GatewayFault {
    pub(crate) const TOKEN_EXPIRED: Self = Self {
        status: 401,
        message: "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        detail: "Token expired",
        code: "3200",
        kind: "AUTHENTICATION",
    };
    pub(crate) const TOKEN_MALFORMED: Self = Self {
        detail: "Malformed bearer token: too short or too long",
        ..Self::TOKEN_EXPIRED
    };
    pub(crate) const WRONG_REALM: Self = Self {
        status: 403,
        message: "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
        detail: "The application is not authorized for this company",
        code: "3100",
        kind: "SERVICE",
    };
    pub(crate) const THROTTLED: Self = Self {
        status: 429,
        message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
        detail: "The request limit was reached.  Try again later",
        code: "3001",
        kind: "SERVICE",
    };

    /// The gateway's lower-case envelope; its time is in milliseconds since 1970.
    pub(crate) fn json(self, now: Timestamp) -> String {
        let error = json!({ "message": self.message, "detail": self.detail, "code": self.code, "element": null });
        json!({
            "warnings": null, "intuitObject": null,
            "fault": { "error": [error], "type": self.kind },
            "report": null, "queryResponse": null, "batchItemResponse": [], "attachableResponse": [],
            "syncErrorResponse": null, "requestId": null, "time": now.as_millisecond(), "status": null,
            "cdcresponse": [],
        })
        .to_string()
    }

    /// The XML envelope.
    pub(crate) fn xml(self, time: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <IntuitResponse time=\"{time}\" xmlns=\"http://schema.intuit.com/finance/v3\">\
             <Fault type=\"{}\"><Error code=\"{}\"><Message>{}</Message><Detail>{}</Detail></Error></Fault>\
             </IntuitResponse>",
            self.kind, self.code, self.message, self.detail
        )
    }
}
