//! Objects whose names are taken: who has them is asked, and the way out taken.

use quickbooks::{Batch, EntityKind, Fault, Transport};
use storage::{Mappings, Tokens};

use super::create::{DUPLICATE_NAME, names_taken};
use super::new_object::Creation;
use super::objects::{identity_of, reactivation};
use super::outcome::ResolvedObject;
use super::plan::Plan;
use super::products::unsellable_products;
use super::resolution::{Holder, Resolution, TakenName};
use super::resolver::Resolver;
use crate::ActionError;
use crate::books::environment::Environment;
use crate::response::{MatchedBy, Warning};

/// QuickBooks' codes for an object that was changed meanwhile, and for a name that is taken.
const GIVEN_WAY: [&str; 2] = ["5010", DUPLICATE_NAME];

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
        for (creation, _) in taken {
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
                    let Some(found) = self.reactivate(kind, name, &holder).await? else {
                        open.push(creation);
                        continue;
                    };
                    let warning = Warning::reactivated(kind, &found.id);
                    (found, Some(warning))
                }
                Resolution::CreateAs { name, warning } => {
                    // Of two marks that were tried, the last one is the name's.
                    let tried = Warning::kind_suffixed(object.kind()).about(&object.owner());
                    plan.resolved.warnings.retain(|known| *known != tried);
                    plan.resolved.warnings.push(warning.about(&object.owner()));
                    open.push(Creation { name, ..creation });
                    continue;
                }
                Resolution::Refuse => {
                    return Err(names_taken(&plan.label, &object.name_field()));
                }
                Resolution::Unsellable { kind, id } => {
                    let field = object.name_field();
                    let unsold = format!("{field} is the name of {kind} {id} in QuickBooks");
                    return Err(unsellable_products(&plan.label, &[unsold]));
                }
            };
            let warning = warning.map(|warning| warning.about(&object.owner()));
            plan.resolved.warnings.extend(warning);
            waiting.extend(creation.settle(settled, plan));
        }
        Ok(open)
    }

    /// Makes those active again that are known to be inactive; hands back those to create.
    pub(super) async fn reactivate_each(
        &self,
        plan: &mut Plan,
        open: Vec<Creation>,
        waiting: &mut Vec<Creation>,
    ) -> Result<Vec<Creation>, ActionError> {
        let mut new = Vec::with_capacity(open.len());
        for creation in open {
            let (kind, name) = (creation.object.kind(), &creation.name.text);
            let found = match creation.object.inactive() {
                Some(holder) => self.reactivate(kind, name, holder).await?,
                None => None,
            };
            let Some(found) = found else {
                new.push(creation);
                continue;
            };
            let warning = Warning::reactivated(kind, &found.id);
            let warning = warning.about(&creation.object.owner());
            plan.resolved.warnings.push(warning);
            waiting.extend(creation.settle(found, plan));
        }
        Ok(new)
    }

    /// Makes an object active again; none where another invocation has done so by now, or its name was
    /// given away: who has it is found by trying to create it.
    async fn reactivate(
        &self,
        kind: EntityKind,
        name: &str,
        holder: &Holder,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        let update = reactivation(kind, &holder.id, &holder.sync_token, name);
        let content = format!("reactivate {kind} {} {}", holder.id, holder.sync_token);
        let request_id = self.batch_request_id(content.as_bytes())?;
        let batch = Batch::new().update(kind, update);
        let answers = self.send(&batch, Some(&request_id)).await?;
        match answers.into_iter().next() {
            Some(Ok(answer)) => Ok(Some(ResolvedObject {
                name: Some(name.to_owned()),
                matched_by: MatchedBy::Reactivated,
                ..identity_of(kind, &answer)?
            })),
            Some(Err(fault)) if GIVEN_WAY.iter().any(|code| fault.has_code(code)) => Ok(None),
            Some(Err(fault)) => Err(self.books.refused_item(&fault, self.redactor)),
            None => Err(ActionError::OutcomeUnknown {
                detail: "QuickBooks did not answer a reactivation".to_owned(),
            }),
        }
    }
}
