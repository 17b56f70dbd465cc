//! The time for which a server asks to be left alone.

use std::time::Duration;

use http::{
    HeaderMap,
    header::{DATE, HeaderName, RETRY_AFTER},
};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

/// Reads `Retry-After`: seconds, or a date, which is compared with the answer’s own `Date` so that
/// neither clock has to be right. RFC 9110, section 10.2.3.
pub(crate) fn parse(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(value)?;
    let wait = until.duration_since(date(headers, DATE)?);
    Some(wait.try_into().unwrap_or(Duration::ZERO))
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    http_date(headers.get(name)?.to_str().ok()?)
}

fn http_date(value: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(value).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;

    use super::parse;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        const NOW: (&str, &str) = ("date", "Tue, 05 May 2026 09:00:00 GMT");
        let cases = [
            (vec![("retry-after", "60")], Some(60)),
            (vec![("retry-after", " 0 ")], Some(0)),
            (
                vec![NOW, ("retry-after", "Tue, 05 May 2026 09:01:30 GMT")],
                Some(90),
            ),
            (
                vec![NOW, ("retry-after", "Tue, 05 May 2026 08:00:00 GMT")],
                Some(0),
            ),
            (vec![("retry-after", "Tue, 05 May 2026 09:01:30 GMT")], None),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "-5")], None),
            (vec![NOW], None),
        ];
        for (pairs, seconds) in cases {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(parse(&headers(&pairs)), expected, "{pairs:?}");
        }
    }
}
