//! A person in front of HubSpot's editor, with a keyboard and no mouse.

use browser::Page;
use serde_json::json;

use crate::process::Server;

/// Opens a record by its title in its list, and an action from there.
pub(crate) async fn open(
    page: &mut Page,
    server: &Server,
    (list, record): (&str, &str),
    action: &str,
) {
    page.go(&format!("{}{list}", server.portal_url))
        .await
        .unwrap();
    page.tab_to(record).await.unwrap();
    page.enter().await.unwrap();
    page.wait_for_text("Run a workflow action").await.unwrap();
    page.tab_to(action).await.unwrap();
    page.enter().await.unwrap();
    page.wait_for("Boolean(document.getElementById('action'))")
        .await
        .unwrap();
}

/// Picks the option that begins so in the dropdown under a label.
pub(crate) async fn choose(page: &mut Page, (label, field): (&str, &str), option: &str) {
    let select = format!("document.getElementById('value.{field}')");
    page.wait_for(&format!("!{select}.disabled")).await.unwrap();
    page.tab_to(label).await.unwrap();
    page.type_text(option).await.unwrap();
    let is_chosen = format!(
        "{select}.selectedOptions[0].textContent.startsWith({})",
        json!(option)
    );
    page.wait_for(&is_chosen).await.unwrap();
}

/// Chooses the account, whose lists then fill, and what every sale needs.
pub(crate) async fn choose_the_usual(page: &mut Page) {
    page.wait_for_text("First choose: Which QuickBooks account")
        .await
        .unwrap();
    choose(page, ("Which QuickBooks account", "connection"), "us-books").await;
    choose(page, ("Customer", "customer"), "Associated contact").await;
    choose(page, ("Products", "products"), "Line items").await;
}

pub(crate) async fn run(page: &mut Page) {
    page.tab_to("Run").await.unwrap();
    page.enter().await.unwrap();
    page.wait_for_text("Workflow history").await.unwrap();
}

/// Waits until the property with this label has a value on the record's page, and gives it.
pub(crate) async fn property(page: &mut Page, label: &str) -> String {
    let value = format!(
        "[...document.querySelectorAll('[data-live=properties] dt')].find((it) => it.textContent === {})\
         ?.nextElementSibling.textContent",
        json!(label)
    );
    page.wait_for(&format!("Boolean({value})")).await.unwrap();
    let value = page.value(&value).await.unwrap();
    value.as_str().unwrap().to_owned()
}
