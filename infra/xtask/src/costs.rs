//! Amazon's charges for invoices: the share that one takes of each service, times the service's price.
//!
//! Prices are arguments, since they differ by region and change. The shares are counted elsewhere: the states of a run by the
//! tests of `infra/testing/workflows`, the units that are read by `infra/testing/lambda-emulator/tests/aws/units.rs`, and those that
//! are written by `cargo xtask bench cost`.

use std::io::Write;

use clap::Args;
use rust_decimal::Decimal;

use crate::error::XtaskError;

/// States of `start-workflow` that an event without an enrolment goes through.
const STATES_OF_A_START: u32 = 5;

/// States of `quickbooks-action` for a record given by its id, with the report of the outcome.
const STATES_OF_A_RUN: u32 = 8;

/// Read units of a warm invoice of a contact with two lines, of 4 KB each, read consistently: settings;
/// the contact in the home and in the record's currency; a product for each line; what else is named;
/// the entry, and the one of an estimate; the reservation of the sale; used-up quotas; a failed run.
const READ_UNITS: u32 = 11;

/// Read units of the report: settings, and once more with what comes along unasked, which is used-up quotas and what is named; the
/// steps that are done.
const READ_UNITS_OF_A_REPORT: u32 = 5;

/// Functions that are invoked for an invoice: the one that takes its turn, the action, and the one that tells HubSpot.
const FUNCTIONS: u32 = 3;

/// Requests to the queue of actions: a turn is sent, received and deleted.
const QUEUE_REQUESTS: u32 = 3;

/// Requests in a month of 30 days by which Lambda finds that queue empty: it asks five times at once, for 20 seconds each.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html>
const EMPTY_RECEIVES: u32 = 5 * 3 * 60 * 24 * 30;

/// Write units of the same, of 1 KB each, of which a transaction takes two: the claim with the body (2 KB)
/// and the reservation of the sale; the entry with the response (2 KB) and the item of the document.
const WRITE_UNITS: u32 = 2 * (2 + 1) + 2 * (2 + 1);

/// Bytes in the log of a warm invocation: its line, its metrics, and Lambda's own two lines.
const LOG_BYTES: u32 = 2_000;

/// Metrics that functions which make documents send, all of them under one name.
const METRICS: u32 = 15;

/// Metrics that the function sends which tells HubSpot.
const METRICS_OF_REPORTS: u32 = 9;

/// Metrics that every function sends; the one that takes turns has no others.
const METRICS_OF_TURNS: u32 = 6;

/// Metrics that the function sends which refreshes tokens, and the share of a month's hours in which it does: a metric is
/// paid for by the hour.
const METRICS_OF_REFRESHES: u32 = 11;
const HOURS_BETWEEN_REFRESHES: u32 = 6;

/// Metrics that the gateway sends in every hour of a month, whoever uses HubSpot: the duration of its look at runs near their
/// end. A count of nothing is not sent.
const METRICS_OF_LOOKS: u32 = 1;

/// Secrets: the Intuit app, one HubSpot account, and one connection.
const SECRETS: u32 = 3;

/// Prices in US dollars, and what to reckon with. Defaults: us-east-1, arm64, on demand, beyond all
/// free tiers.
#[derive(Args, Clone, Debug)]
pub(crate) struct Costs {
    /// Number of invoices
    #[arg(long, default_value_t = 1_000)]
    invoices: u32,
    /// Memory of the function in MB
    #[arg(long, default_value_t = 256)]
    memory: u32,
    /// Milliseconds of an invocation, most of which it waits for HubSpot and QuickBooks
    #[arg(long, default_value_t = 1_200)]
    milliseconds: u32,
    /// Milliseconds of the report of an outcome, most of which it waits for HubSpot
    #[arg(long, default_value_t = 700)]
    report_milliseconds: u32,
    /// Lambda: a million requests
    #[arg(long, default_value = "0.20")]
    lambda_requests: Decimal,
    /// Lambda: a GB-second
    #[arg(long, default_value = "0.0000133334")]
    lambda_gb_second: Decimal,
    /// DynamoDB: a million read request units
    #[arg(long, default_value = "0.125")]
    dynamodb_reads: Decimal,
    /// DynamoDB: a million write request units
    #[arg(long, default_value = "0.625")]
    dynamodb_writes: Decimal,
    /// Step Functions: a million state transitions of standard workflows
    #[arg(long, default_value = "25.00")]
    state_transitions: Decimal,
    /// SQS: a million requests
    #[arg(long, default_value = "0.40")]
    queue_requests: Decimal,
    /// EventBridge: a million events
    #[arg(long, default_value = "1.00")]
    events: Decimal,
    /// Logs: a GB taken in
    #[arg(long, default_value = "0.50")]
    log_gb: Decimal,
    /// Metrics: one for a month
    #[arg(long, default_value = "0.30")]
    metric_month: Decimal,
    /// Alarms: a metric that one watches, for a month
    #[arg(long, default_value = "0.10")]
    alarm_month: Decimal,
    /// Dashboards: one for a month
    #[arg(long, default_value = "3.00")]
    dashboard_month: Decimal,
    /// Secrets Manager: a million requests
    #[arg(long, default_value = "5.00")]
    secret_requests: Decimal,
    /// Secrets Manager: a secret for a month
    #[arg(long, default_value = "0.40")]
    secret_month: Decimal,
}

