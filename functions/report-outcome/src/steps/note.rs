//! The note on the record's timeline, or on its deal's.

use hubspot::{ObjectType, Transport};
use storage::{Ledger, SnapshotReader};

use super::{Telling, Told};
use crate::answer::{ReportWarning, Step};
use crate::calls::Refusal;
use crate::creation::{Creation, Target};
use crate::note::note;

impl<S: Ledger + SnapshotReader + Sync, T: Transport + Sync> Telling<'_, S, T> {
    /// Puts the note there, if one is wanted; `refused` says that HubSpot did not take the properties.
    pub(super) async fn put_note(&self, refused: bool) -> Told {
        let note = note(self.report, self.account.outcomes.notes, refused);
        let (Some(note), Some(memory), Some(_)) = (note, &self.memory, self.record()) else {
            return Ok((Step::NotWanted, None));
        };
        let creation = Creation {
            kind: "note",
            mark: &note.mark,
            object_type: ObjectType::Note,
            text: "hs_note_body",
            properties: [
                ("hs_note_body", note.html.clone()),
                ("hs_timestamp", self.at.to_string()),
            ]
            .into_iter()
            .collect(),
        };
        let targets = self.targets_of_note().await?;
        match self.calls.create_once(memory, &creation, &targets).await {
            Ok(_) => Ok((Step::Done, None)),
            Err(Refusal::Refused(reason) | Refusal::Gone(reason)) => {
                let warning = format!(
                    "{}: HubSpot takes no note on it, nor on its deal ({reason})",
                    self.report.label()
                );
                Ok((Step::Refused, Some(ReportWarning::NoteRefused(warning))))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// The record, and its first deal, where HubSpot puts notes on them.
    async fn targets_of_note(&self) -> Result<Vec<Target>, Refusal> {
        let Some((object_type, id)) = self.record() else {
            return Ok(Vec::new());
        };
        let note = ObjectType::Note;
        let own = self.calls.target(&note, (object_type, id)).await?;
        let mut targets: Vec<Target> = own.into_iter().collect();
        if *object_type != ObjectType::Deal {
            let deals = self.calls.associated((object_type, id), &ObjectType::Deal);
            let deals = match deals.await {
                Ok(deals) => deals,
                Err(Refusal::Gone(_) | Refusal::Refused(_)) => Vec::new(),
                Err(refusal) => return Err(refusal),
            };
            if let Some(deal) = deals.first() {
                targets.extend(self.calls.target(&note, (&ObjectType::Deal, deal)).await?);
            }
        }
        Ok(targets)
    }
}
