//! The refusals of the company's rules: Intuit's codes, messages and details.

mod business;

/// A refusal as the API answers it ("Fault"), with Intuit's code and texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {message}: {detail}")]
pub struct Fault {
    /// The HTTP status it is answered with outside of a batch.
    pub status: u16,
    /// `ValidationFault` or `SystemFault`.
    pub kind: &'static str,
    /// Intuit's code ("6240").
    pub code: &'static str,
    /// The code's fixed message.
    pub message: &'static str,
    /// The cause in this case.
    pub detail: String,
    /// The property it is about: a path, empty, or absent as Intuit does it for this code.
    pub element: Option<String>,
}

const MADE_INACTIVE: &str = "Something you're trying to use has been made inactive. \
     Check the fields with accounts, customers, items, vendors or employees.";

impl Fault {
    fn new(code: &'static str, message: &'static str, detail: String) -> Self {
        Self {
            status: 400,
            kind: "ValidationFault",
            code,
            message,
            detail,
            element: Some(String::new()),
        }
    }

    fn at(mut self, element: &str) -> Self {
        self.element = Some(element.to_owned());
        self
    }

    fn nowhere(mut self) -> Self {
        self.element = None;
        self
    }

    /// 500: this entity has no such operation.
    pub(crate) fn unsupported(operation: &str) -> Self {
        Self::new(
            "500",
            "Unsupported Operation",
            format!("Operation {operation} is not supported."),
        )
        .nowhere()
    }

    /// 500: no resource has this path.
    pub(crate) fn no_such_path(path: &str) -> Self {
        Self::unsupported(&format!(
            "Could not find resource for relative : {path} of full path: {path}"
        ))
    }

    /// 610: no row has this id any more, or ever had.
    pub(crate) fn not_found() -> Self {
        Self::new(
            "610",
            "Object Not Found",
            format!("Object Not Found : {MADE_INACTIVE}"),
        )
    }

    /// 1040: more items in a batch than allowed.
    pub(crate) fn batch_too_large(limit: usize, sent: usize) -> Self {
        let detail =
            format!("Batch size exceeds allowed limit. Max:{limit} supported. Supplied:{sent}");
        Self::new("1040", "Batch size exceeds allowed limit", detail).nowhere()
    }

    /// 2010: a property this entity does not have.
    pub(crate) fn unknown_property(name: &str, class: &str, known: &[&str]) -> Self {
        let listed: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
        let detail = format!(
            "Property Name:Unrecognized field \"{name}\" (class com.intuit.schema.finance.v3.{class}), \
             not marked as ignorable ({} known properties: {}])\n specified is unsupported or invalid",
            known.len(),
            listed.join(", "),
        );
        Self::new(
            "2010",
            "Request has invalid or unsupported property",
            detail,
        )
        .nowhere()
    }

    /// 2010: not JSON, or a value of the wrong shape.
    pub(crate) fn unreadable() -> Self {
        let detail = "Property Name:failed to parse json object; a property specified is unsupported or invalid";
        Self::new(
            "2010",
            "Request has invalid or unsupported property",
            detail.to_owned(),
        )
        .nowhere()
    }

    /// 2020: something required is missing.
    pub(crate) fn missing(parameter: &str) -> Self {
        let detail = format!("Required parameter {parameter} is missing in the request");
        Self::new(
            "2020",
            "Required param missing, need to supply the required value for the API",
            detail,
        )
        .at(parameter)
    }

    /// 2030: an id that is not a number.
    pub(crate) fn invalid_id(supplied: &str) -> Self {
        let detail = format!("Id should be a valid number. Supplied value:{supplied}");
        Self::new("2030", "Invalid ID", detail).at("Id")
    }

    /// 2040: characters a name may not have.
    pub(crate) fn invalid_characters(property: &str) -> Self {
        let detail = format!(
            "{property} has one of the characters that are not allowed: colon, tab or new line"
        );
        Self::new(
            "2040",
            "Invalid String. The string contains unsupported characters",
            detail,
        )
        .at(property)
    }

