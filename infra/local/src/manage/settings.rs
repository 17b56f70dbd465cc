//! `settings`: a connection's settings, shown, changed and checked without JSON inside JSON.

mod assignment;
mod checked;
mod editing;

use std::path::PathBuf;

use actions::settings::Settings;
use clap::{Args, Subcommand};
use sandbox_hubspot::Sandbox;
use serde_json::{Value, json};

use super::door::{Door, DoorArguments};
use crate::console;
use crate::error::LocalError;
use crate::installation::{ServiceArguments, SettingsFile};
use crate::request::text_of;
use assignment::{Assignment, SettingPath};
use checked::Checked;

const SET_EXAMPLES: &str = "\
Examples:
  quickbooks-actions settings set refunds.partial=true --store books.redb
  quickbooks-actions settings set products.income_account=Sales \\
    'tax.codes.\"8.25\"=TAX' once_per= --store books.redb

VALUE is JSON, or else a text. PATH= takes the setting out, so that its default
holds. Names of accounts, terms and so on are looked for in QuickBooks first.";

/// The hint at what a shell does to a path: it takes the quotation marks away.
const UNQUOTED: &str = "\
A name with a dot of its own stands in quotation marks, and the whole in others, since the shell takes one pair away:
  settings set 'tax.codes.\"8.25\"=TAX'";

/// A command about settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    /// Show the settings, or one of them
    Show(ShowArguments),
    /// Change settings, one PATH=VALUE each
    #[command(after_help = SET_EXAMPLES)]
    Set(SetArguments),
    /// Change the settings in your editor ($VISUAL or $EDITOR)
    Edit(EditArguments),
    /// Name everything that is wrong with the stored settings, or a file's
    Check(CheckArguments),
}

/// Arguments of `settings show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The setting, such as `products.income_account`; all when absent
    path: Option<SettingPath>,
    /// Show the defaults too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `settings set`.
