//! An access token that has ended: 200 invocations in 8 processes need the next one at once.

use std::ops::Range;
use std::time::Duration;

use futures_util::future::{join_all, select_all};
use lambda_emulator::{Endpoints, Installation, Relay};
use sandbox_quickbooks::{JournalEntry, Operation};
use secrecy::ExposeSecret;

use tokio::sync::Mutex;

use crate::process::Process;

const PROCESSES: usize = 8;
const INVOCATIONS: usize = 200;
const EACH: usize = INVOCATIONS / PROCESSES;

/// One test at a time: each is as much as a machine of two processors does at once.
static MACHINE: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_invocations_in_8_processes_one_refreshes_and_all_succeed() {
    let _alone = MACHINE.lock().await;
    let installation = with_an_ended_token().await;
    let endpoints = installation.endpoints.clone();
    let records = (0..PROCESSES).map(|number| EACH * number..EACH * (number + 1));
    let starting = records.map(|records| Process::start(&installation, &endpoints, records));
    let mut processes = join_all(starting).await;
    let before = invoices(&installation);

    join_all(processes.iter_mut().map(Process::go)).await;
    let outcomes = join_all(processes.into_iter().map(Process::outcomes)).await;

    assert_eq!(outcomes.concat(), vec!["created"; INVOCATIONS]);
    assert_eq!(invoices(&installation), before + INVOCATIONS);
    assert_eq!(refreshes(&installation).len(), 1);
    assert_newest_is_stored(&installation).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_killed_with_the_new_token_in_its_hands_cuts_nobody_off() {
    let _alone = MACHINE.lock().await;
    let installation = with_an_ended_token().await;
    let mut processes = Vec::new();
    for number in 0..PROCESSES {
        let relay = Relay::to(&installation.endpoints.secrets_manager).await;
        let endpoints = Endpoints {
            secrets_manager: relay.url(),
            ..installation.endpoints.clone()
        };
        let records = EACH * number..EACH * (number + 1);
        let process = Process::start(&installation, &endpoints, records).await;
        processes.push((process, relay));
    }
    let before = invoices(&installation);

    // Intuit has answered whoever wants to store, and nothing is stored yet.
    let held: Vec<_> = processes
        .iter()
        .map(|(_, relay)| relay.hold("PutSecretValue"))
        .collect();
    join_all(processes.iter_mut().map(|(process, _)| process.go())).await;
    let storing = held.iter().map(|held| Box::pin(held.arrived()));
    let ((), killed, _) = select_all(storing).await;
    let answered = refreshes(&installation);
    assert_eq!(answered.len(), 1);
    assert!(
        answered[0].answered && answered[0].status == 200,
        "{answered:?}"
    );
    processes[killed].0.kill().await;
    drop(processes.remove(killed));
    for (_, relay) in &processes {
        relay.let_pass();
    }
    let outcomes = processes.into_iter().map(|(process, _)| process.outcomes());
    let outcomes = join_all(outcomes).await;

    assert_eq!(outcomes.concat(), vec!["created"; INVOCATIONS - EACH]);
    assert_eq!(refreshes(&installation).len(), 2, "the lost one, and one");
    assert_newest_is_stored(&installation).await;
    let records = EACH * killed..EACH * (killed + 1);
    assert_eq!(
        once_free(&installation, records).await,
        vec!["created"; EACH]
    );
    assert_eq!(invoices(&installation), before + INVOCATIONS);
    assert_eq!(refreshes(&installation).len(), 2);
}

/// An installation whose access token has ended and in which the sample event's customer and products are
/// mapped, so that all that is left to wait for is the token.
async fn with_an_ended_token() -> Installation {
    let installation = Installation::on(Endpoints::from_environment()).await;
    let first = INVOCATIONS..INVOCATIONS + 1;
    let mut process = Process::start(&installation, &installation.endpoints, first).await;
    process.go().await;
    assert_eq!(process.outcomes().await, ["created"]);
    installation.let_access_token_end().await;
    installation.sandbox.clear_journal();
    installation
}

/// Runs for these records again, as a workflow does, until the killed process no longer holds them; gives
/// what the first run came to that found each of them free. Claims end in the midst of a run, so some
/// are free before others.
async fn once_free(installation: &Installation, records: Range<usize>) -> Vec<String> {
    let mut free: Vec<Option<String>> = vec![None; records.len()];
    while free.iter().any(Option::is_none) {
        let process = Process::start(installation, &installation.endpoints, records.clone());
        let mut process = process.await;
        process.go().await;
        for (free, outcome) in free.iter_mut().zip(process.outcomes().await) {
            if free.is_none() && !outcome.starts_with("InProgress") {
                *free = Some(outcome);
            }
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    free.into_iter().flatten().collect()
}

/// The requests that reached the token endpoint.
fn refreshes(installation: &Installation) -> Vec<JournalEntry> {
    let journal = installation.sandbox.journal().into_iter();
    journal
        .filter(|entry| entry.operation == Operation::Token)
        .collect()
}

fn invoices(installation: &Installation) -> usize {
    installation.sandbox.documents("Invoice").len()
}

async fn assert_newest_is_stored(installation: &Installation) {
    let stored = installation.tokens().await.value.refresh_token;
    let newest = installation.sandbox.credentials().refresh_token;
    assert!(stored.expose_secret() == newest, "the newest is stored");
}
