//! `init`: the files that a company of one's own begins with.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::console;
use crate::error::LocalError;

const SETTINGS: &str = r#"// Settings of a connection; each is explained in functions/manage-connection/README.md. Lines like these are left
// out. Try them: quickbooks-actions settings check settings.jsonc --store books.redb
{
  "company": {
    // Decides which day "today" is: an IANA name, such as America/New_York.
    "time_zone": "TIME_ZONE"
  },
  "products": {
    // The account of products that are created; a name or an id in QuickBooks. Without it none is created.
    // "income_account": "Sales of Product Income",
    "create_as": "Service"
  },
  "defaults": {
    "actions": {
      // Options that a request does not give.
      // "create-invoice": { "payment_terms": "Net 30" }
    }
  }
}
"#;

const ENVIRONMENT: &str = "\
# The QuickBooks company. Fill in what is empty, then, in a shell:
#   set -a; . ./quickbooks.env; set +a
#   quickbooks-actions connect --store books.redb
#   quickbooks-actions doctor --store books.redb
# Keep this file to yourself: it holds a secret.

# Intuit's sandbox companies; for a real one https://quickbooks.api.intuit.com
QUICKBOOKS_API_URL=https://sandbox-quickbooks.api.intuit.com

# Of your app at developer.intuit.com (Keys & credentials), which needs the redirect URI
# http://localhost:9400/callback
QUICKBOOKS_CLIENT_ID=
QUICKBOOKS_CLIENT_SECRET=

# Not needed after `connect`: Intuit's id of the company, and a refresh token of the
# OAuth 2.0 Playground.
#QUICKBOOKS_REALM_ID=
#QUICKBOOKS_REFRESH_TOKEN=
";

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// The folder for the files
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The company's time zone, as an IANA name
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = time_zone)]
    time_zone: String,
}

fn time_zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("expected an IANA name, such as America/New_York".to_owned()),
    }
}

/// Writes the files; those that are there stay as they are, and then none is written.
pub(super) fn run(arguments: &InitArguments) -> Result<bool, LocalError> {
    let settings = SETTINGS.replace("TIME_ZONE", &arguments.time_zone);
    let files = [
        (arguments.folder.join("settings.jsonc"), settings.as_str()),
        (arguments.folder.join("quickbooks.env"), ENVIRONMENT),
    ];
    // A link that leads nowhere is there too: a file is not written through it.
    let is_there = |path: &Path| path.symlink_metadata().is_ok();
    if let Some((path, _)) = files.iter().find(|(path, _)| is_there(path)) {
        return Err(LocalError::Argument(format!(
            "{} is there already: nothing was written",
            path.display()
        )));
    }
    for (path, text) in &files {
        write(path, text).map_err(|source| LocalError::Write {
            path: path.clone(),
            source,
        })?;
    }
    let program = console::program();
    let [(settings, _), (environment, _)] = &files;
    console::print(format_args!(
        "Wrote {} and {}.\n\nNext:\n  fill in {}, and read it: set -a; . {}; set +a\n  \
         {program} connect --store books.redb\n  {program} settings check {} --store books.redb\n  \
         {program} doctor --store books.redb\n\n`invoke`, `serve` and `backfill` put the settings in force with \
         --settings {}.",
        settings.display(),
        environment.display(),
        environment.display(),
        environment.display(),
        settings.display(),
        settings.display(),
    ))?;
    Ok(true)
}

/// Writes a file that only its owner may read.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    std::io::Write::write_all(&mut options.open(path)?, text.as_bytes())
}
