//! A person runs "Create a QuickBooks invoice" on a deal, and sees what came of it.

use browser::{Browser, Page};

use crate::app::Stage;
use crate::picture;

/// A wide screen and a telephone's.
const WIDTHS: [u32; 2] = [1280, 390];

const ACTION: &str = "Create a QuickBooks invoice";

/// Opens a deal and the action's form from there.
async fn open_action(page: &mut Page, stage: &Stage, deal: &str) {
    let url = format!("{}records/deals/{deal}", stage.portal.page_url());
    page.go(&url).await.unwrap();
    page.tab_to(ACTION).await.unwrap();
    page.enter().await.unwrap();
    page.wait_for("Boolean(document.getElementById('action'))")
        .await
        .unwrap();
}

/// Waits until a field's options are there.
async fn wait_for_options(page: &mut Page, field: &str) {
    let ready = format!("!document.getElementById('value.{field}').disabled");
    page.wait_for(&ready).await.unwrap();
}

async fn run(page: &mut Page) {
    page.tab_to("QuickBooks account").await.unwrap();
    wait_for_options(page, "books").await;
    page.type_text("Fern").await.unwrap();
    wait_for_options(page, "terms").await;
    page.tab_to("Run").await.unwrap();
    page.enter().await.unwrap();
}

#[tokio::test]
async fn a_person_runs_an_action_by_keyboard_and_finds_the_number_on_the_deal() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let stage = Stage::set().await;
        let mut page = browser.open(width).await.unwrap();
        open_action(&mut page, &stage, "9001").await;
        page.wait_for_text("First choose: QuickBooks account")
            .await
            .unwrap();
        run(&mut page).await;
        page.wait_for_text("Invoice 1037 was created.")
            .await
            .unwrap();
        page.wait_for_text("Succeeded").await.unwrap();
        let number = "[...document.querySelectorAll('[data-live=properties] dt')].some((it) => \
            it.textContent === 'quickbooks_number' && it.nextElementSibling.textContent === '1037')";
        page.wait_for(number).await.unwrap();
        page.picture(&picture(&format!("success-{width}")))
            .await
            .unwrap();
        assert!(page.fits().await.unwrap(), "the record's page at {width}");
    }
}

#[tokio::test]
async fn a_deal_whose_product_is_missing_shows_the_rules_sentence() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let stage = Stage::set().await;
        let mut page = browser.open(width).await.unwrap();
        open_action(&mut page, &stage, "9002").await;
        run(&mut page).await;
        page.wait_for_text("No QuickBooks product for Fountain: add it, or let it be created.")
            .await
            .unwrap();
        page.wait_for_text("Failed").await.unwrap();
        page.picture(&picture(&format!("failure-{width}")))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_dropdown_is_searched_and_has_further_pages() {
    let browser = Browser::start().unwrap();
    let stage = Stage::set().await;
    let mut page = browser.open(1280).await.unwrap();
    open_action(&mut page, &stage, "9001").await;
    page.tab_to("QuickBooks account").await.unwrap();
    wait_for_options(&mut page, "books").await;
    page.type_text("Fern").await.unwrap();
    wait_for_options(&mut page, "terms").await;
    let options =
        "[...document.getElementById('value.terms').options].map((it) => it.value).join()";
    assert_eq!(page.value(options).await.unwrap(), ",Due on receipt,Net 10");
    page.tab_to("More of Payment terms").await.unwrap();
    page.enter().await.unwrap();
    page.wait_for(&format!(
        "{options} === ',Due on receipt,Net 10,Net 15,Net 30'"
    ))
    .await
    .unwrap();
    page.picture(&picture("pages")).await.unwrap();
    // The focus is on the dropdown again; the search stands before it.
    page.value("document.getElementById('value.books').focus()")
        .await
        .unwrap();
    page.tab_to("Search Payment terms").await.unwrap();
    page.type_text("60").await.unwrap();
    page.wait_for(&format!("{options} === ',Net 60'"))
        .await
        .unwrap();
}

#[tokio::test]
async fn every_control_has_a_name_and_every_page_fits_on_a_telephone() {
    let browser = Browser::start().unwrap();
    let stage = Stage::set().await;
    let page_url = stage.portal.page_url();
    let form = format!("{page_url}records/deals/9001/actions/create_invoice");
    for width in WIDTHS {
        let mut page = browser.open(width).await.unwrap();
        for (name, url) in [
            ("deals", page_url.clone()),
            ("deal", format!("{page_url}records/deals/38120044053")),
            ("actions", format!("{page_url}actions")),
            ("executions", format!("{page_url}executions")),
            ("form", form.clone()),
        ] {
            page.go(&url).await.unwrap();
            let nameless = page.nameless_controls().await.unwrap();
            assert_eq!(nameless, "", "{name}");
            page.picture(&picture(&format!("{name}-{width}")))
                .await
                .unwrap();
            assert!(page.fits().await.unwrap(), "{name} at {width}");
        }
    }
}
