//! The price of 1,000 warm invoices, from measured time and units.
//!
//! Prices of `us-east-1`, arm64, on demand, beyond the free tiers, as published on 28 November 2026:
//! <https://aws.amazon.com/lambda/pricing/>, <https://aws.amazon.com/dynamodb/pricing/on-demand/>.

use lambda_emulator::Endpoints;

use super::{Bench, WARMING, milliseconds, of_count};
use crate::far_side::{Capacity, Units};
use crate::figure::{Figure, median};

/// A million requests of Lambda, in dollars.
const REQUESTS: f64 = 0.20;

/// A GB-second of Lambda, in dollars.
const GB_SECOND: f64 = 0.000_013_333_4;

/// A million units read from DynamoDB, in dollars.
const READ_UNITS: f64 = 0.125;

/// A million units written to DynamoDB, in dollars.
const WRITE_UNITS: f64 = 0.625;

/// The memory that the template gives the function, in GB.
const MEMORY: f64 = 256.0 / 1_024.0;

/// Invoices that are measured.
const INVOICES: usize = 200;

impl Bench {
    pub(super) async fn cost(&self) -> Vec<Figure> {
        let (capacity, dynamodb) = Capacity::before(&self.installation.endpoints.dynamodb).await;
        let endpoints = Endpoints {
            dynamodb,
            ..self.installation.endpoints.clone()
        };
        let metered = self.function.clone();
        let metered = metered.with(endpoints.variables().into());
        metered.live(self.deals(WARMING, 1)).await;
        let few = capacity.take();
        metered.live(self.deals(WARMING + INVOICES, 1)).await;
        let units = each(few, capacity.take());
        // Without the proxy, which would take time of its own.
        let life = self.function.live(self.deals(WARMING + INVOICES, 1)).await;
        let billed = life.taken[WARMING..].iter();
        // Lambda rounds up to a millisecond.
        let billed = median(billed.map(|time| milliseconds(*time).ceil()).collect());
        let lambda = dollars_of_lambda(billed);
        let dynamodb = dollars_of_dynamodb(units);
        vec![
            Figure::of_machine("warm invoice, billed time", billed, "ms"),
            Figure::fixed("warm invoice, DynamoDB read", units.read, "units"),
            Figure::fixed("warm invoice, DynamoDB written", units.written, "units"),
            Figure::of_machine("1,000 warm invoices, Lambda", lambda, "US$"),
            Figure::fixed("1,000 warm invoices, DynamoDB", dynamodb, "US$"),
            Figure::of_machine("1,000 warm invoices", lambda + dynamodb, "US$"),
        ]
    }
}

/// The units of one invoice: those of a longer life less those of a shorter one.
fn each(few: Units, many: Units) -> Units {
    Units {
        read: (many.read - few.read) / of_count(INVOICES),
        written: (many.written - few.written) / of_count(INVOICES),
    }
}

/// Lambda's price for 1,000 invocations that are billed so many milliseconds each: as many seconds in all.
fn dollars_of_lambda(billed: f64) -> f64 {
    REQUESTS / 1e3 + billed * MEMORY * GB_SECOND
}

/// DynamoDB's price for these units 1,000 times.
fn dollars_of_dynamodb(units: Units) -> f64 {
    (units.read * READ_UNITS + units.written * WRITE_UNITS) / 1e3
}

#[cfg(test)]
mod tests {
    use super::{dollars_of_dynamodb, dollars_of_lambda};
    use crate::far_side::Units;

    #[test]
    fn a_thousand_invocations_cost_their_requests_their_time_and_their_units() {
        let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
        // 1,000 requests for 0.0002; 100 seconds of a quarter of a GB for 0.000333335.
        assert!(close(dollars_of_lambda(100.0), 0.000_533_335));
        let units = Units {
            read: 10.0,
            written: 6.0,
        };
        assert!(close(dollars_of_dynamodb(units), 0.005));
    }
}