    /// 2050: a text that is too long.
    pub(crate) fn length(property: &str, max: usize, supplied: usize) -> Self {
        let detail = format!(
            "String length specified does not match the supported length. \
             Min:0 Max:{max} supported. Supplied length:{supplied}"
        );
        Self::new(
            "2050",
            "String length is either shorter or longer than supported by specification",
            detail,
        )
        .at(property)
    }

    /// 2060: a date that is not `YYYY-MM-DD`.
    pub(crate) fn invalid_date(property: &str, supplied: &str) -> Self {
        let detail = format!("Invalid Date Format : {supplied}. Supported format:YYYY-MM-DD");
        Self::new("2060", "Invalid Date Format", detail).at(property)
    }

    /// 2110: a number that is none.
    pub(crate) fn invalid_decimal(property: &str, supplied: &str) -> Self {
        Self::new(
            "2110",
            "Invalid Decimal",
            format!("Invalid Decimal : {supplied}"),
        )
        .at(property)
    }

    /// 2130: a `requestid` that is too long.
    pub(crate) fn invalid_request_id(max: usize, supplied: usize) -> Self {
        let detail =
            format!("Request Id is not valid. Max:{max} supported. Supplied length:{supplied}");
        Self::new("2130", "Invalid Request Id Format", detail).nowhere()
    }

    /// 2140: an amount of money that is none.
    pub(crate) fn invalid_amount(property: &str, supplied: &str) -> Self {
        Self::new(
            "2140",
            "Invalid Amount",
            format!("Invalid Amount : {supplied}"),
        )
        .at(property)
    }

    /// 2170: a word that is not one of the choices.
    pub(crate) fn invalid_enumeration(property: &str, supplied: &str) -> Self {
        Self::new(
            "2170",
            "Invalid Enumeration",
            format!("Invalid Enumeration : {supplied}"),
        )
        .at(property)
    }

    /// 2210: an e-mail address without `@` or dot.
    pub(crate) fn invalid_email(property: &str) -> Self {
        let detail = "Invalid Email Address Format : the address needs the format x@y.z".to_owned();
        Self::new("2210", "Invalid Email Address Format", detail).at(property)
    }

    /// 2410: a foreign currency without its rate, in Intuit's spelling.
    pub(crate) fn exchange_rate_missing() -> Self {
        let detail =
            "The currency and exchange rate are required for transaction in foreign currency.";
        Self::new(
            "2410",
            "Curreny, ExchangeRate is missing.",
            detail.to_owned(),
        )
    }

    /// 2500: a reference to a row that never was.
    pub(crate) fn unknown_reference(list: &str, id: &str) -> Self {
        let detail = format!("Invalid Reference Id : {list} element id {id} not found");
        Self::new("2500", "Invalid Reference Id", detail)
    }

    /// 2500: a reference to a row that is inactive.
    pub(crate) fn inactive_reference() -> Self {
        Self::new(
            "2500",
            "Invalid Reference Id",
            format!("Invalid Reference Id : {MADE_INACTIVE}"),
        )
    }

    /// 2500: a category on a line (consolibyte/quickbooks-php, issue 178).
    pub(crate) fn category() -> Self {
        let detail = "Invalid Reference Id : Categories cannot be used in transactions.";
        Self::new("2500", "Invalid Reference Id", detail.to_owned())
    }

    /// 4000: a query that cannot be read.
    pub(crate) fn query_unreadable(detail: &str) -> Self {
        Self::new(
            "4000",
            "Error parsing query",
            format!("QueryParserError: {detail}"),
        )
        .nowhere()
    }

    /// 4001: a query that can be read and makes no sense.
    pub(crate) fn query_invalid(detail: &str) -> Self {
        Self::new(
            "4001",
            "Invalid query",
            format!("QueryValidationError: {detail}"),
        )
        .nowhere()
    }
}
