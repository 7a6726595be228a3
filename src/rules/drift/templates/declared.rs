//! One role of a template, made into what the checks compare: a codified role.

use super::TemplateSide;
use crate::{
    facts::{
        Arn, BrokenFile, CodifiedFile, CodifiedRole, LogicalId, PolicyName, Remote, Role, RoleName,
        StackName,
    },
    policy::Place,
    rules::drift::{DriftItem, DriftKind, attachments::list},
    template::{Part, Symbol, TemplatePolicy, TemplateRole, TemplateRoles, Text},
};

#[derive(Clone, Debug)]
pub struct DeclaredRole {
    pub codified: CodifiedRole,
    pub stack: StackName,
    pub logical_id: LogicalId,
    /// Where the role stands in the template.
    pub at: Place,
    pub(in crate::rules::drift) broken: Vec<BrokenFile>,
    /// Why it may be granted more than the template is seen to grant it.
    pub(super) unexpanded: Vec<String>,
    /// Why any part of it may be other than the template has it: a macro may have rewritten it.
    pub(super) rewritten: Option<String>,
    /// Managed policies of the stack that the template is not seen to make.
    pub(super) unseen: Vec<Arn>,
    /// The names of inline policies that are left open.
    pub(super) open_names: Vec<Text>,
    /// The condition that decides whether there is such a role, where it is open.
    pub(super) condition: Option<String>,
    /// What that condition makes: a role, or a policy for one of elsewhere.
    pub(super) makes: &'static str,
    /// The tokens in each part, by the item's key, and where the part stands.
    parts: Vec<(String, Vec<String>, u32)>,
    /// The same role in the deployed template; None: that template is not known.
    pub(super) deployed: Option<Option<TemplateRole>>,
}

impl DeclaredRole {
    /// What the item's part of the template leaves open.
    pub(super) fn open(&self, item: &DriftItem) -> Vec<String> {
        let part = self.part(item);
        part.map_or_else(Vec::new, |(_, tokens, _)| tokens.clone())
    }

    pub(super) fn line(&self, item: &DriftItem) -> u32 {
        self.part(item).map_or(self.at.line, |(_, _, line)| *line)
    }

    fn part(&self, item: &DriftItem) -> Option<&(String, Vec<String>, u32)> {
        let key = match item.kind {
            // A policy resource of the account may be written down like an inline one.
            DriftKind::Managed => format!("inline/{}", item.part()),
            _ => item.key(),
        };
        self.parts.iter().find(|(part, _, _)| *part == key)
    }
}

/// As the template has it, else as CloudFormation named it.
pub(super) fn name(side: &TemplateSide, role: &TemplateRole) -> Option<RoleName> {
    if let Some(name) = role.name.as_ref().and_then(Text::known) {
        return Some(RoleName::new(name));
    }
    let name = side.physical_id(&role.logical_id)?;
    let fits = role.name.as_ref().is_none_or(|open| open.may_be(name));
    fits.then(|| RoleName::new(name))
}

/// The role as the template has it, with the deployed one beside it.
pub(super) fn one(
    side: &TemplateSide,
    role: &TemplateRole,
    name: RoleName,
    live: Option<&Role>,
    deployed: Option<&TemplateRoles>,
) -> DeclaredRole {
    let mut declared = DeclaredRole {
        deployed: deployed.map(|deployed| deployed.role(&role.logical_id).cloned()),
        ..DeclaredRole::new(side, role, name)
    };
    for policy in &role.policies {
        declared.inline(side, policy);
    }
    if let Some(trust) = &role.trust {
        declared.codified.trust = declared.document(side, "trust", None, trust);
    }
    declared.attachments(side, role, live);
    declared.boundary(side, role, live);
    declared
}

impl DeclaredRole {
    /// A policy that stands by itself, as the one policy of a role.
    pub(super) fn of_policy(
        side: &TemplateSide,
        role: &TemplateRole,
        deployed: Option<Option<TemplateRole>>,
    ) -> Self {
        let name = role.name.as_ref().and_then(Text::known).unwrap_or_default();
        let mut declared = Self {
            makes: "policy",
            deployed,
            ..Self::new(side, role, RoleName::new(name))
        };
        for policy in &role.policies {
            declared.inline(side, policy);
        }
        declared
    }

    fn new(side: &TemplateSide, role: &TemplateRole, name: RoleName) -> Self {
        Self {
            codified: CodifiedRole {
                name,
                dir: side.file.path.clone(),
                policies: Vec::new(),
                trust: None,
                attachments: None,
                boundary: None,
            },
            stack: side.source.stack.clone(),
            logical_id: LogicalId::from(role.logical_id.as_str()),
            at: role.span.place,
            broken: Vec::new(),
            unexpanded: role.unexpanded.clone(),
            rewritten: role.rewritten.clone(),
            unseen: Vec::new(),
            open_names: Vec::new(),
            condition: role.condition.clone(),
            makes: "role",
            parts: Vec::new(),
            deployed: None,
        }
    }

    fn inline(&mut self, side: &TemplateSide, policy: &TemplatePolicy) {
        let Some(name) = policy.name.known() else {
            self.open_names.push(policy.name.clone());
            return;
        };
        let name = PolicyName::new(name);
        let key = format!("inline/{}", name.raw());
        if let Some(file) = self.document(side, &key, Some(&name), policy) {
            self.codified.policies.push((name, file));
        }
    }

