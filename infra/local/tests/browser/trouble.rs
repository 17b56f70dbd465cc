//! The company's own pages and those of runs: a failure is ordered, looked at, and put right.

use browser::{Browser, Page};

use crate::editor::{choose_the_usual, open, run};
use crate::process::Server;
use crate::{WIDTHS, picture};

const DEAL: &str = "deal 38120044265";

/// Takes a picture, once every control has a name and the page fits.
pub(crate) async fn look(page: &mut Page, name: &str) {
    assert_eq!(page.nameless_controls().await.unwrap(), "", "{name}");
    page.picture(&picture(name)).await.unwrap();
    assert!(page.fits().await.unwrap(), "{name}");
}

pub(crate) async fn press(page: &mut Page, name: &str) {
    page.tab_to(name).await.unwrap();
    page.enter().await.unwrap();
}

#[tokio::test]
async fn an_answer_that_is_lost_makes_one_invoice_which_leads_back_to_its_deal() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let server = Server::start(&[]);
        let mut page = browser.open(width).await.unwrap();
        let trouble = format!("{}/trouble", server.company_url);
        page.go(&trouble).await.unwrap();
        press(&mut page, "Lose the next answer").await;
        page.wait_for_text("The next answer is lost after QuickBooks has booked the document.")
            .await
            .unwrap();

        let deal = ("/", "Patio & herbs");
        open(&mut page, &server, deal, "Create a QuickBooks invoice").await;
        choose_the_usual(&mut page).await;
        run(&mut page).await;
        page.wait_for_text("Created in QuickBooks: invoice")
            .await
            .unwrap();

        page.go(&trouble).await.unwrap();
        page.wait_for_text("lost; it was 200").await.unwrap();
        look(&mut page, &format!("trouble-after-{width}")).await;

        page.go(&format!("{}/", server.company_url)).await.unwrap();
        page.tab_to("Search documents").await.unwrap();
        page.type_text(DEAL).await.unwrap();
        press(&mut page, "Search").await;
        page.wait_for("location.search !== ''").await.unwrap();
        page.wait_for_text("921.00 USD").await.unwrap();
        let found = page.text().await.unwrap();
        assert_eq!(found.matches(DEAL).count(), 1, "{found}");
        look(&mut page, &format!("searched-{width}")).await;
        press(&mut page, DEAL).await;
        page.wait_for_text("Run a workflow action").await.unwrap();
        page.wait_for_text("Patio & herbs").await.unwrap();
    }
}

#[tokio::test]
async fn a_run_that_failed_is_found_and_run_again_from_its_page() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let server = Server::start(&[]);
        let mut page = browser.open(width).await.unwrap();
        let deal = ("/", "Pham back yard");
        open(&mut page, &server, deal, "Create a QuickBooks invoice").await;
        choose_the_usual(&mut page).await;
        run(&mut page).await;
        page.wait_for_text("Failed").await.unwrap();

        page.go(&format!("{}/", server.url)).await.unwrap();
        look(&mut page, &format!("start-{width}")).await;
        press(&mut page, "Runs of us-books").await;
        page.wait_for_text("create-invoice/deal/38120044530")
            .await
            .unwrap();
        look(&mut page, &format!("runs-failed-{width}")).await;
        press(&mut page, "create-invoice/deal/38120044530").await;
        page.wait_for_text("add the products to QuickBooks, or turn")
            .await
            .unwrap();
        look(&mut page, &format!("run-{width}")).await;
        press(&mut page, "Run it again").await;
        page.wait_for("location.pathname.endsWith('/38120044530')")
            .await
            .unwrap();
        page.wait_for_text("ProductNotFound").await.unwrap();
    }
}
