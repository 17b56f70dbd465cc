//! Objects whose names are taken: who has them is asked, and the way out taken.

use quickbooks::{Batch, EntityKind, Fault, Transport};
use storage::{Mappings, Tokens};

use super::new_object::Creation;
use super::objects::{identity_of, reactivation};
use super::outcome::ResolvedObject;
use super::plan::Plan;
use super::resolution::{CreationName, Holder, Resolution, TakenName};
use super::resolver::Resolver;
use crate::ActionError;
use crate::books::environment::Environment;
use crate::books::rejected;
use crate::response::{MatchedBy, Warning};

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Takes the way out for each creation whose name is taken; hands back those to try under another
    /// name.
    pub(super) async fn resolve_taken(
        &self,
        plan: &mut Plan,
        taken: Vec<(Creation, Fault)>,
        waiting: &mut Vec<Creation>,
    ) -> Result<Vec<Creation>, ActionError> {
        let holders = |(creation, _): &(Creation, Fault)| creation.object.holders(&creation.name);
        let found = self.ask(taken.iter().flat_map(holders).collect()).await?;
        let mut open = Vec::new();
        for (creation, fault) in taken {
            let Creation { object, name } = &creation;
            let taken = TakenName {
                name,
                found: &found,
                settings: self.settings,
            };
            let (settled, warning) = match object.resolution(&taken) {
                Resolution::Use { found, warning } => (found, warning),
                Resolution::Reactivate(holder) => {
                    let (kind, name) = (object.kind(), &name.text);
                    let found = self.reactivate(kind, name, &holder).await?;
                    let warning = Warning::reactivated(kind, &found.id);
                    (found, Some(warning))
                }
                Resolution::CreateAs { name, warning } => {
                    plan.resolved.warnings.push(warning);
                    let name = CreationName {
                        text: name,
                        is_marked: true,
                    };
                    open.push(Creation { name, ..creation });
                    continue;
                }
                Resolution::Refuse => return Err(rejected(&fault, None, self.redactor)),
            };
            plan.resolved.warnings.extend(warning);
            waiting.extend(creation.settle(settled, plan));
        }
        Ok(open)
    }

    async fn reactivate(
        &self,
        kind: EntityKind,
        name: &str,
        holder: &Holder,
    ) -> Result<ResolvedObject, ActionError> {
        let update = reactivation(kind, &holder.id, &holder.sync_token, name);
        let content = format!("reactivate {kind} {} {}", holder.id, holder.sync_token);
        let request_id = self.batch_request_id(content.as_bytes())?;
        let batch = Batch::new().update(kind, update);
        let answers = self.send(&batch, Some(&request_id)).await?;
        match answers.into_iter().next() {
            Some(Ok(answer)) => Ok(ResolvedObject {
                name: Some(name.to_owned()),
                matched_by: MatchedBy::Reactivated,
                ..identity_of(kind, &answer)?
            }),
            Some(Err(fault)) => Err(rejected(&fault, None, self.redactor)),
            None => Err(ActionError::OutcomeUnknown {
                detail: "QuickBooks did not answer a reactivation".to_owned(),
            }),
        }
    }
}
