//! Reading the files of a run: all of them, or nothing is booked.

use std::path::Path;

use actions::record::deal::is_lost;
use actions::request::{advice_on_list, refuse_repeated};
use clap::ValueEnum;
use hubspot::{ObjectType, Properties};
use jiff::civil::Date;
use registry::RegisteredAction;
use serde::Deserialize as _;
use serde_json::Value;

use super::arguments::BackfillArguments;
use super::associated::{AssociatedFile, AssociatedFiles};
use super::columns::Associated;
use super::currency;
use super::heading::{NamedColumn, Naming, argument};
use super::job::{Found, Job};
use super::labels;
use super::numbers::SharedNumber;
use super::options;
use super::period::{self, Undated};
use super::spreadsheet::{self, Reading, Sheet};
use super::taken::{Taken, listed};
use super::values;
use crate::error::LocalError;
use crate::request::{OptionsOfAll, RequestDefaults, text_of};

/// The format of a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON value a line: a request or a record
    JsonLines,
    /// One row per record or per line item, as HubSpot and spreadsheets write it
    Csv,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "jsonl" | "ndjson" | "jsonlines" => Some(Self::JsonLines),
            "csv" | "tsv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// The records of a run, and what a person should know of the files.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) jobs: Vec<Job>,
    pub(super) notices: Vec<String>,
    /// The numbers that several documents would have.
    pub(super) shared_numbers: Vec<SharedNumber>,
}

/// All records of the files. `today` is the day on which they are booked.
///
/// # Errors
///
/// Every line with something that cannot be read, and what it is; then nothing may be booked, since a
/// file that was misunderstood in one place may be in others.
pub(super) fn read(arguments: &BackfillArguments, today: Date) -> Result<Input, LocalError> {
    let path = &arguments.file;
    let format = arguments.format.or_else(|| Format::of(path));
    let format = format.ok_or_else(|| {
        LocalError::Argument(format!(
            "{} ends neither in .jsonl nor in .csv: export or save a workbook as CSV, or say what it is with --format",
            path.display()
        ))
    })?;
    let own_files = own_files(arguments);
    let types: Vec<Associated> = own_files
        .iter()
        .map(|(associated, _)| *associated)
        .collect();
    let of_csv = !types.is_empty() || !arguments.columns.is_empty() || arguments.by_id;
    if format == Format::JsonLines && of_csv {
        return Err(LocalError::Usage(
            "--line-items, --contacts, --companies, --column and --by-id are for a CSV file of records",
        ));
    }
    let naming = || Naming {
        columns: &arguments.columns,
        ignore_others: arguments.ignore_other_columns || arguments.by_id,
        by_id: arguments.by_id,
        own_files: &types,
        action: arguments.action,
    };
    let mut files = AssociatedFiles::default();
    let (mut notices, mut headed) = (Vec::new(), Vec::new());
    for (associated, path) in own_files {
        let text = text(path)?;
        let file = AssociatedFile::read(path, &text, associated, &naming());
        let mut file = file.map_err(|problems| refused(path, &problems))?;
        notices.append(&mut file.notices);
        headed.push((associated.object_type(), std::mem::take(&mut file.headings)));
        files.add(associated, file);
    }
    let defaults = defaults(arguments);
    let text = text(path)?;
    let reading = Reading {
        path,
        defaults: &defaults,
        naming: naming(),
        is_dated: arguments.date.is_some() || defaults.options.0.contains_key(period::OPTION),
    };
    if format == Format::JsonLines && is_pretty(&text) {
        let reason = "it is JSON over several lines, and a .jsonl file has one record a line: `jq -c . FILE` (of a \
                      list: `jq -c '.[]' FILE`) writes it so";
        return Err(refused(path, &[reason.to_owned()]));
    }
    let mut sheet = match format {
        Format::JsonLines => json_lines(&text, &defaults, arguments.action),
        Format::Csv => spreadsheet::read(&text, &reading, &mut files)
            .map_err(|problem| refused(path, &[problem]))?,
    };
    let own = sheet.object_type.take().unwrap_or(ObjectType::Deal);
    headed.push((own, std::mem::take(&mut sheet.headings)));
    check_named(&arguments.columns, &headed)?;
    notices.append(&mut sheet.notices);
    notices.extend(lost_deals(&sheet.found));
    let jobs = jobs(sheet.found, format, arguments, today);
    let (jobs, shared_numbers) = jobs.map_err(|problems| LocalError::Records {
        path: path.to_owned(),
        problems,
    })?;
    Ok(Input {
        jobs,
        notices,
        shared_numbers,
    })
}

