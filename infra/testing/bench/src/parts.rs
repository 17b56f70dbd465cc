//! The parts of the measurement, each by its name.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use clap::ValueEnum;
use lambda_emulator::{Endpoints, Installation};

use crate::deals::deal;
use crate::figure::{Figure, median};
use crate::function::{Function, Life};
use crate::size;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// From the start of the process to its first poll, and to its first answer.
    Start,
    /// An invoice of one line, with everything mapped and the token fresh.
    Warm,
    /// The same deal again.
    Replay,
    /// Lines more.
    Growth,
    /// The program, its zip file, and the biggest crates.
    Size,
    /// Requests by kind.
    Requests,
    /// Processor time and memory.
    Processor,
}

/// The function on components of its own, and how often it is measured.
pub(crate) struct Bench {
    /// Tables, secrets and a company, which live as long as this.
    _installation: Installation,
    function: Function,
    repeat: usize,
    records: AtomicUsize,
}

/// The invocations before those that are measured: the first of a process reads the tokens.
const WARMING: usize = 4;

/// The invocations among which a count is divided.
const MEASURED: usize = 8;

/// Starts whose time is measured.
const STARTS: usize = 20;

/// Invocations whose time is measured.
const INVOCATIONS: usize = 1_000;

/// Requests that a company takes in a minute, so that no quota slows an invocation down.
const QUOTA: u32 = 1_000_000;

impl Part {
    /// The parts that are measured where none is named.
    pub(crate) const STANDARD: [Self; 7] = [
        Self::Start,
        Self::Warm,
        Self::Replay,
        Self::Growth,
        Self::Size,
        Self::Requests,
        Self::Processor,
    ];
}

impl Bench {
    /// The function on a fresh installation, in which everything is mapped.
    pub(crate) async fn on(function: Function, repeat: usize) -> Self {
        let endpoints = Endpoints::from_environment();
        let installation = Installation::on(endpoints.clone()).await;
        installation.set_quota(QUOTA).await;
        let mut variables = installation.variables();
        variables.extend(endpoints.variables());
        let bench = Self {
            _installation: installation,
            function: function.with(variables),
            repeat: repeat.max(1),
            records: AtomicUsize::new(9_000_001),
        };
        let first = bench.function.live(bench.deals(1, 1)).await;
        assert_eq!(first.answers[0]["status"], "created", "{first:?}");
        bench
    }

    /// Measures a part.
    pub(crate) async fn measure(&self, part: Part) -> Vec<Figure> {
        match part {
            Part::Start => self.start().await,
            Part::Warm => {
                let each = self.each(|count| self.deals(count, 1)).await;
                vec![instructions("warm invoice of one line", each)]
            }
            Part::Replay => vec![instructions("replay", self.replay().await)],
            Part::Growth => self.growth().await,
            Part::Size => size::figures(self.function.program()),
            Part::Requests => self.requests().await,
            Part::Processor => self.processor().await,
        }
    }

    /// Writes profiles to a folder: of a start, and of a process that makes invoices of so many lines.
    pub(crate) async fn profile(&self, folder: &Path) {
        std::fs::create_dir_all(folder).expect("a folder");
        let profiles = [
            ("start", Vec::new()),
            ("warm", self.deals(20, 1)),
            ("lines", self.deals(5, 100)),
        ];
        for (name, events) in profiles {
            let file = folder.join(format!("{name}.callgrind"));
            self.function.profile(events, &file).await;
        }
    }

    /// Deals of this many lines, each of its own.
    fn deals(&self, count: usize, lines: usize) -> Vec<Vec<u8>> {
        let id = || self.records.fetch_add(1, Relaxed);
        (0..count).map(|_| deal(id(), lines)).collect()
    }

