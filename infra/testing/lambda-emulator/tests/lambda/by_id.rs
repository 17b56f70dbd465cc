//! A record given by its id, which the built functions read from HubSpot.

use lambda_emulator::{CONNECTION, Emulator, Endpoints, Installation, Relay};
use registry::RegisteredAction;
use rehearsal::{HubSpotAccount, summary};
use serde_json::{Value, json};

use crate::counts;

/// The properties of a contact that name a person or say where it is.
const PERSONAL: [&str; 6] = ["firstname", "lastname", "email", "phone", "address", "zip"];

/// A built function, the HubSpot account that it reads, and what else it talks to.
struct ById {
    action: RegisteredAction,
    installation: Installation,
    account: HubSpotAccount,
    dynamodb: Relay,
    secrets_manager: Relay,
    function: Emulator,
}

impl ById {
    async fn start(action: RegisteredAction) -> Self {
        let installation = Installation::on(Endpoints::from_environment()).await;
        let account = HubSpotAccount::start().await;
        installation.give_to(&account.portal()).await;
        account.put_secret(&installation.store).await;
        let dynamodb = Relay::to(&installation.endpoints.dynamodb).await;
        let secrets_manager = Relay::to(&installation.endpoints.secrets_manager).await;
        let through = Endpoints {
            dynamodb: dynamodb.url(),
            secrets_manager: secrets_manager.url(),
        };
        let hubspot = [("HUBSPOT_API_URL", account.sandbox.api_url())];
        let function = installation.function(action.type_name(), &through, &hubspot);
        Self {
            function: function.await,
            action,
            installation,
            account,
            dynamodb,
            secrets_manager,
        }
    }

    /// Puts the action's sample into HubSpot under this id, and books it by that; the record as it was put there.
    async fn book(&self, id: &str) -> (Value, Value) {
        let event = self.action.booking_sample().unwrap();
        let event = event.for_record(id).unwrap();
        self.account.put(&event["record"]);
        let by_id = json!({
            "connection": CONNECTION,
            "record": {"object_type": event["record"]["object_type"], "id": id},
            "options": event["options"],
        });
        (
            self.function.invoke(&by_id).await.0,
            event["record"].clone(),
        )
    }
}

#[tokio::test]
async fn every_built_action_reads_its_record_and_books_it_for_what_one_given_whole_costs() {
    for action in RegisteredAction::ALL {
        let stage = ById::start(*action).await;
        let (first, _) = stage.book("1").await;
        assert_eq!(first["status"], "created", "{action} {first}");
        stage.installation.sandbox.clear_journal();
        stage.account.sandbox.clear_journal();
        stage.dynamodb.take_operations();
        stage.secrets_manager.take_operations();

        let (second, record) = stage.book("2").await;

        assert_eq!(second["status"], "created", "{action} {second}");
        let journal = stage.installation.sandbox.journal();
        let asked: Vec<String> = journal.iter().map(summary).collect();
        assert_eq!(asked, counts::creations(*action), "{action}");
        let round_trips = stage.dynamodb.take_operations();
        assert_eq!(round_trips, counts::round_trips(*action), "{action}");
        assert_eq!(stage.secrets_manager.take_operations(), [""; 0], "{action}");
        let read = stage.account.requests();
        assert!((2..=15).contains(&read.len()), "{action} {read:?}");
        names_nobody(
            *action,
            &record,
            &[&second.to_string(), &stage.function.log()],
        );
    }
}

/// Asserts that no text holds anything of the record's contacts.
fn names_nobody(action: RegisteredAction, record: &Value, texts: &[&str]) {
    let contacts = record["contacts"].as_array().into_iter().flatten();
    let persons = contacts.flat_map(|contact| {
        let properties = &contact["properties"];
        PERSONAL.map(|name| properties[name].as_str().unwrap_or_default())
    });
    for person in persons.filter(|person| person.len() > 3) {
        for text in texts {
            assert!(!text.contains(person), "{action}: {person} in {text}");
        }
    }
}