fn jobs(
    found: Vec<Found>,
    format: Format,
    arguments: &BackfillArguments,
    today: Date,
) -> Result<(Vec<Job>, Vec<SharedNumber>), String> {
    let options = arguments.options.as_ref().map(|OptionsOfAll(all)| all);
    let undated = Undated::of(arguments.action, arguments.date, today);
    let mut taken = Taken::of(format, undated.among(&found, format, options));
    let mut checked = options::Checked::of(arguments.action);
    for (line, request) in found {
        let request = request.and_then(|mut request| {
            check_type(arguments.action, &request)?;
            let of = label(&request);
            currency::check(&request).map_err(|problem| format!("{of}: {problem}"))?;
            period::date(&mut request, arguments.date);
            let checked = checked.check(&request);
            checked.map_err(|problem| format!("{}: {problem}", label(&request)))?;
            Ok(request)
        });
        taken.take(line, request);
    }
    taken.finish()
}

/// Refuses a record of a type that the action does not take: each would be refused by itself, when others are booked.
/// Refuses a type that is none without repeating it: it may be somebody's name.
fn check_type(action: RegisteredAction, request: &Value) -> Result<(), String> {
    let kind = request.pointer("/record/object_type");
    let Some(kind) = kind.and_then(Value::as_str).map(ObjectType::from) else {
        return Ok(());
    };
    if action.records().contains(&kind) {
        return Ok(());
    }
    let taken: Vec<String> = action.records().iter().map(ToString::to_string).collect();
    let found = match kind {
        ObjectType::Other(_) => "a type that is none of HubSpot's".to_owned(),
        kind => format!("a {kind}"),
    };
    Err(format!(
        "`object_type`: {} takes a {}, and the record is {found}",
        action.name(),
        taken.join(" or a ")
    ))
}

/// The subject of a request, for messages: `deal 9001`.
fn label(request: &Value) -> String {
    let text = |name: &str| match request.pointer(&format!("/record/{name}")) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => "record".to_owned(),
    };
    format!("{} {}", text("object_type"), text("id"))
}

fn own_files(arguments: &BackfillArguments) -> Vec<(Associated, &Path)> {
    [
        (Associated::LineItem, &arguments.line_items),
        (Associated::Contact, &arguments.contacts),
        (Associated::Company, &arguments.companies),
    ]
    .into_iter()
    .filter_map(|(associated, path)| Some((associated, path.as_deref()?)))
    .collect()
}

fn defaults(arguments: &BackfillArguments) -> RequestDefaults {
    let only = match arguments.action.records() {
        [only] => Some(only.to_string()),
        _ => None,
    };
    RequestDefaults {
        connection: arguments.installation.connection.clone(),
        object_type: arguments.object_type.clone().or(only),
        options: arguments.options.clone().unwrap_or_default(),
        dry_run: arguments.dry_run,
    }
}

fn text(path: &Path) -> Result<String, LocalError> {
    let bytes = std::fs::read(path).map_err(|source| LocalError::Read {
        path: path.to_owned(),
        source,
    })?;
    text_of(&bytes).map_err(|problem| refused(path, &[problem]))
}

