//! The buttons with which a person makes the company fail.

use browser::Browser;

use crate::process::Server;
use crate::trouble::press;

#[tokio::test]
async fn every_button_says_what_happens_next() {
    let browser = Browser::start().unwrap();
    let server = Server::start(&[]);
    let mut page = browser.open(1280).await.unwrap();
    let trouble = format!("{}/trouble", server.company_url);
    page.go(&trouble).await.unwrap();
    // A person is asked before all is gone; this one agrees.
    page.value("window.confirm = () => true, true")
        .await
        .unwrap();
    for (name, then) in [
        (
            "Answer 429 once",
            "The next request is turned away with 429",
        ),
        (
            "Take the failures back",
            "The next requests are answered as usual.",
        ),
        (
            "End the access token",
            "The next request is refused with 401",
        ),
        (
            "Reset the company",
            "The company is the sample company again",
        ),
    ] {
        press(&mut page, name).await;
        page.wait_for_text(then).await.unwrap();
    }
}