    async fn start(&self) -> Vec<Figure> {
        let (mut starts, mut answers) = (Vec::new(), Vec::new());
        for _ in 0..self.repeat {
            starts.push(self.function.instructions(Vec::new()).await);
            answers.push(self.function.instructions(self.deals(1, 1)).await);
        }
        vec![
            instructions("start", median(starts)),
            instructions("start to first answer", median(answers)),
        ]
    }

    /// The instructions of one of the events that `events` makes, in a process that has answered others before.
    async fn each(&self, events: impl Fn(usize) -> Vec<Vec<u8>>) -> f64 {
        let mut each = Vec::new();
        for _ in 0..self.repeat {
            let with = |count| [self.deals(WARMING, 1), events(count)].concat();
            let few = self.function.instructions(with(1)).await;
            let many = self.function.instructions(with(1 + MEASURED)).await;
            each.push((many - few) / of_count(MEASURED));
        }
        median(each)
    }

    async fn replay(&self) -> f64 {
        self.each(|count| {
            let deal = self.deals(1, 1).remove(0);
            vec![deal; count]
        })
        .await
    }

    async fn growth(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut each = Vec::new();
        for lines in [1, 10, 100, 200] {
            let taken = self.each(|count| self.deals(count, lines)).await;
            if lines > 1 {
                figures.push(instructions(
                    &format!("warm invoice of {lines} lines"),
                    taken,
                ));
            }
            each.push(taken);
        }
        figures.push(instructions("a further line", (each[2] - each[0]) / 99.0));
        figures
    }

    async fn requests(&self) -> Vec<Figure> {
        let mut events = self.deals(WARMING, 1);
        events.push(events[0].clone());
        let life = self.function.live(events).await;
        let counted = |place: usize, name: &str| {
            let metric = life.metrics[place][name].as_f64();
            metric.unwrap_or_default()
        };
        let kinds = [
            ("DynamoDB and Secrets Manager", "StoreRequests"),
            ("QuickBooks", "QuickBooksRequests"),
            ("QuickBooks, metered reads", "QuickBooksReads"),
        ];
        let moments = [("warm invoice", WARMING - 1), ("replay", WARMING)];
        let figures = moments.into_iter().flat_map(|(moment, place)| {
            kinds.map(|(kind, name)| {
                let name_of_figure = format!("{moment}: requests to {kind}");
                Figure::fixed(&name_of_figure, counted(place, name), "requests")
            })
        });
        figures.collect()
    }

    async fn processor(&self) -> Vec<Figure> {
        let (mut wall, mut ready, mut answered) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let life = self.function.live(self.deals(1, 1)).await;
            wall.push(milliseconds(life.start));
            ready.push(milliseconds(life.polls[0].processor));
            answered.push(milliseconds(life.polls[1].processor));
        }
        let life = self.function.live(self.deals(INVOCATIONS, 1)).await;
        let each = invocations(&life);
        let peak =
            |place: usize| of_count(usize::try_from(life.polls[place].peak_memory).unwrap_or(0));
        let ms = |name: &str, values| Figure::of_machine(name, median(values), "ms");
        vec![
            ms("start, wall", wall),
            ms("start, processor", ready),
            ms("start to first answer, processor", answered),
            ms("warm invoice of one line, processor", each),
            Figure::of_machine("peak memory after 10 invoices", peak(10), "kB"),
            Figure::of_machine("peak memory after 1,000 invoices", peak(INVOCATIONS), "kB"),
        ]
    }
}

/// The processor time of each invocation of a life but the first ones.
fn invocations(life: &Life) -> Vec<f64> {
    let warm = &life.polls[WARMING..];
    let between = warm
        .windows(2)
        .map(|two| two[1].processor.saturating_sub(two[0].processor));
    between.map(milliseconds).collect()
}

fn instructions(name: &str, value: f64) -> Figure {
    Figure::fixed(name, value, "instructions")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A count as a figure's value.
#[expect(clippy::cast_precision_loss, reason = "nothing is counted to 2^53")]
fn of_count(count: usize) -> f64 {
    count as f64
}
