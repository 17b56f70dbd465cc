//! Columns of options that do not say so, or that stand in another file than the records' own: a misplaced
//! `dry_run` must never book.

use actions::options::{CommonOptions, names};
use registry::RegisteredAction;

use super::argument;
use crate::backfill::columns::{Associated, Column};

const DRY_RUN: &str = "dry_run";

/// The refusal of a heading that means an option, with the way out; `column` is what it would be taken for. One that is
/// no column otherwise is told where its cells are filled.
pub(super) fn problem(
    name: &str,
    column: Option<&Column>,
    (file, is_filled): (Option<Associated>, bool),
    action: RegisteredAction,
) -> Option<String> {
    if let (Some(Column::Option(_)), Some(file)) = (column, file) {
        return Some(format!(
            "`{name}`: options stand in the file of the records, not in that of {}",
            file.argument()
        ));
    }
    let option = meant(name, column, (file, is_filled), action)?;
    let prefix = file.map_or_else(String::new, |file| format!("{}.", file.prefix()));
    let over = argument(name, &prefix);
    let way_out = match column {
        Some(_) => format!(
            "if it is a property that HubSpot has, say so with {}, and pass it over with {over}",
            argument(name, &format!("{prefix}{name}"))
        ),
        None => format!("pass it over with {over}"),
    };
    Some(format!(
        "`{name}` is no property of HubSpot's own, and an option of {}: `option.{option}` is meant; or {way_out}",
        action.name()
    ))
}

/// The option that a heading means. People write headings freely, and of those that nobody knows no `dry_run`
/// may be passed over.
fn meant(
    name: &str,
    column: Option<&Column>,
    (file, is_filled): (Option<Associated>, bool),
    action: RegisteredAction,
) -> Option<&'static str> {
    let common = names::<CommonOptions>();
    let mut options = common.into_iter().chain(action.options().iter().copied());
    match column {
        Some(Column::Property(property) | Column::Associated(_, property)) => {
            if is_dry_run(property) {
                return Some(DRY_RUN);
            }
            options.find(|option| option == property)
        }
        Some(_) => None,
        None => {
            let plain = name.to_lowercase().replace([' ', '-'], "_");
            let (prefix, bare) = plain.rsplit_once('.').unwrap_or(("", &plain));
            let letters: String = plain.chars().filter(char::is_ascii_lowercase).collect();
            if letters.contains("dryrun") {
                return Some(DRY_RUN);
            }
            let is_plain = prefix.is_empty() && file.is_none() && is_filled;
            options.find(|option| (is_plain || prefix.starts_with("option")) && *option == bare)
        }
    }
}

/// True for `dry_run` and `dryrun`.
fn is_dry_run(name: &str) -> bool {
    name.replace('_', "") == DRY_RUN.replace('_', "")
}
