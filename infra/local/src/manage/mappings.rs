//! `mappings`: the table of what stands for what, shown and changed.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::door::{Door, DoorArguments};
use crate::console::{self, Tone};
use crate::error::LocalError;
use crate::installation::ServiceArguments;
use crate::request;

const SET_EXAMPLES: &str = "\
Examples:
  quickbooks-actions mappings set customer contact:51 58 --store books.redb
  quickbooks-actions mappings set product sku:hrs 2 --store books.redb

SOURCE is such as contact:51, company:77, product:1178, sku:hrs or name:net 30.";

/// A command about mappings.
#[derive(Debug, Subcommand)]
pub(crate) enum MappingsCommand {
    /// Show the mappings
    List(ListArguments),
    /// Write one mapping, in the place of the one with its source
    #[command(after_help = SET_EXAMPLES)]
    Set(SetArguments),
    /// Take one mapping out, so that the object is looked for again
    Remove(RemoveArguments),
    /// Write the mappings of a CSV file, all or none
    Import(ImportArguments),
    /// Write all mappings as CSV
    Export(ExportArguments),
}

/// Arguments of `mappings list`.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// Only those of this kind, such as `customer` or `product`
    #[arg(long)]
    kind: Option<String>,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `mappings set`.
#[derive(Debug, Args)]
pub(crate) struct SetArguments {
    /// The kind, such as `customer` or `product`
    kind: String,
    /// The source in HubSpot, such as `contact:51`, or a name
    source: String,
    /// QuickBooks' id of the object
    quickbooks_id: String,
    /// The object's name, for people
    #[arg(long, default_value = "")]
    name: String,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `mappings remove`.
#[derive(Debug, Args)]
pub(crate) struct RemoveArguments {
    /// The kind, such as `customer` or `product`
    kind: String,
    /// The source, as `mappings list` shows it
    source: String,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `mappings import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The CSV file, with the columns of an export; `-` reads standard input
    file: PathBuf,
    /// Only check the file
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    door: DoorArguments,
}

/// Arguments of `mappings export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The file to be written, which must not be there yet; standard output when absent
    file: Option<PathBuf>,
    /// Only those of this kind
    #[arg(long)]
    kind: Option<String>,
    #[command(flatten)]
    door: DoorArguments,
}

/// Runs the command.
pub(super) async fn run(
    command: &MappingsCommand,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    match command {
        MappingsCommand::List(arguments) => {
            arguments.door.known()?;
            let door = Door::to_read(&arguments.door, services).await?;
            list(&door, arguments.kind.as_deref()).await?;
        }
        MappingsCommand::Set(arguments) => {
            let door = changing(&arguments.door, services).await?;
            let mapping = json!({
                "kind": arguments.kind,
                "source": arguments.source,
                "quickbooks_id": arguments.quickbooks_id,
                "name": arguments.name,
            });
            let fields = json!({ "mappings": [mapping], "check": true });
            let written = door.ask("put_mappings", fields).await?;
            if let Some(reason) = written["not_checked"].as_str() {
                let told = format!(
                    "QuickBooks was not asked for {}: {reason}",
                    arguments.quickbooks_id
                );
                console::complain(Tone::Notice.text(told));
            }
            console::print(format_args!(
                "{}: {} {} is {} from now on.",
                door.connection(),
                arguments.kind,
                arguments.source,
                arguments.quickbooks_id
            ))?;
        }
        MappingsCommand::Remove(arguments) => {
            let door = changing(&arguments.door, services).await?;
            let (kind, source) = (&arguments.kind, &arguments.source);
            if !is_mapped(&door, kind, source).await? {
                let said = format!(
                    "there is no mapping of {kind} {source}: `mappings list` shows those that there are"
                );
                return Err(LocalError::Refused(said));
            }
            let key = json!({ "kind": kind, "source": source });
            door.ask("delete_mappings", json!({ "keys": [key] }))
                .await?;
            console::print(format_args!(
                "{}: {} {} is looked for again when it is next needed.",
                door.connection(),
                arguments.kind,
                arguments.source
            ))?;
        }
        MappingsCommand::Import(arguments) => {
            let door = changing(&arguments.door, services).await?;
            import(&door, &arguments.file, arguments.dry_run).await?;
        }
        MappingsCommand::Export(arguments) => {
            arguments.door.known()?;
            let door = Door::to_read(&arguments.door, services).await?;
            export(&door, arguments.kind.as_deref(), arguments.file.as_deref()).await?;
        }
    }
    Ok(true)
}

async fn changing(
    arguments: &DoorArguments,
    services: &ServiceArguments,
) -> Result<Door, LocalError> {
    arguments.kept()?;
    Door::open(arguments, services).await
}

/// The pages of an operation, one after the other.
async fn pages(door: &Door, operation: &str, kind: Option<&str>) -> Result<Vec<Value>, LocalError> {
    let (mut pages, mut after) = (Vec::new(), Value::Null);
    loop {
        let fields = json!({ "kind": kind, "after": after });
        let mut page = door.ask(operation, fields).await?;
        after = page["next"].take();
        pages.push(page);
        if after.is_null() {
            return Ok(pages);
        }
    }
}

/// True if this source is mapped.
async fn is_mapped(door: &Door, kind: &str, source: &str) -> Result<bool, LocalError> {
    let pages = pages(door, "list_mappings", Some(kind)).await?;
    let rows = pages.iter().filter_map(|page| page["mappings"].as_array());
    Ok(rows.flatten().any(|row| row["source"] == source))
}

async fn list(door: &Door, kind: Option<&str>) -> Result<(), LocalError> {
    let pages = pages(door, "list_mappings", kind).await?;
    let rows = pages.iter().filter_map(|page| page["mappings"].as_array());
    let rows: Vec<&Value> = rows.flatten().collect();
    if rows.is_empty() {
        return Ok(console::print(format_args!(
            "{}: no mappings yet: each is written when something is found or created.",
            door.connection()
        ))?);
    }
    let header = ["Kind", "Source", "QuickBooks", "Name", "Mapped"];
    let mut table = console::table(header, console::width());
    for row in &rows {
        let cell = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let mapped = cell("mapped_at").chars().take(10).collect();
        table.add_row([
            cell("kind"),
            cell("source"),
            cell("quickbooks_id"),
            cell("name"),
            mapped,
        ]);
    }
    console::keep_whole(&mut table, &[1]);
    Ok(console::print(table)?)
}

async fn import(door: &Door, file: &Path, dry_run: bool) -> Result<(), LocalError> {
    let csv = request::read_event(file)?;
    let fields = json!({ "csv": csv, "dry_run": dry_run });
    let answer = door.ask("import_mappings", fields).await?;
    let said = if dry_run {
        "would be written"
    } else {
        "were written"
    };
    let (connection, number) = (door.connection(), &answer["mappings"]);
    Ok(console::print(format_args!(
        "{connection}: {number} mappings {said}."
    ))?)
}

async fn export(door: &Door, kind: Option<&str>, file: Option<&Path>) -> Result<(), LocalError> {
    let mut csv = String::new();
    for page in pages(door, "export_mappings", kind).await? {
        let text = page["csv"].as_str().unwrap_or_default();
        if csv.is_empty() {
            csv.push_str(text);
        } else {
            // The line of column names stands once.
            csv.push_str(text.split_once('\n').map_or("", |(_, rows)| rows));
        }
    }
    let Some(path) = file else {
        return Ok(console::print(csv.trim_end())?);
    };
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        // It holds names of people: nobody else may read it, and no other file gives way to it.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        std::io::Write::write_all(&mut options.open(path)?, csv.as_bytes())
    };
    write().map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => LocalError::Argument(format!(
            "{} is there already: name another file, or remove this one first",
            path.display()
        )),
        _ => LocalError::Write {
            path: path.to_owned(),
            source,
        },
    })?;
    Ok(console::print(format_args!(
        "Written to {}.",
        path.display()
    ))?)
}
