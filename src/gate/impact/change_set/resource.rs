//! Policies of resources: who gets at a bucket, key, queue, function. Judged by
//! the policy engine as documents with principals; what is said in properties of
//! its own (a Lambda permission) is put into such a document first.
//!
//! The live policy is not read: what is compared with is what the stack last
//! deployed, which is said. What is not understood is not judged.

mod otherwise;
mod single;

use serde_json::Value;

use super::{
    ImpactedResource, Read, Templates, alone, blank, declared::document as text, is_new, open,
    properties, touches, unjudged, weighed,
};
use crate::{
    facts::{Arn, Reason, Remote, ResourceChange, StackId, stack::ChangeAction},
    gate::impact::effective::nothing,
    policy::{Document, Kind, Principal, PrincipalType},
};

/// A kind of resource with a policy.
struct Holder {
    kind: &'static str,
    /// Where the document is: `ResourcePolicy.PolicyDocument`.
    path: &'static str,
    /// Properties that say what it is the policy of: another one there, and all
    /// of the document is new.
    of: &'static [&'static str],
    /// The resource is nothing but its policy.
    is_all: bool,
}

const fn all(kind: &'static str, path: &'static str, of: &'static [&'static str]) -> Holder {
    Holder {
        kind,
        path,
        of,
        is_all: true,
    }
}

const fn part(kind: &'static str, path: &'static str) -> Holder {
    Holder {
        kind,
        path,
        of: &[],
        is_all: false,
    }
}

const HOLDERS: &[Holder] = &[
    all("AWS::ECR::RegistryPolicy", "PolicyText", &[]),
    all(
        "AWS::Kinesis::ResourcePolicy",
        "ResourcePolicy",
        &["ResourceArn"],
    ),
    all("AWS::Logs::ResourcePolicy", "PolicyDocument", &[]),
    all("AWS::S3::BucketPolicy", "PolicyDocument", &["Bucket"]),
    all(
        "AWS::S3Express::BucketPolicy",
        "PolicyDocument",
        &["Bucket"],
    ),
    all(
        "AWS::S3Tables::TableBucketPolicy",
        "ResourcePolicy",
        &["TableBucketARN"],
    ),
    all(
        "AWS::SNS::TopicInlinePolicy",
        "PolicyDocument",
        &["TopicArn"],
    ),
    all("AWS::SNS::TopicPolicy", "PolicyDocument", &["Topics"]),
    all("AWS::SQS::QueueInlinePolicy", "PolicyDocument", &["Queue"]),
    all("AWS::SQS::QueuePolicy", "PolicyDocument", &["Queues"]),
    all(
        "AWS::SecretsManager::ResourcePolicy",
        "ResourcePolicy",
        &["SecretId"],
    ),
    part("AWS::ApiGateway::RestApi", "Policy"),
    part("AWS::Backup::BackupVault", "AccessPolicy"),
    part("AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"),
    part("AWS::CodeArtifact::Repository", "PermissionsPolicyDocument"),
    part("AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument"),
    part("AWS::ECR::PublicRepository", "RepositoryPolicyText"),
    part("AWS::ECR::Repository", "RepositoryPolicyText"),
    part("AWS::EFS::FileSystem", "FileSystemPolicy"),
    part("AWS::Elasticsearch::Domain", "AccessPolicies"),
    part("AWS::Events::EventBus", "Policy"),
    part("AWS::KMS::Key", "KeyPolicy"),
    part("AWS::KMS::ReplicaKey", "KeyPolicy"),
    part("AWS::OpenSearchService::Domain", "AccessPolicies"),
    part("AWS::S3::AccessPoint", "Policy"),
];

/// Its policy only limits who comes through it, and lets nobody in.
const LIMITS: &[&str] = &["AWS::EC2::VPCEndpoint"];

fn holder(change: &ResourceChange) -> Option<&'static Holder> {
    let kind = change.resource_type.raw();
    HOLDERS.iter().find(|holder| holder.kind == kind)
}

pub(super) fn impacted(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    if single::is_one(change) {
        let document = |side: Result<Value, Reason>, read: Read| {
            read(POLICY, &single::document(change, &side?)?, Kind::Resource)
        };
        let may_be_first = single::TARGETS.iter().any(|name| touches(change, name));
        return vec![judged(state, change, single::SAYS, may_be_first, document)];
    }
    if otherwise::gives(change) {
        let kind = change.resource_type.raw();
        let why = format!("What {kind} gives is not judged here.");
        return vec![unjudged(change, why)];
    }
    let Some(holder) = holder(change) else {
        let unknown = strange(change).map(|property| {
            unjudged(
                change,
                format!(
                    "Property {property} says who gets at it, and policies of {} are not judged here.",
                    change.resource_type.raw()
                ),
            )
        });
        return unknown.into_iter().collect();
    };
    let property = holder.path.split('.').next().unwrap_or(holder.path);
    if !holder.is_all && (change.action == ChangeAction::Remove || !touches(change, property)) {
        return Vec::new();
    }
    let at = |properties: &Value| {
        let pointer = format!("/{}", holder.path.replace('.', "/"));
        let found = properties.pointer(&pointer);
        found.filter(|value| !value.is_null()).cloned()
    };
    if !holder.is_all {
        let has = |side: Result<Value, Reason>| side.map(|side| at(&side).is_some());
        let before = match change.action == ChangeAction::Add {
            true => Ok(false),
            false => has(properties::before(state, change)),
        };
        match (before, has(properties::after(state, change))) {
            (Ok(false), Ok(false)) => return Vec::new(),
            (Ok(true) | Err(_), Ok(false)) if property == "KeyPolicy" => {
                let why = "The key would get another policy than its template says.";
                return vec![unjudged(change, why)];
            }
            _ => {}
        }
    }
    let document = |side: Result<Value, Reason>, read: Read| match at(&side?) {
        Some(value) => read(POLICY, &text(&value), Kind::Resource),
        None if holder.is_all => Err(format!("Its {property} could not be read.").into()),
        None => Ok(nothing(Kind::Resource)),
    };
    let may_be_first = holder.of.iter().any(|name| touches(change, name));
    vec![judged(state, change, property, may_be_first, document)]
}

