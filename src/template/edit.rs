//! Edits of a template that touch one policy, or one statement, and nothing else.
//!
//! Text in, text out. Only the bytes of what changed are written: comments, quotes,
//! line ends and intrinsics elsewhere stay. Every result is read back and compared
//! before it is given; what cannot be done that way is refused with a reason.

mod bind;
mod codify;
mod compare;
mod graft;
pub(crate) mod layout;
mod merge;
mod pair;
mod render;
mod target;

pub use codify::{Extent, PolicyEdit, codify_policy};

use self::{
    compare::{Step, same, unchanged_but},
    layout::Layout,
    merge::Merge,
    target::Target,
};
use super::{
    Inputs, Malformed, Node, Resolved, Resolver, Template, Value, document, json, made::NOWHERE,
    malformed, parse,
};
use crate::{
    facts::{Fault, FaultKind},
    policy::{Kind, Place},
};

/// Why nothing was edited, where, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError {
    /// In the template; none if it is about what was to be written.
    pub place: Option<Place>,
    pub what: String,
    pub hint: String,
}

impl EditError {
    fn at(node: &Node, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place: Some(node.span.place),
            what: what.into(),
            hint: hint.into(),
        }
    }

    fn wanted(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place: None,
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// As a fault; `whose` names the template, usually by its path.
    pub fn fault(&self, whose: &str) -> Fault {
        let place = self.place.map_or_else(String::new, |place| {
            format!(":{}:{}", place.line, place.column)
        });
        Fault::new(
            FaultKind::Malformed,
            format!("{whose}{place}: {}.", self.what),
            format!("{}.", self.hint),
        )
    }
}

impl From<Malformed> for EditError {
    fn from(malformed: Malformed) -> Self {
        Self {
            place: Some(malformed.place),
            what: malformed.what,
            hint: malformed.hint,
        }
    }
}

/// Adds or changes one inline policy of a role, or the policy resource of that name.
///
/// `logical_id` is a role's (its own policies are looked at first, then policy
/// resources that name it) or a policy resource's. The document is JSON and may use
/// intrinsics in their long form. What already comes to the same, the order of
/// lists and a list of one aside, is left as it is written.
pub fn put_policy(
    text: &str,
    inputs: &Inputs,
    logical_id: &str,
    policy_name: &str,
    document: &str,
) -> Result<String, EditError> {
    let template = parse_once(text)?;
    let wanted = read_wanted(document)?;
    let resolver = Resolver::new(&template, inputs);
    is_policy(&resolver, &wanted)?;
    let entry = || {
        let name = ("PolicyName", NOWHERE.text(policy_name));
        NOWHERE.map([name, ("PolicyDocument", wanted.clone())])
    };
    match target::find(&resolver, logical_id, policy_name)? {
        Target::Document(path) => Edit::new(text, &resolver, &path)?.change(&wanted),
        Target::Append(path) => {
            let edit = Edit::new(text, &resolver, &path)?;
            let of: Of = |list| list.items().last()?.get("PolicyDocument");
            edit.append(&entry(), of, &wanted)
        }
        Target::First(path) => {
            let edit = Edit::new(text, &resolver, &path)?;
            let of: Of = |role| role.get("Policies")?.items().first()?.get("PolicyDocument");
            edit.insert("Policies", &NOWHERE.list(vec![entry()]), of, &wanted)
        }
    }
}

/// Adds or changes the statement with this `Sid` in a policy that is there.
pub fn put_statement(
    text: &str,
    inputs: &Inputs,
    logical_id: &str,
    policy_name: &str,
    statement: &str,
) -> Result<String, EditError> {
    let template = parse_once(text)?;
    let wanted = read_wanted(statement)?;
    let Some(sid) = wanted.get("Sid").and_then(Node::text) else {
        let what = "the statement has no Sid, so it cannot be told apart from others";
        let hint = "Give it a Sid, or write the whole policy";
        return Err(EditError::wanted(what, hint));
    };
    let resolver = Resolver::new(&template, inputs);
    let alone = NOWHERE.map([("Statement", NOWHERE.list(vec![wanted.clone()]))]);
    is_policy(&resolver, &alone)?;
    let Target::Document(mut path) = target::find(&resolver, logical_id, policy_name)? else {
        let what = format!("{logical_id} has no policy {policy_name:?} to put a statement in");
        return Err(EditError::wanted(what, "Write the whole policy instead"));
    };
    path.push(Step::Key("Statement".to_owned()));
    let Some(statements) = compare::at(&template.root, &path) else {
        let what = format!("the policy {policy_name:?} has no Statement");
        return Err(EditError::wanted(what, "Write the whole policy instead"));
    };
    if !matches!(statements.value, Value::Seq(_)) {
        let what = format!(
            "the policy's Statement is {}, not a list",
            statements.kind()
        );
        let hint = "Make it a list, or write the whole policy";
        return Err(EditError::at(statements, what, hint));
    }
    let has_sid = |node: &Node| {
        let own = resolver.resolve(node).get("Sid").cloned();
        own.and_then(Resolved::text)
            .is_some_and(|own| own.known() == Some(sid))
    };
    if let Some(index) = statements.items().iter().position(has_sid) {
        path.push(Step::Index(index));
        return Edit::new(text, &resolver, &path)?.change(&wanted);
    }
    let edit = Edit::new(text, &resolver, &path)?;
    edit.append(&wanted, |list| list.items().last(), &wanted)
}

