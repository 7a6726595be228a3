//! Where the project names no template of a role's stack: which stack has the role, and
//! which templates of the repository declare it.
//!
//! What is found is rested on, and never acted on: a file of a cloned repository chooses
//! nothing. To propose a change from it, a person names it in the project's file.

use super::LastOperation;
use crate::{
    ask::{Ask, Question, cloudformation, repo},
    cause::stack_story::{DeclaringStack, TemplateSearch},
    checks::Store,
    facts::{
        Fault, FoundTemplate, PhysicalId, ResourceType, RoleName, Settings, SoughtRole, StackName,
        StackResource, TemplateFile, TemplateSource, Unknown,
    },
    rules::drift::{TemplateSide, declaring},
};

/// How far the search for one role came, and the template that it is without doubt.
pub(super) struct Searched {
    pub(super) search: TemplateSearch,
    pub(super) declared: Option<DeclaringStack>,
    pub(super) side: Option<TemplateSide>,
}

impl LastOperation {
    /// Those of the roles of which the project says nothing: it names no template of any
    /// stack that is here, and has no policies of theirs.
    pub(super) fn unnamed(
        &self,
        roles: &[RoleName],
        settings: &Settings,
        store: &Store,
    ) -> Vec<RoleName> {
        let listed = store.stacks(&self.environment);
        let here = |name: &StackName| listed.iter().any(|stack| stack.name == *name);
        let drift = settings.drift.as_ref();
        let mut sources = drift.iter().flat_map(|drift| &drift.template);
        let describes = drift.is_some_and(|drift| drift.describes(&self.environment));
        let codified = store.codified().filter(|_| describes);
        let is_known = codified.is_some() || store.fault(&repo::Codified.here()).is_some();
        if sources.any(|source| here(&source.stack)) || (describes && !is_known) {
            return Vec::new();
        }
        let codified = codified.map_or(&[][..], |codified| &codified.roles);
        let is_codified = |role: &RoleName| codified.iter().any(|known| known.name == *role);
        let unnamed = roles.iter().filter(|role| !is_codified(role));
        unnamed.cloned().collect()
    }

    /// The stack first, what it has then, and at last the files.
    pub(super) fn asks_of_search(&self, roles: &[RoleName], store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = Vec::new();
        for role in roles {
            let owner = cloudformation::OwnerOfRole(role.clone()).of(&self.environment);
            let stack = store.get(&owner).cloned().flatten();
            asks.push(owner.into());
            let Some(stack) = stack else { continue };
            let resources = cloudformation::Resources(stack.clone());
            asks.push(cloudformation::Stack(stack).of(&self.environment).into());
            asks.push(resources.of(&self.environment).into());
        }
        let sought = self.sought(roles, store);
        if !sought.is_empty() {
            asks.push(repo::Declaring(sought).here().into());
        }
        asks
    }

    /// The roles of which it is known what their stacks call them; None of them while
    /// that of another is still being read, so that the tree is searched once.
    fn sought(&self, roles: &[RoleName], store: &Store) -> Vec<SoughtRole> {
        let mut sought = Vec::new();
        for role in roles {
            let owner = cloudformation::OwnerOfRole(role.clone()).of(&self.environment);
            let stack = match (store.get(&owner), store.fault(&owner)) {
                (Some(Some(stack)), _) => stack,
                (Some(None), _) | (None, Some(_)) => continue,
                (None, None) => return Vec::new(),
            };
            let resources = cloudformation::Resources(stack.clone()).of(&self.environment);
            match (self.resource(stack, role, store), store.load(&resources)) {
                (Some(resource), _) => sought.push(SoughtRole {
                    name: role.clone(),
                    logical_id: resource.logical_id.clone(),
                }),
                (None, Some(load)) if !load.is_empty() => {}
                (None, _) => return Vec::new(),
            }
        }
        sought
    }

    /// The role among the resources of a stack.
    pub(super) fn resource<'a>(
        &self,
        stack: &StackName,
        role: &RoleName,
        store: &'a Store,
    ) -> Option<&'a StackResource> {
        let resources = cloudformation::Resources(stack.clone()).of(&self.environment);
        let mut all = store.get(&resources)?.resources.iter();
        all.find(|resource| {
            let id = resource.physical_id.as_ref().map(PhysicalId::raw);
            resource.resource_type.raw() == ResourceType::ROLE && id == Some(role.raw())
        })
    }

    /// None: it was not searched, or not to its end.
    pub(super) fn searched(
        &self,
        role: &RoleName,
        roles: &[RoleName],
        store: &Store,
    ) -> Option<Searched> {
        let owner = cloudformation::OwnerOfRole(role.clone()).of(&self.environment);
        let only = |search| Searched {
            search,
            declared: None,
            side: None,
        };
        let failed = |stack, fault: &Fault| {
            let what = format!("the template of role {}", role.raw());
            let why = Unknown {
                what,
                why: fault.what.clone(),
                hint: fault.hint.clone(),
            };
            only(TemplateSearch::failed(role.clone(), stack, why))
        };
        let stack = match (store.get(&owner), store.fault(&owner)) {
            (Some(Some(stack)), _) => stack,
            (Some(None), _) => return Some(only(TemplateSearch::of(role.clone(), None))),
            (None, fault) => return Some(failed(None, fault?)),
        };
        let resources = cloudformation::Resources(stack.clone()).of(&self.environment);
        let all = match (store.get(&resources), store.fault(&resources)) {
            (Some(all), _) => all,
            (None, fault) => return Some(failed(Some(stack.clone()), fault?)),
        };
        let Some(resource) = self.resource(stack, role, store) else {
            // What has this name there is no role.
            return Some(only(TemplateSearch::of(role.clone(), None)));
        };
        let declared = DeclaringStack {
            role: role.clone(),
            stack: stack.clone(),
            logical_id: resource.logical_id.clone(),
            written: self.written(stack, store),
        };
        let asked = repo::Declaring(self.sought(roles, store)).here();
        let found = match (store.get(&asked), store.fault(&asked)) {
            (Some(found), _) => found,
            (None, fault) => return Some(failed(Some(stack.clone()), fault?)),
        };
        let side = |file: &FoundTemplate| {
            let side = TemplateSide {
                resources: Some(all.clone()),
                ..self.side(stack, file, store)?
            };
            declaring(std::slice::from_ref(&side), role)?;
            Some(side)
        };
        let mut sides: Vec<TemplateSide> = found.files.iter().filter_map(side).collect();
        let search = TemplateSearch {
            files: sides.iter().map(|side| side.file.path.clone()).collect(),
            searched: found.searched,
            reached: found.reached,
            ..TemplateSearch::of(role.clone(), Some(stack.clone()))
        };
        let certain = search.file().is_some();
        Some(Searched {
            declared: Some(declared),
            side: sides.pop().filter(|_| certain),
            search,
        })
    }

    /// The file as the template of the stack, whose parameters have their live values.
    fn side(&self, stack: &StackName, file: &FoundTemplate, store: &Store) -> Option<TemplateSide> {
        let caller = store.caller(&self.environment)?;
        let described = cloudformation::Stack(stack.clone()).of(&self.environment);
        Some(TemplateSide {
            source: TemplateSource {
                stack: stack.clone(),
                file: file.path.clone(),
                parameters: std::collections::BTreeMap::new(),
            },
            file: TemplateFile {
                stack: stack.clone(),
                path: file.path.clone(),
                text: file.text.clone(),
                commits: Vec::new(),
            },
            account: caller.account.clone(),
            region: caller.region.clone(),
            stack: store.reading(&described)?,
            deployed: None,
            resources: None,
        })
    }
}