/// A line of the bill.
#[derive(Debug)]
struct Item {
    service: &'static str,
    what: String,
    price: String,
    amount: Decimal,
}

/// Prints the bill as a table.
pub(crate) fn print(costs: &Costs) -> Result<(), XtaskError> {
    let mut out = std::io::stdout();
    for line in costs.table() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

impl Costs {
    /// The bill, as lines of a Markdown table.
    pub(crate) fn table(&self) -> Vec<String> {
        let items = self.by_invoice();
        let sum: Decimal = items.iter().map(|item| item.amount).sum();
        let monthly = self.by_month();
        let mut lines = vec![
            format!(
                "| service | {} invoices take | price | US$ |",
                grouped(self.invoices)
            ),
            "|---|---|---|---|".to_owned(),
        ];
        lines.extend(items.iter().map(Item::row));
        lines.push(format!("| **together** | | | **{}** |", dollars(sum)));
        lines.extend(monthly.iter().map(Item::row));
        let sum: Decimal = monthly.iter().map(|item| item.amount).sum();
        lines.push(format!(
            "| **together, by the month** | | | **{}** |",
            dollars(sum)
        ));
        lines
    }

    fn by_invoice(&self) -> Vec<Item> {
        // Who takes the turn waits for the action.
        let milliseconds = 2 * self.milliseconds + self.report_milliseconds;
        let gb_seconds =
            Decimal::from(self.memory) * Decimal::from(milliseconds) / Decimal::from(1_024 * 1_000);
        let reads = READ_UNITS + READ_UNITS_OF_A_REPORT;
        let log_bytes = FUNCTIONS * LOG_BYTES;
        // Step Functions counts the start of an execution as a transition too.
        let transitions = STATES_OF_A_START + 1 + STATES_OF_A_RUN + 1;
        let gb_second = Item {
            service: "Lambda, duration",
            what: format!(
                "{} ms of {} MB each",
                grouped(milliseconds),
                grouped(self.memory)
            ),
            price: format!("{} a GB-second", self.lambda_gb_second.normalize()),
            amount: gb_seconds * self.lambda_gb_second * Decimal::from(self.invoices),
        };
        let logs = Item {
            service: "CloudWatch, logs",
            what: format!("{} bytes each", grouped(log_bytes)),
            price: format!("{} a GB", self.log_gb),
            amount: Decimal::from(log_bytes) * Decimal::from(self.invoices) * self.log_gb
                / Decimal::from(1_000_000_000),
        };
        vec![
            self.counted(
                "Lambda, requests",
                "request",
                FUNCTIONS,
                self.lambda_requests,
            ),
            gb_second,
            self.counted("DynamoDB", "read unit", reads, self.dynamodb_reads),
            self.counted("DynamoDB", "write unit", WRITE_UNITS, self.dynamodb_writes),
            self.counted(
                "Step Functions",
                "transition",
                transitions,
                self.state_transitions,
            ),
            self.counted("SQS", "request", QUEUE_REQUESTS, self.queue_requests),
            self.counted("EventBridge", "event", 1, self.events),
            self.counted("Secrets Manager", "request", 1, self.secret_requests),
            logs,
        ]
    }

    fn by_month(&self) -> [Item; 9] {
        let month = |service, what: &str, count: u32, price: Decimal| Item {
            service,
            what: format!("{count} {what}, by the month"),
            price: format!("{price} each"),
            amount: Decimal::from(count) * price,
        };
        [
            month("Secrets Manager", "secrets", SECRETS, self.secret_month),
            month(
                "CloudWatch",
                "metrics of all actions",
                METRICS,
                self.metric_month,
            ),
            month(
                "CloudWatch",
                "metrics of the function that tells HubSpot",
                METRICS_OF_REPORTS,
                self.metric_month,
            ),
            month(
                "CloudWatch",
                "metrics of the function that takes turns",
                METRICS_OF_TURNS,
                self.metric_month,
            ),
            month(
                "CloudWatch",
                "metrics of the refresh of tokens, in every sixth hour",
                METRICS_OF_REFRESHES,
                self.metric_month / Decimal::from(HOURS_BETWEEN_REFRESHES),
            ),
            month(
                "CloudWatch",
                "metric of the gateway's hourly look",
                METRICS_OF_LOOKS,
                self.metric_month,
            ),
            month(
                "CloudWatch",
                "metrics that alarms watch",
                watched_metrics(),
                self.alarm_month,
            ),
            month("CloudWatch", "dashboard", 1, self.dashboard_month),
            Item {
                service: "SQS",
                what: format!(
                    "{} requests that find nothing, by the month",
                    grouped(EMPTY_RECEIVES)
                ),
                price: format!("{} a million", self.queue_requests),
                amount: Decimal::from(EMPTY_RECEIVES) * self.queue_requests
                    / Decimal::from(1_000_000),
            },
        ]
    }

    /// Something that is priced by the million.
    fn counted(&self, service: &'static str, what: &str, each: u32, price: Decimal) -> Item {
        let plural = if each == 1 { "" } else { "s" };
        Item {
            service,
            what: format!("{each} {what}{plural} each"),
            price: format!("{price} a million"),
            amount: Decimal::from(each) * Decimal::from(self.invoices) * price
                / Decimal::from(1_000_000),
        }
    }
}

impl Item {
    fn row(&self) -> String {
        let Self {
            service,
            what,
            price,
            amount,
        } = self;
        format!("| {service} | {what} | {price} | {} |", dollars(*amount))
    }
}

/// The metrics that the template's alarms watch: an alarm is paid for by each.
fn watched_metrics() -> u32 {
    let alarms = ::template::Template::read().resources("AWS::CloudWatch::Alarm");
    let metrics = alarms.iter().map(|(_, alarm)| {
        let queries = alarm["Metrics"].as_array();
        queries.map_or(1, |queries| {
            let read = queries
                .iter()
                .filter(|query| query["MetricStat"].is_object());
            read.count()
        })
    });
    u32::try_from(metrics.sum::<usize>()).unwrap_or(u32::MAX)
}

/// To the hundredth of a cent.
fn dollars(amount: Decimal) -> String {
    format!("{:.4}", amount.round_dp(4))
}

/// With a comma between thousands.
fn grouped(number: u32) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::Costs;
    use crate::workspace;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        costs: Costs,
    }

    fn table(arguments: &[&str]) -> Vec<String> {
        let line = Line::parse_from(["costs"].iter().chain(arguments));
        line.costs.table()
    }

    fn amount(table: &[String], service: &str) -> String {
        let row = table.iter().find(|row| row.contains(service)).unwrap();
        row.split('|').rev().nth(1).unwrap().trim().to_owned()
    }

    #[test]
    fn a_bill_is_what_is_taken_times_the_prices() {
        let prices = [
            "--invoices=2000",
            "--memory=512",
            "--milliseconds=1000",
            "--lambda-gb-second=0.01",
            "--lambda-requests=500",
            "--dynamodb-reads=0",
            "--dynamodb-writes=100",
            "--state-transitions=0.00",
            "--events=0",
            "--queue-requests=0",
            "--log-gb=0",
            "--report-milliseconds=0",
            "--secret-requests=0",
        ];
        let table = table(&prices);
        assert_eq!(amount(&table, "Lambda, requests"), "3.0000");
        // The action, and who takes its turn and waits for it.
        assert_eq!(amount(&table, "Lambda, duration"), "20.0000");
        assert_eq!(amount(&table, "12 write units"), "2.4000");
        assert_eq!(amount(&table, "together"), "**25.4000**");
    }

    #[test]
    fn the_manual_shows_the_bill_that_is_printed() {
        let manual = workspace::root().join("infra/README.md");
        let manual = std::fs::read_to_string(manual).unwrap();
        for line in table(&[]) {
            assert!(manual.contains(&line), "{line}");
        }
    }
}