const POLICY: &str = "the resource's policy";

/// `may_be_first`: it may become the policy of something that had none of it.
fn judged(
    state: &Templates<'_>,
    change: &ResourceChange,
    property: &str,
    may_be_first: bool,
    document: impl Fn(Result<Value, Reason>, Read) -> Result<Document, Reason>,
) -> ImpactedResource {
    let mut notes = Vec::new();
    let is_removed = change.action == ChangeAction::Remove;
    let before = if is_new(change) {
        Ok(nothing(Kind::Resource))
    } else if may_be_first && !is_removed {
        notes.push("What it is the policy of may change: all of it counts as new.".to_owned());
        Ok(nothing(Kind::Resource))
    } else {
        notes.push(
            "The live policy was not read: compared with what the stack last deployed.".to_owned(),
        );
        // It may deny what nothing denies afterwards.
        document(properties::before(state, change), open::before)
            .map_err(|why| format!("What is there now could not be read: {why}").into())
    };
    let after = match is_removed {
        true => Ok(nothing(Kind::Resource)),
        false => document(properties::after(state, change), open::after),
    };
    let partition = state.partition();
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before.within(partition), after.within(partition)),
        (Err(why), _) | (_, Err(why)) => return unjudged(change, why),
    };
    let mut known = before.clone();
    known.statements.extend(after.statements.iter().cloned());
    let mut sides = alone(before, after);
    sides.notes = notes;
    let resource = ImpactedResource {
        opens: Some(property.to_owned()),
        ..blank(change)
    };
    let mut resource = weighed(resource, Ok(sides));
    let stack = state.stack.known().map(|stack| &stack.id);
    look_at_principals(&mut resource, &known, stack);
    resource
}

/// Who among those that gain is a stranger, and which service nothing holds to
/// this account's resources.
fn look_at_principals(
    resource: &mut ImpactedResource,
    documents: &Document,
    stack: Option<&StackId>,
) {
    let all = documents.statements.iter();
    let all = all.flat_map(|one| one.principals.iter().flat_map(|who| &who.listed));
    let listed: Vec<&Principal> = all.collect();
    let (mut strangers, mut notes) = (Vec::<Remote>::new(), Vec::new());
    for gain in &resource.gains {
        for name in gain.principal.iter().flat_map(|part| &part.values) {
            let mut named: Vec<_> = listed.clone();
            named.retain(|one| one.name.value == name.raw());
            let is_known = !named.is_empty() && named.iter().all(|one| is_own(one, stack));
            let mut kinds = named.iter().map(|one| one.kind);
            let is_service = is_known && kinds.any(|kind| kind == PrincipalType::Service);
            if !is_known && !strangers.contains(name) {
                strangers.push(name.clone());
            }
            if is_service && gain.conditions.is_empty() {
                notes.push(format!(
                    "{} gets in on behalf of any account: no condition says whose resources it may come from.",
                    name.raw()
                ));
            }
        }
    }
    notes.dedup();
    resource.strangers = strangers;
    resource.notes.extend(notes);
}

/// A service, or somebody of the stack's own account in its partition.
fn is_own(principal: &Principal, stack: Option<&StackId>) -> bool {
    let name = principal.name.value.as_str();
    if principal.kind == PrincipalType::Service {
        return !name.contains(['*', '?', '<', '{']);
    }
    let own = stack.and_then(|id| Some((id.partition()?, id.account()?)));
    principal.kind == PrincipalType::Aws
        && own.is_some_and(|(partition, account)| {
            let arn = Arn::new(name);
            let of_arn =
                arn.partition() == Some(partition) && arn.account() == Some(account.clone());
            of_arn || name == account.raw()
        })
}

/// Deeper no policy was ever found.
const DEEPEST: usize = 4;

/// A property that holds a document with principals, in a kind that is not on the
/// list, and that may change.
fn strange(change: &ResourceChange) -> Option<String> {
    let kind = change.resource_type.raw();
    if kind.starts_with("AWS::IAM::")
        || LIMITS.contains(&kind)
        || change.action == ChangeAction::Remove
    {
        return None;
    }
    let after = properties::in_context(change.after.as_ref())?;
    let before = properties::in_context(change.before.as_ref());
    let mut all = after.as_object()?.iter();
    let found = all.find(|(name, value)| {
        let was = before.as_ref().and_then(|before| before.get(name.as_str()));
        was != Some(value) && touches(change, name) && has_principals(value, DEEPEST)
    });
    found.map(|(name, _)| name.clone())
}

fn has_principals(value: &Value, left: usize) -> bool {
    let Some(left) = left.checked_sub(1) else {
        return false;
    };
    match value {
        Value::Object(map) => {
            let statements = map.get("Statement").map(|value| match value.as_array() {
                Some(items) => items.iter().collect(),
                None => vec![value],
            });
            let names = |one: &&Value| one.get("Principal").or(one.get("NotPrincipal")).is_some();
            statements.is_some_and(|all| all.iter().any(names))
                || map.values().any(|value| has_principals(value, left))
        }
        Value::Array(items) => items.iter().any(|value| has_principals(value, left)),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => has_principals(&value, left),
            _ => false,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
