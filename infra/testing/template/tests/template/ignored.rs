//! Files of one's own that stand in the clone, and never in a commit.

use std::process::Command;

use template::workspace;

/// The lines that git answers.
fn git(arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new("git");
    let output = command.args(arguments).current_dir(workspace()).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The tracked files of some forms.
pub(crate) fn tracked(forms: &[&str]) -> Vec<String> {
    let arguments = ["ls-files", "--"].iter().chain(forms);
    git(&arguments.copied().collect::<Vec<_>>())
}

/// They hold secrets, or people: a store, the company and portal beside it, what is written before a file is replaced, a
/// backfill's rows, what `init` writes, and what the pages write.
#[test]
fn files_with_secrets_and_people_are_ignored_by_git() {
    let files = [
        "books.redb",
        "books.redb.lock",
        "books.redb.new",
        "books.redb.company.json",
        "books.redb.portal.json",
        "books.redb.company.new",
        "deals.csv.results.csv",
        "deals.csv.results.csv.lock",
        "deals.csv.results.csv.new",
        "deals.csv.preview.csv",
        "deals.csv.preview.csv.lock",
        "quickbooks.env",
        "infra/local/quickbooks.env",
        "settings.json",
        "settings.jsonc",
        "token.txt",
        "samconfig.toml",
    ];
    let arguments = ["check-ignore", "--"].iter().chain(&files);
    assert_eq!(git(&arguments.copied().collect::<Vec<_>>()), files);
}

#[test]
fn nothing_that_is_tracked_is_ignored() {
    let none: [String; 0] = [];
    assert_eq!(git(&["ls-files", "-ci", "--exclude-standard"]), none);
}
