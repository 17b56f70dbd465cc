//! Processor time and memory of the function.

use super::Bench;
use super::timing::memory;
use crate::figure::Figure;

/// Invocations after which memory is looked at for the last time.
const INVOCATIONS: usize = 1_000;

impl Bench {
    pub(super) async fn processor(&self) -> Vec<Figure> {
        let [plain, over_tls] = self.times([&self.function, &self.over_tls]).await;
        let life = self.function.live(self.deals(INVOCATIONS, 1)).await;
        let kept = |count: usize, named: &str| {
            let name = format!("peak memory after {named} invoices");
            Figure::of_machine(&name, memory(&life, count), "kB")
        };
        let mut figures = plain.figures("");
        figures.extend(over_tls.figures(", over TLS"));
        figures.extend([kept(10, "10"), kept(INVOCATIONS, "1,000")]);
        figures
    }
}
