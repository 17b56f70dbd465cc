//! A person runs an action on a record, and sees what came of it.

use browser::Browser;

use crate::editor::{choose, choose_the_usual, open, property, run};
use crate::process::Server;
use crate::{WIDTHS, picture};

/// The days that the invoice on the page leaves for its payment.
const DUE_IN: &str = "(() => { const day = (name) => new Date([...document.querySelectorAll('dt')]\
    .find((it) => it.textContent.trim() === name).nextElementSibling.textContent); \
    return (day('Due') - day('Date')) / 86400000; })()";

#[tokio::test]
async fn a_person_runs_create_a_quickbooks_invoice_by_keyboard_and_finds_the_number_on_the_deal() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let server = Server::start(&[]);
        let mut page = browser.open(width).await.unwrap();
        let deal = ("/", "Patio & herbs");
        open(&mut page, &server, deal, "Create a QuickBooks invoice").await;
        choose_the_usual(&mut page).await;
        choose(&mut page, ("Payment terms", "payment_terms"), "Net 15").await;
        page.picture(&picture(&format!("invoice-form-{width}")))
            .await
            .unwrap();
        assert_eq!(page.nameless_controls().await.unwrap(), "");
        assert!(page.fits().await.unwrap(), "the form at {width}");
        run(&mut page).await;
        page.wait_for_text("Created in QuickBooks: invoice")
            .await
            .unwrap();
        page.wait_for_text("Succeeded").await.unwrap();
        assert_eq!(
            property(&mut page, "QuickBooks sale status").await,
            "Booked"
        );
        let number = property(&mut page, "QuickBooks sale number").await;
        page.wait_for_text(&format!("invoice {number}, 921.00 USD"))
            .await
            .unwrap();
        page.picture(&picture(&format!("invoice-{width}")))
            .await
            .unwrap();
        assert!(page.fits().await.unwrap(), "the deal at {width}");

        // The invoice itself, under the link that stands on the deal.
        page.tab_to(&format!("{}/invoice?txnId=", server.company_url))
            .await
            .unwrap();
        page.enter().await.unwrap();
        page.wait_for("location.pathname === '/invoice' && document.readyState === 'complete'")
            .await
            .unwrap();
        page.wait_for_text(&number).await.unwrap();
        assert_eq!(page.value(DUE_IN).await.unwrap(), 15);
        page.picture(&picture(&format!("invoice-in-quickbooks-{width}")))
            .await
            .unwrap();
        assert!(page.fits().await.unwrap(), "the invoice at {width}");
    }
}

#[tokio::test]
async fn a_deal_whose_product_is_missing_shows_its_sentence() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let server = Server::start(&[]);
        let mut page = browser.open(width).await.unwrap();
        let deal = ("/", "Pham back yard");
        open(&mut page, &server, deal, "Create a QuickBooks invoice").await;
        choose_the_usual(&mut page).await;
        run(&mut page).await;
        page.wait_for_text("No QuickBooks product fits a line item. deal 38120044530: ")
            .await
            .unwrap();
        page.wait_for_text("Failed").await.unwrap();
        assert_eq!(
            property(&mut page, "QuickBooks sale status").await,
            "Waits for a person"
        );
        page.picture(&picture(&format!("missing-product-{width}")))
            .await
            .unwrap();
        assert!(page.fits().await.unwrap(), "the deal at {width}");
    }
}

#[tokio::test]
async fn a_quote_becomes_an_estimate_whose_missing_products_are_created() {
    let browser = Browser::start().unwrap();
    for width in WIDTHS {
        let server = Server::start(&[]);
        let mut page = browser.open(width).await.unwrap();
        let quote = ("/records/quotes", "Studio maintenance");
        open(&mut page, &server, quote, "Create a QuickBooks estimate").await;
        choose_the_usual(&mut page).await;
        let create = ("Create a product in QuickBooks", "create_missing_products");
        choose(&mut page, create, "Yes").await;
        run(&mut page).await;
        page.wait_for_text("Created in QuickBooks: Estimate 1003, 820.00 USD. Please check: ")
            .await
            .unwrap();
        assert_eq!(
            property(&mut page, "QuickBooks estimate total").await,
            "820.00"
        );
        page.picture(&picture(&format!("estimate-{width}")))
            .await
            .unwrap();
        assert!(page.fits().await.unwrap(), "the quote at {width}");
    }
}