fn refused(path: &Path, problems: &[String]) -> LocalError {
    LocalError::Records {
        path: path.to_owned(),
        problems: listed(problems, None),
    }
}

/// Refuses a heading that is named and stands nowhere: it is misspelt, and its column would be passed over. So would be
/// the amount of one file where that of another was meant.
fn check_named(
    columns: &[NamedColumn],
    headed: &[(ObjectType, Vec<String>)],
) -> Result<(), LocalError> {
    let all: Vec<&str> = headed
        .iter()
        .flat_map(|(_, headings)| headings)
        .map(String::as_str)
        .collect();
    for column in columns {
        let heading = column.heading();
        if !column.is_among(&all) {
            return Err(LocalError::Argument(format!(
                "--column: no file has a column `{heading}`: its headings are {}",
                all.join(", ")
            )));
        }
        let holds = |(kind, headings): &&(ObjectType, Vec<String>)| {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            column.is_among(&headings) && labels::is_property(heading, kind)
        };
        let kinds: Vec<&ObjectType> = headed.iter().filter(holds).map(|(kind, _)| kind).collect();
        if column.passes_over_all()
            && let [first, second, ..] = kinds.as_slice()
        {
            return Err(LocalError::Argument(format!(
                "{}: the files of several types have a column `{heading}`, and in each it would be \
                 passed over: say which is meant, as in {} or {}",
                argument(heading, ""),
                argument(heading, &format!("{}.", prefix_of(first))),
                argument(heading, &format!("{}.", prefix_of(second)))
            )));
        }
    }
    Ok(())
}

fn prefix_of(object_type: &ObjectType) -> &'static str {
    Associated::of(object_type).map_or("deal", Associated::prefix)
}

/// Says of a file that deals of it are lost, by the names of their stages: a workflow would have left them out.
fn lost_deals(found: &[Found]) -> Option<String> {
    let requests = found
        .iter()
        .filter_map(|(_, request)| request.as_ref().ok());
    let is_of_lost = |request: &&Value| {
        let properties = request.pointer("/record/properties");
        let properties = properties.and_then(|it| Properties::deserialize(it).ok());
        properties.is_some_and(|deal| is_lost(&deal))
    };
    let lost: Vec<&Value> = requests.filter(is_of_lost).collect();
    let first = label(lost.first()?);
    let (lost, all) = (lost.len(), found.len());
    Some(format!(
        "{lost} of {all} records are in a stage whose name says that they were lost, such as {first}: they are booked as \
         the others are, so leave them out of the file if nothing was sold"
    ))
}

/// True for JSON that is laid out over several lines, for people to read.
fn is_pretty(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut lines = lines.map(serde_json::from_str::<Value>);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    lines.any(|line| line.is_err()) && !text.trim().is_empty() && values.all(|it| it.is_ok())
}

const LIST_IN_A_LINE: &str = "it is not a JSON object but a list, and a .jsonl file has one record a line: \
     `jq -c '.[]' FILE` writes it so";

fn json_lines(text: &str, defaults: &RequestDefaults, action: RegisteredAction) -> Sheet {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let found = lines.map(|(number, line)| {
        let value: Result<Value, String> = serde_json::from_str(line).map_err(|error| {
            let (kind, column) = (error.classify(), error.column());
            format!("it is not JSON ({kind:?} error at column {column})")
        });
        let value = value.and_then(|value| match (value, refuse_repeated(line.as_bytes())) {
            (Value::Array(events), _) => {
                Err(advice_on_list(&events).unwrap_or_else(|| LIST_IN_A_LINE.to_owned()))
            }
            (_, Err(error)) => Err(format!("{error}: leave one of them out")),
            (value, Ok(())) => Ok(value),
        });
        (number, value.and_then(|value| defaults.request(value)))
    });
    Sheet {
        found: values::check_all(found.collect(), action),
        notices: Vec::new(),
        headings: Vec::new(),
        object_type: None,
    }
}

#[cfg(test)]
mod tests;
