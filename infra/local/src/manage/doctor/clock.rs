//! The clock of this machine, by that of QuickBooks' server.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::DATE;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use quickbooks::{ReqwestTransport, Transport as _};

use super::finding::Findings;
use crate::error::LocalError;

/// The time in which the server answers.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The most that the clocks may differ: HubSpot's signatures are good for five minutes, and tokens are renewed a few
/// before they end.
const MOST_SECONDS: i64 = 120;

/// Looks whether the server is reached and the clocks agree.
pub(super) async fn look(url: &str, findings: &mut Findings) -> Result<(), LocalError> {
    let Some(answer) = reached(url, findings).await? else {
        return Ok(());
    };
    let date = answer
        .headers()
        .get(DATE)
        .and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| rfc2822::parse(date).ok());
    let Some(date) = date else {
        let said = format!("{url} does not say the time");
        findings.notice("clock", said, "see that NTP sets this machine's clock");
        return Ok(());
    };
    let ahead = Timestamp::now().as_second() - date.timestamp().as_second();
    if ahead.abs() <= MOST_SECONDS {
        findings.right("clock", format!("agrees with {url}"));
    } else {
        let side = if ahead > 0 { "ahead of" } else { "behind" };
        let said = format!("this machine's is {} s {side} that of {url}", ahead.abs());
        findings.wrong(
            "clock",
            said,
            "set it, by NTP: what is signed and dated depends on it",
        );
    }
    Ok(())
}

/// Looks whether an address is reached that is not asked anything yet, such as the one where tokens are renewed.
pub(super) async fn reach(url: &str, findings: &mut Findings) -> Result<(), LocalError> {
    reached(url, findings).await.map(drop)
}

async fn reached(
    url: &str,
    findings: &mut Findings,
) -> Result<Option<http::Response<Bytes>>, LocalError> {
    let Ok(request) = Request::head(url).body(Bytes::new()) else {
        return Ok(None);
    };
    match ReqwestTransport::new()?.send(request, TIMEOUT).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => {
            let said = format!("{url} cannot be reached: {error}");
            let remedy = "check the address, the network and a proxy's variables";
            findings.wrong("network", said, remedy);
            Ok(None)
        }
    }
}
