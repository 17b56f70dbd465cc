//! A person connects a company by the link of `connect`: the consent, and each page that may follow.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use browser::{Browser, Page};

use crate::WIDTHS;
use crate::process::program;
use crate::trouble::{look, press};

/// `connect` while it waits for a person; it is ended when dropped.
struct Connecting {
    child: Child,
    link: String,
}

impl Connecting {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let arguments = [
            "connect",
            "new-books",
            "--port",
            "0",
            "--store",
            "books.redb",
        ];
        let mut command = program(&[&arguments, more].concat());
        let mut child = command
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("Ctrl-C") {
            assert_ne!(output.read_line(&mut shown).unwrap(), 0, "{shown}");
        }
        let mut links = shown.lines().filter(|line| line.contains("/connect/"));
        let link = links.next().unwrap().trim().to_owned();
        Self { child, link }
    }

    /// Waits until it has ended by itself.
    fn ended(mut self) {
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens the link, looks at the consent page, and chooses there.
async fn choose(page: &mut Page, connecting: &Connecting, choice: &str, name: &str) {
    page.go(&connecting.link).await.unwrap();
    page.wait_for_text("asks to read and write the books of this company")
        .await
        .unwrap();
    look(page, name).await;
    press(page, choice).await;
}

/// Makes the local company, which is kept beside the store, one of another id.
fn become_another_company(folder: &Path) {
    let file = folder.join("books.redb.company.json");
    let kept = std::fs::read_to_string(&file).unwrap();
    let (_, rest) = kept.split_once("\"realm_id\":\"").unwrap();
    let (realm_id, _) = rest.split_once('"').unwrap();
    let other = kept.replacen(realm_id, "9341453172999999", 1);
    assert_ne!(other, kept);
    std::fs::write(file, other).unwrap();
}

#[tokio::test]
async fn a_person_refuses_consents_and_meets_another_company_by_keyboard() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let folder = tempfile::tempdir().unwrap();
        let mut page = browser.open(width).await.unwrap();
        let named = |page: &str| format!("connect-{page}-{width}");

        let connecting = Connecting::start(folder.path(), &[]);
        choose(&mut page, &connecting, "No, go back", &named("consent")).await;
        page.wait_for_text("Not connected").await.unwrap();
        look(&mut page, &named("refused")).await;

        // The link is good for the other choice too.
        choose(&mut page, &connecting, "Connect", &named("consent")).await;
        page.wait_for_text("Connected to QuickBooks").await.unwrap();
        page.wait_for_text("Craig's Design and Landscaping Services")
            .await
            .unwrap();
        look(&mut page, &named("connected")).await;
        // The code that was spent is in no history.
        assert_eq!(page.value("location.search").await.unwrap(), "");
        connecting.ended();

        become_another_company(folder.path());
        let connecting = Connecting::start(folder.path(), &[]);
        choose(&mut page, &connecting, "Connect", &named("consent")).await;
        page.wait_for_text("Not connected").await.unwrap();
        page.wait_for_text("another company").await.unwrap();
        look(&mut page, &named("another-refused")).await;
        drop(connecting);

        let connecting = Connecting::start(folder.path(), &["--another-company"]);
        choose(&mut page, &connecting, "Connect", &named("consent")).await;
        page.wait_for_text("The connection belonged to another company before.")
            .await
            .unwrap();
        look(&mut page, &named("another")).await;
        connecting.ended();
    }
}