    fn document(
        &mut self,
        side: &TemplateSide,
        key: &str,
        name: Option<&PolicyName>,
        policy: &TemplatePolicy,
    ) -> Option<CodifiedFile> {
        let line = policy.span.place.line;
        match &policy.document {
            Ok(text) => {
                let tokens = tokens(policy.symbols.iter());
                self.parts.push((key.to_owned(), tokens, line));
                Some(file(side, line, Remote::new(text.as_str())))
            }
            Err(malformed) => {
                self.broken.push(BrokenFile {
                    path: side.file.path.clone(),
                    role: Some(self.codified.name.clone()),
                    policy: name.cloned(),
                    line: Some(malformed.place.line),
                    column: Some(malformed.place.column),
                    why: format!("cannot be read: {}", malformed.what),
                });
                None
            }
        }
    }

    /// A template always says which policies are attached, if only by naming none.
    fn attachments(&mut self, side: &TemplateSide, role: &TemplateRole, live: Option<&Role>) {
        let attached = live.and_then(|role| role.attached.known());
        let attached = attached.map_or(&[][..], Vec::as_slice);
        let mut arns: Vec<String> = Vec::new();
        let mut open = Vec::new();
        for text in &role.managed {
            match (text.known(), own(side, text)) {
                (Some(known), _) => arns.push(full(known, attached)),
                (None, Some(arn)) => arns.push(arn.raw().to_owned()),
                (None, None) => open.push(text),
            }
        }
        for text in &open {
            let other = |arn: &&Arn| !arns.iter().any(|known| known == arn.raw());
            let mut candidates = attached.iter().filter(other);
            let found = candidates.find(|arn| text.may_be(arn.raw()));
            // What a condition that is not decided chooses may be nothing at all.
            let may_be_absent = matches!(text.parts(), [Part::Symbol(Symbol::If { .. })]);
            match found {
                Some(arn) => arns.push(arn.raw().to_owned()),
                None if may_be_absent => {}
                None => arns.push(text.with_tokens()),
            }
        }
        let line = role.span.place.line;
        let tokens = tokens(open.iter().flat_map(|text| text.symbols()));
        self.parts.push(("attachments".to_owned(), tokens, line));
        let file = file(side, line, list(&arns));
        let arns = arns.into_iter().map(Remote::new).collect();
        self.codified.attachments = Some((arns, file));
    }

    fn boundary(&mut self, side: &TemplateSide, role: &TemplateRole, live: Option<&Role>) {
        let Some(boundary) = &role.boundary else {
            return;
        };
        let found = live.and_then(|role| role.boundary.known()?.as_ref());
        let found = found.filter(|arn| boundary.may_be(arn.raw()));
        let arn = match (boundary.known(), found) {
            (None, Some(arn)) => arn.raw().to_owned(),
            _ => boundary.with_tokens(),
        };
        let line = role.span.place.line;
        let tokens = tokens(boundary.symbols());
        self.parts.push(("boundary".to_owned(), tokens, line));
        let text = serde_json::json!({ "arn": arn }).to_string();
        let file = file(side, line, Remote::new(text));
        self.codified.boundary = Some((Remote::new(arn), file));
    }
}

fn file(side: &TemplateSide, line: u32, text: Remote) -> CodifiedFile {
    CodifiedFile {
        path: format!("{}:{line}", side.file.path),
        text,
        commits: side.file.commits.clone(),
    }
}

fn tokens<'a>(symbols: impl Iterator<Item = &'a Symbol>) -> Vec<String> {
    let mut tokens: Vec<String> = symbols.map(Symbol::token).collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

/// The ARN of the stack's own managed policy, which CloudFormation named.
fn own(side: &TemplateSide, text: &Text) -> Option<Arn> {
    match text.parts() {
        [Part::Symbol(Symbol::Resource(id))] => side.physical_arn(id),
        [
            Part::Symbol(Symbol::Attribute {
                resource,
                attribute,
            }),
        ] if attribute == "PolicyArn" => side.physical_arn(resource),
        _ => None,
    }
}

/// SAM takes an AWS managed policy's bare name, whatever its path.
fn full(text: &str, attached: &[Arn]) -> String {
    if text.contains(':') {
        return text.to_owned();
    }
    let aws =
        |arn: &&Arn| arn.is_of_aws() && arn.kind() == Some("policy") && arn.last_segment() == text;
    let found = attached.iter().find(aws);
    found.map_or_else(
        || format!("arn:aws:iam::aws:policy/{text}"),
        |arn| arn.raw().to_owned(),
    )
}

/// The first template that declares this role, and the role as it has it.
pub fn declaring<'a>(
    sides: &'a [TemplateSide],
    role: &RoleName,
) -> Option<(&'a TemplateSide, TemplateRole)> {
    sides.iter().filter(|side| side.is_here()).find_map(|side| {
        let mut roles = side.roles()?.roles.into_iter();
        let found = roles.find(|one| name(side, one).as_ref() == Some(role))?;
        Some((side, found))
    })
}

/// The names of all roles that these templates declare, or put a policy into.
pub fn declared_roles(sides: &[TemplateSide]) -> Vec<RoleName> {
    let of = |side: &TemplateSide| -> Vec<RoleName> {
        let Some(found) = side.roles() else {
            return Vec::new();
        };
        let own = found.roles.iter().filter_map(|role| name(side, role));
        let foreign = found.foreign.iter().map(|policy| &policy.role);
        let elsewhere = foreign.chain(found.managed.iter().flat_map(|it| &it.elsewhere));
        let elsewhere = elsewhere.filter_map(|role| role.known().map(RoleName::new));
        own.chain(elsewhere).collect()
    };
    let here = sides.iter().filter(|side| side.is_here());
    here.flat_map(of).collect()
}