/// From the node that is edited to the one that must come to what was wanted.
type Of = fn(&Node) -> Option<&Node>;

/// One edit at one node.
struct Edit<'a> {
    text: &'a str,
    resolver: &'a Resolver<'a>,
    layout: Layout,
    path: &'a [Step],
    node: &'a Node,
}

impl<'a> Edit<'a> {
    fn new(text: &'a str, resolver: &'a Resolver<'a>, path: &'a [Step]) -> Result<Self, EditError> {
        let template = resolver.template();
        let node = compare::reached(text, &template.root, path)?;
        let near = path.get(..2).and_then(|it| compare::at(&template.root, it));
        Ok(Self {
            text,
            resolver,
            layout: Layout::of(text, template, near.unwrap_or(&template.root)),
            path,
            node,
        })
    }

    /// The node comes to `wanted`.
    fn change(&self, wanted: &Node) -> Result<String, EditError> {
        let mut merge = Merge::new(self.text, self.resolver, &self.layout);
        let slot = merge.slot(&self.resolver.template().root, self.path)?;
        merge.bring(self.node, wanted, slot)?;
        self.checked(merge, false, |node| Some(node), wanted)
    }

    /// The list has one more item, at its end.
    fn append(&self, item: &Node, of: Of, wanted: &Node) -> Result<String, EditError> {
        let mut merge = Merge::new(self.text, self.resolver, &self.layout);
        let slot = merge.slot(&self.resolver.template().root, self.path)?;
        merge.append(self.node, item, slot)?;
        self.checked(merge, true, of, wanted)
    }

    /// The mapping has one more entry, at its end.
    fn insert(&self, key: &str, value: &Node, of: Of, wanted: &Node) -> Result<String, EditError> {
        let mut merge = Merge::new(self.text, self.resolver, &self.layout);
        merge.insert(self.node, key, value)?;
        self.checked(merge, true, of, wanted)
    }

    /// The result read back: what was wanted is there, and the rest is as it was.
    fn checked(
        &self,
        merge: Merge<'_>,
        grown: bool,
        of: Of,
        wanted: &Node,
    ) -> Result<String, EditError> {
        let unproved = || {
            EditError::at(
                self.node,
                "the edit cannot be proved to change this alone",
                "Edit the template by hand here: its form is too unusual",
            )
        };
        let edited = merge.apply();
        let new = parse(&edited).map_err(|_| unproved())?;
        let resolver = self.resolver.of(&new);
        let found = compare::at(&new.root, self.path).and_then(of);
        let old = &self.resolver.template().root;
        if found.is_some_and(|found| same(&resolver, found, wanted))
            && unchanged_but(old, &new.root, self.path, grown)
        {
            return Ok(edited);
        }
        Err(unproved())
    }
}

/// Where a key is given twice, an edit could land in the entry that does not count.
fn parse_once(text: &str) -> Result<Template, EditError> {
    let template = parse(text)?;
    match template.repeated.first() {
        None => Ok(template),
        Some(repeated) => Err(repeated.clone().into()),
    }
}

fn read_wanted(json: &str) -> Result<Node, EditError> {
    let of = |malformed: Malformed| {
        let Place { line, column } = malformed.place;
        let what = format!(
            "in what was to be written, {line}:{column}: {}",
            malformed.what
        );
        EditError::wanted(what, malformed.hint)
    };
    let places = malformed::places(json).map_err(of)?;
    let read = json::read(json, &places).map_err(of)?;
    if let Some(repeated) = read.repeated.into_iter().next() {
        return Err(of(repeated.into()));
    }
    let node = read.root;
    match node.value {
        Value::Map(_) => Ok(node),
        _ => Err(EditError::wanted(
            format!("what was to be written is {}, not an object", node.kind()),
            "Give a JSON object",
        )),
    }
}

/// Nothing that is no policy is written.
fn is_policy(resolver: &Resolver<'_>, wanted: &Node) -> Result<(), EditError> {
    let (_, document) = document::of_node(resolver, wanted, Kind::Identity);
    document
        .map(|_| ())
        .map_err(|malformed| EditError::wanted(malformed.what, malformed.hint))
}
