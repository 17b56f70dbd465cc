//! The findings of a run, connection by connection.

use actions::ErrorType;
use serde::Serialize;
use storage::Connection;

/// From when on a refresh token ends soon: every run that works leaves it 100 days, so that one with
/// fewer than 30 is near its hard end, or has not been refreshed for 70 days.
pub const ENDING_SOON_DAYS: f64 = 30.0;

/// The findings of a run. Names connections, in order, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The number of connections that are set up.
    pub connections: usize,
    /// The number that have a valid access token, and so a fresh refresh token.
    pub alive: usize,
    /// Those that are set up and have no tokens: never connected, or disconnected.
    pub not_connected: Vec<Connection>,
    /// Those a person should reconnect before long: fewer than [`ENDING_SOON_DAYS`] are left.
    pub ending_soon: Vec<Connection>,
    /// Those that could not be refreshed.
    pub failures: Vec<Failure>,
    /// The days left to the refresh token that ends first, of those that are connected.
    pub fewest_days_left: Option<f64>,
}

/// A connection that could not be refreshed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The connection.
    pub connection: Connection,
    /// The contract's name of the reason; `ReauthorizationRequired` asks for a person.
    #[serde(rename = "errorType")]
    pub error_type: &'static str,
}

/// The findings about one connection.
pub(crate) struct Finding {
    pub(crate) connection: Connection,
    pub(crate) error_type: Option<ErrorType>,
    pub(crate) days_left: Option<f64>,
}

impl Report {
    pub(crate) fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|left, right| left.connection.cmp(&right.connection));
        let mut report = Self {
            connections: findings.len(),
            ..Self::default()
        };
        for finding in findings {
            report.add(finding);
        }
        report
    }

    /// The number of connections that a person must reconnect now.
    pub fn to_reauthorize(&self) -> usize {
        let name: &str = ErrorType::ReauthorizationRequired.into();
        self.failures
            .iter()
            .filter(|failure| failure.error_type == name)
            .count()
    }

    fn add(&mut self, finding: Finding) {
        let Finding {
            connection,
            error_type,
            days_left,
        } = finding;
        if error_type == Some(ErrorType::ConnectionNotFound) {
            self.not_connected.push(connection);
            return;
        }
        if let Some(days) = days_left {
            self.fewest_days_left = Some(
                self.fewest_days_left
                    .map_or(days, |fewest| fewest.min(days)),
            );
            if days < ENDING_SOON_DAYS {
                self.ending_soon.push(connection.clone());
            }
        }
        match error_type {
            None => self.alive += 1,
            Some(error_type) => {
                let error_type = error_type.into();
                self.failures.push(Failure {
                    connection,
                    error_type,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(name: &str, error_type: Option<ErrorType>, days_left: Option<f64>) -> Finding {
        let connection = Connection::try_from(name).unwrap();
        Finding {
            connection,
            error_type,
            days_left,
        }
    }

    #[test]
    fn the_report_names_whoever_needs_a_person_and_counts_the_others() {
        let report = Report::of(vec![
            finding("us", None, Some(100.0)),
            finding("eu", None, Some(29.9)),
            finding("jp", Some(ErrorType::ReauthorizationRequired), Some(12.0)),
            finding("br", Some(ErrorType::StorageUnavailable), None),
            finding("xx", Some(ErrorType::ConnectionNotFound), None),
        ]);
        assert_eq!(report.to_reauthorize(), 1);
        insta::assert_json_snapshot!(report, @r#"
        {
          "connections": 5,
          "alive": 2,
          "not_connected": [
            "xx"
          ],
          "ending_soon": [
            "eu",
            "jp"
          ],
          "failures": [
            {
              "connection": "br",
              "errorType": "StorageUnavailable"
            },
            {
              "connection": "jp",
              "errorType": "ReauthorizationRequired"
            }
          ],
          "fewest_days_left": 12.0
        }
        "#);
    }

    #[test]
    fn no_connection_has_no_fewest_days() {
        assert_eq!(Report::of(Vec::new()), Report::default());
    }
}
