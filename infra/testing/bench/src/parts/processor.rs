//! Processor time and memory of the function.

use super::timing::{memory, of_times};
use super::{Bench, milliseconds};
use crate::figure::Figure;

/// Invocations after which memory is looked at for the last time.
const INVOCATIONS: usize = 1_000;

/// Starts whose services answer at once.
const STARTS: usize = 30;

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
        figures.extend(self.starts_at_once().await);
        figures.extend([kept(10, "10"), kept(INVOCATIONS, "1,000")]);
        figures
    }

    /// The time of starts, plain and over TLS in turns, in which the function waits for itself alone.
    async fn starts_at_once(&self) -> Vec<Figure> {
        let mut times = [(); 2].map(|()| (Vec::new(), Vec::new()));
        for start in 0..=STARTS {
            for (function, (wall, processor)) in self.at_once.iter().zip(&mut times) {
                let life = function.live(Vec::new()).await;
                // By the first one the services learn what to answer.
                if start > 0 {
                    wall.push(milliseconds(life.start));
                    processor.push(milliseconds(life.polls[0].processor));
                }
            }
        }
        let figures = ["", ", over TLS"].into_iter().zip(times);
        let figures = figures.flat_map(|(way, (wall, processor))| {
            [("wall", wall), ("processor", processor)].map(|(clock, times)| {
                of_times(&format!("start, far side at once, {clock}{way}"), &times)
            })
        });
        figures.flatten().collect()
    }
}
