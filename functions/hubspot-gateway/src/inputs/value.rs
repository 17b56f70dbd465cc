//! The value of one input, by what its field is for.

use actions::options::DocumentDate;
use editor::{AS_SET, Field, Input, OptionForm, Target, UNAVAILABLE};
use hubspot::Properties;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The value of an option, or `None` where the field was left empty or to the settings.
///
/// # Errors
///
/// A text that says what is expected; it does not repeat the value.
pub(super) fn read(field: &Field, input: &Value, zone: &TimeZone) -> Result<Option<Value>, String> {
    let form = match field.target {
        Target::Option { form, .. } => form,
        Target::Connection | Target::CustomField { .. } => OptionForm::Text,
    };
    let is_text = matches!(field.input, Input::Text | Input::LongText);
    let Some(text) = text(input, form, is_text)? else {
        return Ok(None);
    };
    if !is_text && text == AS_SET {
        return Ok(None);
    }
    if !is_text && text == UNAVAILABLE {
        return Err("its list could not be read when it was chosen: choose again".to_owned());
    }
    option(form, &text, zone).map(Some)
}

/// The one choice of a list, or `None` where nothing is chosen.
///
/// # Errors
///
/// A text that says what is expected; it does not repeat the value.
pub(super) fn choice(input: &Value) -> Result<Option<String>, String> {
    text(input, OptionForm::Text, false)
}

/// The option of a text that is not empty.
fn option(form: OptionForm, text: &str, zone: &TimeZone) -> Result<Value, String> {
    match form {
        OptionForm::Text | OptionForm::Addresses | OptionForm::Word => Ok(text.into()),
        OptionForm::Decimal => decimal(text),
        OptionForm::Truth => truth(text).map(Value::Bool),
        OptionForm::Object => id(text)
            .map(|id| json!({ "quickbooks_id": id }))
            .ok_or_else(|| "expected one of its list".to_owned()),
        OptionForm::Customer => chosen(text, &["associated_contact", "associated_company"]),
        OptionForm::Products => chosen(text, &["line_items"]),
        OptionForm::Moment => moment(whole(text)),
        OptionForm::Day => day(text, zone),
    }
}

/// The text of an input. A list is one text where its field may hold several, and else a single one.
fn text(input: &Value, form: OptionForm, is_text: bool) -> Result<Option<String>, String> {
    let mut texts = Vec::new();
    collect(input, &mut texts)?;
    if form == OptionForm::Addresses {
        let addresses = texts.iter().flat_map(|text| text.split([';', ',']));
        let addresses = addresses
            .map(str::trim)
            .filter(|address| !address.is_empty());
        texts = vec![addresses.collect::<Vec<_>>().join(", ")];
    } else if is_text {
        texts = vec![texts.join(", ")];
    } else {
        let choices = texts.iter().flat_map(|text| text.split(';'));
        let choices = choices.map(str::trim).filter(|choice| !choice.is_empty());
        texts = choices.map(ToOwned::to_owned).collect();
    }
    match texts.as_slice() {
        [] => Ok(None),
        [text] if text.trim().is_empty() => Ok(None),
        [text] => Ok(Some(text.clone())),
        _ => Err("it takes one value".to_owned()),
    }
}

fn collect(input: &Value, texts: &mut Vec<String>) -> Result<(), String> {
    match input {
        Value::Null => {}
        Value::Bool(truth) => texts.push(truth.to_string()),
        Value::Number(number) => texts.push(number.to_string()),
        Value::String(text) if text.trim().is_empty() => {}
        Value::String(text) => texts.push(text.trim().to_owned()),
        Value::Array(items) => {
            for item in items {
                collect(item, texts)?;
            }
        }
        Value::Object(_) => return Err("expected a text, a number or a list of them".to_owned()),
    }
    Ok(())
}

fn truth(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err("expected yes or no".to_owned()),
    }
}

/// One of the words, or QuickBooks' id.
fn chosen(text: &str, words: &[&str]) -> Result<Value, String> {
    if words.contains(&text) {
        return Ok(text.into());
    }
    let id = id(text).ok_or_else(|| format!("expected {} or one of its list", words.join(", ")))?;
    Ok(json!({ "quickbooks_id": id }))
}

/// QuickBooks' id, which is digits.
fn id(text: &str) -> Option<&str> {
    let text = whole(text);
    let is_id = (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then_some(text)
}

/// A number without the zeros after its point: `3.0` is how some clients write `3`.
fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((digits, zeros)) if is_digits(digits) && zeros.bytes().all(|byte| byte == b'0') => {
            digits
        }
        Some(_) | None => text,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number; anything else would stand in the run's history, and be refused there.
fn decimal(text: &str) -> Result<Value, String> {
    let number = text.parse::<Decimal>();
    number.map_err(|_| "expected a number".to_owned())?;
    Ok(text.into())
}

/// A date that the action reads in the company's time zone; anything else would stand in the run's history, too.
fn moment(text: &str) -> Result<Value, String> {
    let read = serde_json::from_value::<DocumentDate>(text.into());
    read.map_err(|error| error.to_string())?;
    Ok(text.into())
}

/// A day in the company's time zone. A text with a property in it, and `none`, are the action's to read.
fn day(text: &str, zone: &TimeZone) -> Result<Value, String> {
    if text.contains("{{") || text == "none" {
        return Ok(text.into());
    }
    let text = whole(text);
    let written = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    let properties: Properties = [("day", text)].into_iter().collect();
    let day = written.or_else(|| properties.date("day", zone).ok().flatten());
    let day = day.ok_or_else(|| "expected a date".to_owned())?;
    Ok(day.to_string().into())
}
