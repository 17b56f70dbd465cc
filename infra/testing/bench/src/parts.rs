//! The parts of the measurement, each by its name.

mod backfill;
mod by_id;
mod cost;
mod mappings;
mod peers;
mod processor;
mod timing;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use clap::ValueEnum;
use lambda_emulator::{Endpoints, Installation};
use rehearsal::HubSpotAccount;

use crate::deals::deal;
use crate::far_side::{Services, Tls};
use crate::figure::{Figure, median};
use crate::function::Function;
use crate::size;
pub(crate) use backfill::LocalProgram;
pub(crate) use peers::Interpreters;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// From the start of the process to its first poll, and to its first answer; over TLS too.
    Start,
    /// An invoice of one line, with everything mapped and the token fresh.
    Warm,
    /// The same invoice of a deal that is given by its id.
    ById,
    /// The same deal again.
    Replay,
    /// Lines more.
    Growth,
    /// An invoice of one line beside 100,000 mappings.
    Mappings,
    /// The program, its zip file, and the biggest crates.
    Size,
    /// Requests by kind.
    Requests,
    /// Processor time and memory.
    Processor,
    /// The price of 1,000 invoices.
    Cost,
    /// 2,000 deals in the local program.
    Backfill,
    /// The same work in Python and in Node.js.
    Peers,
}

/// The programs that parts need beside the function.
#[derive(Default)]
pub(crate) struct Others {
    /// The local program, for `backfill`.
    pub(crate) local: Option<LocalProgram>,
    /// The interpreters, for `peers`.
    pub(crate) interpreters: Option<Interpreters>,
}

/// The function on components of its own, and how often it is measured.
pub(crate) struct Bench {
    /// Tables, secrets and a company, which live as long as this.
    installation: Installation,
    account: HubSpotAccount,
    function: Function,
    over_tls: Function,
    /// The function on services that answer at once, and on those over TLS.
    at_once: [Function; 2],
    /// The certificate, in a file that lives as long as this.
    _tls: Tls,
    others: Others,
    repeat: usize,
    records: AtomicUsize,
}

/// The invocations before those that are measured: the first of a process reads the tokens.
const WARMING: usize = 4;

/// The invocations among which a count is divided.
const MEASURED: usize = 8;

/// Requests that a company takes in a minute, so that no quota slows an invocation down.
const QUOTA: u32 = 1_000_000;

impl Part {
    /// The parts that are measured where none is named.
    pub(crate) const STANDARD: [Self; 10] = [
        Self::Start,
        Self::Warm,
        Self::ById,
        Self::Replay,
        Self::Growth,
        Self::Mappings,
        Self::Size,
        Self::Requests,
        Self::Processor,
        Self::Cost,
    ];
}

impl Bench {
    /// The function on a fresh installation, in which everything is mapped.
    pub(crate) async fn on(function: Function, repeat: usize, others: Others) -> Self {
        let endpoints = Endpoints::from_environment();
        let installation = Installation::on(endpoints.clone()).await;
        installation.set_quota(QUOTA).await;
        let account = HubSpotAccount::start().await;
        let tls = Tls::new();
        let function = function.with(installation.variables());
        let services = Services::of(&installation, &account);
        let answering = services.at_once().await;
        let with = |services: Services| function.clone().with(services.0);
        let over_tls = with(services.over(&tls).await);
        let at_once = [with(answering.clone()), with(answering.over(&tls).await)];
        let function = function.with(vec![("HUBSPOT_API_URL", account.sandbox.api_url())]);
        let bench = Self {
            installation,
            account,
            function: function.with(endpoints.variables().into()),
            over_tls,
            at_once,
            _tls: tls,
            others,
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
                let warm = |count| self.deals(count, 1);
                let plain = self.each(&self.function, warm).await;
                let over_tls = self.each(&self.over_tls, warm).await;
                vec![
                    instructions("warm invoice of one line", plain),
                    instructions("warm invoice of one line, over TLS", over_tls),
                ]
            }
            Part::ById => self.by_id().await,
            Part::Replay => vec![instructions("replay", self.replay().await)],
            Part::Growth => self.growth().await,
            Part::Mappings => self.mappings().await,
            Part::Size => size::figures(self.function.program()),
            Part::Requests => self.requests().await,
            Part::Processor => self.processor().await,
            Part::Cost => self.cost().await,
            Part::Backfill => self.backfill(),
            Part::Peers => self.peers().await,
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
        let mut figures = Vec::new();
        for (function, way) in [(&self.function, ""), (&self.over_tls, ", over TLS")] {
            let (mut starts, mut answers) = (Vec::new(), Vec::new());
            for _ in 0..self.repeat {
                starts.push(function.instructions(Vec::new()).await);
                answers.push(function.instructions(self.deals(1, 1)).await);
            }
            let answered = format!("start to first answer{way}");
            let names = [format!("start{way}"), answered];
            for (name, counts) in names.iter().zip([starts, answers]) {
                figures.push(Figure {
                    // Over TLS they differ by up to 6 % from run to run, by the pieces in which answers arrive.
                    guarded: way.is_empty(),
                    ..instructions(name, median(counts))
                });
            }
        }
        figures
    }

    /// The instructions of one of the events that `events` makes, in a process that has answered others before.
    async fn each(&self, function: &Function, events: impl Fn(usize) -> Vec<Vec<u8>>) -> f64 {
        let mut each = Vec::new();
        for _ in 0..self.repeat {
            let with = |count| [self.deals(WARMING, 1), events(count)].concat();
            let few = function.instructions(with(1)).await;
            let many = function.instructions(with(1 + MEASURED)).await;
            each.push((many - few) / of_count(MEASURED));
        }
        median(each)
    }

    async fn replay(&self) -> f64 {
        self.each(&self.function, |count| {
            let deal = self.deals(1, 1).remove(0);
            vec![deal; count]
        })
        .await
    }

    async fn growth(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut each = Vec::new();
        for lines in [1, 10, 100, 200] {
            let deals = |count| self.deals(count, lines);
            let taken = self.each(&self.function, deals).await;
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