#[derive(Debug, Args)]
pub(crate) struct SetArguments {
    /// The settings and their values
    #[arg(required = true, value_name = "PATH=VALUE")]
    assignments: Vec<Assignment>,
    /// All that was booked without a HubSpot account came from the one that is set now
    #[arg(long)]
    same_hubspot_account: bool,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `settings edit`.
#[derive(Debug, Args)]
pub(crate) struct EditArguments {
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `settings check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// File with settings: JSON, comments allowed
    file: Option<PathBuf>,
    #[command(flatten)]
    door: DoorArguments,
}

/// Runs the command.
pub(super) async fn run(
    command: &SettingsCommand,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    match command {
        SettingsCommand::Show(arguments) => show(arguments, services).await,
        SettingsCommand::Set(arguments) => set(arguments, services).await,
        SettingsCommand::Edit(arguments) => {
            arguments.door.kept()?;
            let door = Door::open(&arguments.door, services).await?;
            editing::edit(&door).await
        }
        SettingsCommand::Check(arguments) => check(arguments, services).await,
    }
}

/// The settings that are stored, and their version.
struct Stored {
    settings: Value,
    version: Value,
}

impl Stored {
    async fn get(door: &Door) -> Result<Self, LocalError> {
        let mut answer = door.ask("get_settings", json!({})).await?;
        Ok(Self {
            settings: answer["settings"].take(),
            version: answer["version"].take(),
        })
    }

    /// Writes others in their place, if nobody has written since.
    async fn replace(
        &self,
        door: &Door,
        settings: &Value,
        same_hubspot_account: bool,
    ) -> Result<(), LocalError> {
        let fields = json!({
            "version": self.version,
            "settings": settings,
            "same_hubspot_account": same_hubspot_account,
        });
        let written = door.ask("put_settings", fields).await?;
        let (connection, version) = (door.connection(), &written["version"]);
        Ok(console::print(format_args!(
            "{connection}: written, version {version}."
        ))?)
    }
}

async fn show(arguments: &ShowArguments, services: &ServiceArguments) -> Result<bool, LocalError> {
    arguments.door.known()?;
    let door = Door::to_read(&arguments.door, services).await?;
    let stored = Stored::get(&door).await?;
    let (read, wrong) = Settings::examine(&stored.settings.to_string());
    for wrong in &wrong {
        let told = format!("`{}` cannot be used: {}", wrong.setting, wrong.reason);
        console::complain(console::Tone::Bad.text(told));
    }
    let settings = match read {
        Some(read) if arguments.all => serde_json::to_value(read)?,
        _ => stored.settings,
    };
    let Some(path) = &arguments.path else {
        console::print(serde_json::to_string_pretty(&settings)?)?;
        return Ok(wrong.is_empty());
    };
    match path.get(&settings) {
        Some(Value::String(text)) => console::print(text)?,
        Some(value) => console::print(serde_json::to_string_pretty(value)?)?,
        None => {
            let why = path.no_setting(&settings);
            let why = why
                .unwrap_or_else(|| "it is not set: --all shows what holds without it".to_owned());
            return Err(LocalError::Refused(format!("`{path}`: {why}")));
        }
    }
    Ok(wrong.is_empty())
}

async fn set(arguments: &SetArguments, services: &ServiceArguments) -> Result<bool, LocalError> {
    arguments.door.kept()?;
    let door = Door::open(&arguments.door, services).await?;
    let stored = Stored::get(&door).await?;
    let mut settings = stored.settings.clone();
    for assignment in &arguments.assignments {
        let refused = |reason| LocalError::Argument(format!("{}: {reason}", assignment.path));
        assignment.apply(&mut settings).map_err(refused)?;
    }
    let is_same = arguments.same_hubspot_account;
    if is_same && settings["hubspot"]["portal_id"].is_null() {
        return Err(LocalError::Usage(
            "--same-hubspot-account is about the account that is set with it: hubspot.portal_id=NUMBER",
        ));
    }
    let mut checked = Checked::ask_of(&door, &settings, is_same).await?;
    // A number may be a text here, such as the id of a custom field.
    let numbers = arguments
        .assignments
        .iter()
        .filter(|one| checked.names(&one.path));
    let numbers: Vec<&Assignment> = numbers.filter(|one| one.may_be_text()).collect();
    if !numbers.is_empty() {
        let mut as_texts = settings.clone();
        for assignment in numbers {
            let refused = |reason| LocalError::Argument(format!("{}: {reason}", assignment.path));
            assignment.apply_text(&mut as_texts).map_err(refused)?;
        }
        let rechecked = Checked::ask_of(&door, &as_texts, is_same).await?;
        if rechecked.faults.len() < checked.faults.len() {
            (settings, checked) = (as_texts, rechecked);
        }
    }
    let paths = arguments.assignments.iter().map(|one| &one.path);
    if checked.names_part_of(paths) {
        console::complain(UNQUOTED);
    }
    checked.refuse("nothing was written: ", |_| String::new())?;
    if settings == stored.settings {
        console::print("These are the settings already.")?;
        return Ok(true);
    }
    for assignment in &arguments.assignments {
        let path = &assignment.path;
        let of = |settings: &Value| match path.get(settings) {
            Some(value) => value.to_string(),
            None => "not set".to_owned(),
        };
        console::print(format_args!(
            "{path}: {} → {}",
            of(&stored.settings),
            of(&settings)
        ))?;
    }
    stored.replace(&door, &settings, is_same).await?;
    if settings["hubspot"]["portal_id"] != stored.settings["hubspot"]["portal_id"] {
        say_where_no_token_is(&door, &arguments.door).await?;
    }
    Ok(true)
}

/// Says that records of the account can only be given whole, where no token of it is kept.
async fn say_where_no_token_is(door: &Door, place: &DoorArguments) -> Result<(), LocalError> {
    let mut described = door.ask("describe", json!({})).await?;
    let hubspot = described["hubspot"].take();
    if let (Some(portal), Some(false)) = (
        hubspot["portal_id"].as_str(),
        hubspot["has_token"].as_bool(),
    ) {
        console::complain(console::Tone::Notice.text(format_args!(
            "No access token of HubSpot account {portal} is kept, so no record is read by its id before\n  {} hubspot \
             connect --portal {portal} {}",
            console::program(),
            place.place()
        )));
    }
    Ok(())
}

async fn check(
    arguments: &CheckArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let door = Door::open(&arguments.door, services).await?;
    let Some(path) = &arguments.file else {
        arguments.door.known()?;
        let stored = Stored::get(&door).await?;
        let checked = Checked::ask(&door, &stored.settings).await?;
        checked.refuse("", |_| String::new())?;
        return right(&door, &checked);
    };
    let bytes = std::fs::read(path).map_err(|source| LocalError::Read {
        path: path.clone(),
        source,
    })?;
    let shown = path.display();
    let file = match text_of(&bytes) {
        Ok(text) => SettingsFile::read(&text),
        Err(fault) => Err(format!(" {fault}")),
    };
    let file = file.map_err(|reason| LocalError::SettingFaults {
        what: "they cannot be read".to_owned(),
        faults: vec![format!("{shown}:{reason}")],
    })?;
    let mut settings = file.settings.clone();
    if let Ok(stored) = Stored::get(&door).await {
        fill_in(&mut settings, &stored.settings)?;
    }
    let checked = Checked::ask(&door, &settings).await?;
    checked.refuse("", |setting| format!("{shown}:{}: ", file.place(setting)))?;
    right(&door, &checked)
}

/// Fills in what `--settings` fills in too: the company's id, and the number of the made-up HubSpot account.
fn fill_in(settings: &mut Value, stored: &Value) -> Result<(), LocalError> {
    let made_up = json!(Sandbox::sample_portal_id()?.to_string());
    let is_made_up = stored["hubspot"]["portal_id"] == made_up;
    let filled = [
        (
            "company",
            "realm_id",
            Some(stored["company"]["realm_id"].clone()),
        ),
        ("hubspot", "portal_id", is_made_up.then_some(made_up)),
    ];
    for (part, name, value) in filled {
        let Some((value, fields)) = value.zip(settings.as_object_mut()) else {
            continue;
        };
        let part = fields.entry(part).or_insert_with(|| json!({}));
        if let Some(part) = part.as_object_mut() {
            part.entry(name).or_insert(value);
        }
    }
    Ok(())
}

/// Says that nothing is wrong, as far as QuickBooks could be asked; what was not checked is not right yet.
fn right(door: &Door, checked: &Checked) -> Result<bool, LocalError> {
    let was_asked = checked.was_asked();
    let nothing = if was_asked { "nothing" } else { "nothing else" };
    console::print(format_args!(
        "{}: {nothing} is wrong with the settings.",
        door.connection()
    ))?;
    Ok(was_asked)
}
