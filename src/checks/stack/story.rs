//! What the story of a stack rests on: its events, and for the roles that were refused
//! something their policies, live and in the repository.

use std::sync::Arc;

use jiff::Timestamp;

use super::LastOperation;
use crate::{
    ask::{Question, cloudformation, iam},
    cause::stack_story::{self, DeclaringStack, Inputs, StackStory, TemplateDocument},
    checks::Store,
    facts::{Authorization, Remote, RoleName, Settings, StackEvents, StackName},
    rules::drift::{TemplateSide, declaring},
    template,
};

impl LastOperation {
    pub(super) fn tell(&self, settings: &Settings, store: &Store) -> StackStory {
        let events = self.newest(store);
        // Told once for the roles that were refused, and once more with their policies.
        let first = stack_story::tell(&Inputs {
            events: events.clone(),
            ..Inputs::default()
        });
        let caller = store.caller(&self.environment);
        let roles = caller.map_or_else(Vec::new, |caller| first.roles(&caller.account));
        if roles.is_empty() {
            return first;
        }
        let read = iam::Roles(roles.clone()).of(&self.environment);
        let mut inputs = Inputs {
            events,
            live: self.live(&roles, store),
            live_fault: store.fault(&read).cloned(),
            codified: store.codified().cloned().map(Arc::new),
            ..Inputs::default()
        };
        let sides = store.template_sides(&self.environment, settings);
        for role in &roles {
            let documents = template_documents(&sides, role);
            let declared = self.declaring_stacks(settings, store, role);
            inputs.templates.extend(documents);
            inputs.declared.extend(declared);
        }
        self.search(&self.unnamed(&roles, settings, store), store, &mut inputs);
        stack_story::tell(&inputs)
    }

    /// What was found by a search, for the roles of which the project says nothing.
    fn search(&self, roles: &[RoleName], store: &Store, inputs: &mut Inputs) {
        for role in roles {
            let Some(found) = self.searched(role, roles, store) else {
                continue;
            };
            let documents = template_documents(found.side.as_slice(), role);
            inputs.templates.extend(documents);
            inputs.declared.extend(found.declared);
            inputs.searches.push(found.search);
        }
    }

    /// The newest of the answers that can hold the newest operation.
    fn newest(&self, store: &Store) -> Option<Arc<StackEvents>> {
        let all = store.each_of::<cloudformation::Events>(&self.environment);
        let of_stack = all.filter(|(asked, ..)| asked.stack == self.stack);
        let (_, events, _) = of_stack.max_by_key(|(asked, _, at)| (*at, asked.extent))?;
        Some(Arc::new(events.clone()))
    }

    /// All of the roles that were read, though not in one answer.
    fn live(&self, roles: &[RoleName], store: &Store) -> Option<Arc<Authorization>> {
        let mut found: Option<Arc<Authorization>> = None;
        for role in roles {
            let Some(read) = store.authorization(&self.environment, Some(role)) else {
                continue;
            };
            let Some(known) = &mut found else {
                found = Some(read);
                continue;
            };
            if !known.roles.iter().any(|reading| reading.name == *role) {
                let all = Arc::make_mut(known);
                let reading = read.roles.iter().filter(|reading| reading.name == *role);
                all.roles.extend(reading.cloned());
                all.managed.extend(read.managed.iter().cloned());
            }
        }
        found
    }

    /// The stacks of `[[drift.template]]` that have the role among their resources.
    fn declaring_stacks(
        &self,
        settings: &Settings,
        store: &Store,
        role: &RoleName,
    ) -> Vec<DeclaringStack> {
        let sources = settings.drift.iter().flat_map(|drift| &drift.template);
        let declaring = sources.filter_map(|source| {
            let resource = self.resource(&source.stack, role, store)?;
            Some(DeclaringStack {
                role: role.clone(),
                stack: source.stack.clone(),
                logical_id: resource.logical_id.clone(),
                written: self.written(&source.stack, store),
            })
        });
        declaring.collect()
    }

    pub(super) fn written(&self, stack: &StackName, store: &Store) -> Option<Timestamp> {
        let all = store.get(&cloudformation::Stacks.of(&self.environment))?;
        all.stacks.iter().find(|one| one.name == *stack)?.written()
    }
}

/// What the repository's template of the role's stack grants it.
fn template_documents(sides: &[TemplateSide], role: &RoleName) -> Vec<TemplateDocument> {
    let Some((side, declared)) = declaring(sides, role) else {
        return Vec::new();
    };
    let policies = declared.policies.iter();
    let document = |policy: &template::TemplatePolicy| {
        Some(TemplateDocument {
            role: role.clone(),
            policy: policy.name.with_tokens(),
            document: Remote::new(policy.document.as_ref().ok()?.as_str()),
            stack: side.source.stack.clone(),
            file: side.file.path.clone(),
        })
    };
    policies.filter_map(document).collect()
}
