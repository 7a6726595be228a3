//! A policy document as its author wrote it, with the place of every element.
//!
//! Only parsed documents exist: nothing here normalises (see `canonical`) or
//! judges. Texts are raw, from AWS or a file, and must be shown sanitised.

use serde::Deserialize;

use super::operator::Operator;

/// Where something stands in the text; both count from one, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// A scalar of the document: text, or the spelling of an unquoted number or boolean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    pub place: Place,
}

/// What the document is attached to, which decides its grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An identity policy, a boundary, a session policy or an SCP: no principal.
    Identity,
    /// A role's trust policy: principals, and no resource.
    Trust,
    /// A bucket, queue, key or repository policy: principals, usually resources.
    Resource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Also what a document without a `Version` means: variables are plain text.
    V2008,
    V2012,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    Allow,
    Deny,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: Kind,
    pub version: Version,
    pub id: Option<Text>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub place: Place,
    pub sid: Option<Text>,
    pub effect: Effect,
    /// None in an identity policy.
    pub principals: Option<Principals>,
    pub action: Action,
    /// None in a trust policy, and in resource policies that name none.
    pub resource: Option<Resource>,
    pub conditions: Vec<Condition>,
}

/// `Action`, or `NotAction` when negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub negated: bool,
    pub patterns: Vec<Text>,
}

/// `Resource`, or `NotResource` when negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub negated: bool,
    pub patterns: Vec<Text>,
}

/// `Principal`, or `NotPrincipal` when negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principals {
    pub negated: bool,
    pub listed: Vec<Principal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub kind: PrincipalType,
    pub name: Text,
    /// The partition that the document lives in; None: not known.
    pub partition: Option<String>,
    /// AWS shows a unique id in place of the ARN: whoever had it was deleted.
    pub deleted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalType {
    /// The bare `"*"`, which is not written under a type.
    Anyone,
    Aws,
    Federated,
    Service,
    CanonicalUser,
}

/// One operator on one key. All conditions of a statement must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub operator: Operator,
    /// The operator as written.
    pub written: Text,
    pub key: Text,
    pub values: Vec<Text>,
}

impl Text {
    pub fn new(value: impl Into<String>, place: Place) -> Self {
        let value = value.into();
        Self { value, place }
    }
}

impl Document {
    /// One without an `Id`.
    pub fn new(kind: Kind, version: Version, statements: Vec<Statement>) -> Self {
        Self {
            kind,
            version,
            id: None,
            statements,
        }
    }

    /// The document as it is read in this partition (`aws`, `aws-cn`): a bare
    /// account id in it is an account there.
    #[must_use]
    pub fn within(mut self, partition: Option<&str>) -> Self {
        for principal in self.principals_mut() {
            principal.partition = partition.map(str::to_owned);
        }
        self
    }

    /// The document with what another, as AWS shows it, tells of principals that
    /// were deleted. An id that only a file names may be somebody's: IAM takes the
    /// id of one who exists, and shows the ARN.
    #[must_use]
    pub fn knowing(mut self, shown: &Self) -> Self {
        let deleted: Vec<String> = shown.deleted().map(str::to_owned).collect();
        for principal in self.principals_mut() {
            principal.deleted = deleted.contains(&principal.name.value);
        }
        self
    }

    /// The unique ids in a document that AWS shows.
    fn deleted(&self) -> impl Iterator<Item = &str> {
        let principals = self.statements.iter().flat_map(|one| &one.principals);
        let listed = principals.flat_map(|principals| &principals.listed);
        let aws = listed.filter(|principal| principal.kind == PrincipalType::Aws);
        let names = aws.map(|principal| principal.name.value.as_str());
        names.filter(|name| unique_id(name).is_some())
    }

    fn principals_mut(&mut self) -> impl Iterator<Item = &mut Principal> {
        let statements = self.statements.iter_mut();
        let principals = statements.filter_map(|statement| statement.principals.as_mut());
        principals.flat_map(|principals| &mut principals.listed)
    }
}

impl PrincipalType {
    pub const ALL: [Self; 5] = [
        Self::Anyone,
        Self::Aws,
        Self::Federated,
        Self::Service,
        Self::CanonicalUser,
    ];

    pub(super) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Anyone => "*",
            Self::Aws => "AWS",
            Self::Federated => "Federated",
            Self::Service => "Service",
            Self::CanonicalUser => "CanonicalUser",
        }
    }
}

impl Effect {
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// The beginnings of unique ids that can be left in a policy. IAM user guide,
/// "Understanding unique ID prefixes".
const UNIQUE_IDS: [(&str, &str); 4] = [
    ("AROA", "role"),
    ("AIDA", "user"),
    ("AGPA", "group"),
    ("AIPA", "instance profile"),
];

/// What a unique id is the id of. IAM turns the ARN of a principal into its id when
/// a policy is saved, and shows the id once the principal is deleted; whoever is
/// made under the same name has another id.
pub fn unique_id(name: &str) -> Option<&'static str> {
    // A session's is followed by its name.
    let id = name.split_once(':').map_or(name, |(id, _)| id);
    let (prefix, rest) = id.split_at_checked(4)?;
    let is_id = (12..=124).contains(&rest.len())
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let of = UNIQUE_IDS.iter().find(|(known, _)| *known == prefix);
    of.filter(|_| is_id).map(|(_, what)| *what)
}
