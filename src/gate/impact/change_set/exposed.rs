//! What a change set opens to the world, in words: public addresses and buckets, ways
//! in from everywhere, identities for everybody; and code that is called while it is executed.
//!
//! Only what its properties say by themselves: policies are judged as policies.

use serde_json::Value;

use super::{
    ImpactedResource, Templates, blank, is_new,
    runs_as::{Side, Source, differs},
    touches, unjudged,
};
use crate::facts::{AccountId, Arn, ResourceChange, stack::ChangeAction};

pub(super) fn impacted(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    if is_custom(change) {
        return called(state, change);
    }
    if change.action == ChangeAction::Remove {
        return Vec::new();
    }
    let after = Side::after(state, change);
    let now = match after.properties() {
        Ok(properties) => {
            let mut now = openings(&after, &properties);
            let block = properties.get(BLOCK).is_some_and(|block| !block.is_null());
            if holds_off(change)
                && !block
                && change.action == ChangeAction::Modify
                && differs(change, BLOCK)
            {
                now.push(format!(
                    "no protection against becoming public any more ({BLOCK} goes)"
                ));
            }
            now
        }
        // What is added and cannot be read stops elsewhere.
        Err(_) if change.action != ChangeAction::Modify => return Vec::new(),
        Err(why) => {
            let mut deciding = deciding(change.resource_type.raw()).iter();
            return match deciding.any(|property| touches(change, property)) {
                true => vec![unjudged(change, why)],
                false => Vec::new(),
            };
        }
    };
    let was = match is_new(change) {
        true => Vec::new(),
        false => {
            let before = Side::before(state, change);
            let properties = before.properties();
            properties.map_or_else(|_| Vec::new(), |properties| openings(&before, &properties))
        }
    };
    let mut gives = now;
    gives.retain(|words| !was.contains(words));
    if gives.is_empty() {
        return Vec::new();
    }
    vec![ImpactedResource {
        gives,
        ..blank(change)
    }]
}

const BLOCK: &str = "PublicAccessBlockConfiguration";

/// It has a block of its own against becoming public.
fn holds_off(change: &ResourceChange) -> bool {
    matches!(
        change.resource_type.raw(),
        "AWS::S3::Bucket" | "AWS::S3::AccessPoint"
    )
}

/// The properties that decide it, where nothing else could be read.
fn deciding(kind: &str) -> &'static [&'static str] {
    match kind {
        "AWS::Lambda::Url" => &["AuthType"],
        "AWS::EC2::SecurityGroup" => &["SecurityGroupIngress"],
        "AWS::EC2::SecurityGroupIngress" => &["CidrIp", "CidrIpv6"],
        "AWS::S3::Bucket" | "AWS::S3::AccessPoint" => {
            &["AccessControl", "PublicAccessBlockConfiguration"]
        }
        "AWS::Cognito::IdentityPool" => &["AllowUnauthenticatedIdentities"],
        "AWS::ApiGateway::Method" | "AWS::ApiGatewayV2::Route" => &["AuthorizationType"],
        "AWS::AmazonMQ::Broker"
        | "AWS::DMS::ReplicationInstance"
        | "AWS::RDS::DBCluster"
        | "AWS::RDS::DBInstance"
        | "AWS::Redshift::Cluster"
        | "AWS::RedshiftServerless::Workgroup" => &["PubliclyAccessible"],
        _ => &[],
    }
}

fn openings(side: &Side<'_>, properties: &Value) -> Vec<String> {
    let of = Read { side, properties };
    let one = match side.kind {
        "AWS::Lambda::Url" => of.address(),
        "AWS::Lambda::Permission" => of.permission(),
        "AWS::EC2::SecurityGroupIngress" => of.rule(&[]),
        "AWS::S3::Bucket" => of.acl(),
        "AWS::ApiGateway::Method" | "AWS::ApiGatewayV2::Route" => of.call(),
        "AWS::Cognito::IdentityPool" => of.identities(),
        _ => None,
    };
    let several = match side.kind {
        "AWS::EC2::SecurityGroup" => of.rules(),
        "AWS::S3::Bucket" | "AWS::S3::AccessPoint" => of.block(),
        _ => Vec::new(),
    };
    one.into_iter()
        .chain(several)
        .chain(of.reachable())
        .collect()
}

/// Properties, by the way to them.
struct Read<'s, 'a> {
    side: &'s Side<'a>,
    properties: &'s Value,
}

impl Read<'_, '_> {
    /// None: it is not there. An error is a value that is not known yet.
    fn text(&self, path: &[&str]) -> Option<Result<String, String>> {
        let mut at = self.properties;
        for part in path {
            at = match at.as_array() {
                Some(items) => items.get(part.parse::<usize>().ok()?)?,
                None => at.get(part)?,
            };
        }
        let told = match at {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => at.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        Some(match self.side.source(&path, &told) {
            Source::Named(text) => Ok(text),
            Source::Own(id) => Err(id),
            Source::Open(value) => Err(value),
        })
    }

    /// As it is shown, known or not.
    fn spelled(&self, path: &[&str]) -> String {
        match self.text(path) {
            None => "?".to_owned(),
            Some(Ok(text) | Err(text)) => text,
        }
    }

    fn is(&self, path: &[&str], wanted: &str) -> Option<bool> {
        self.text(path)
            .map(|text| text.is_ok_and(|text| text.eq_ignore_ascii_case(wanted)))
    }

    fn address(&self) -> Option<String> {
        let function = self.spelled(&["TargetFunctionArn"]);
        match self.text(&["AuthType"]) {
            Some(Ok(kind)) if kind == "AWS_IAM" => None,
            Some(Ok(kind)) if kind == "NONE" => Some(format!(
                "everybody on the internet an address to call function {function} at without signing in (AuthType NONE)"
            )),
            _ => Some(format!(
                "an address to call function {function} at, and whether everybody may is not known (AuthType {})",
                self.spelled(&["AuthType"])
            )),
        }
    }

    fn permission(&self) -> Option<String> {
        let mut holding = ["PrincipalOrgID", "SourceAccount", "SourceArn"].into_iter();
        let is_held = holding.any(|name| self.text(&[name]).is_some());
        if is_held || self.is(&["Principal"], "*") != Some(true) {
            return None;
        }
        let function = self.spelled(&["FunctionName"]);
        let who = match self.is(&["FunctionUrlAuthType"], "NONE") {
            Some(true) => "everybody on the internet",
            _ => "everybody with an AWS account, whichever it is,",
        };
        Some(format!("{who} function {function} to call (Principal *)"))
    }

    fn rules(&self) -> Vec<String> {
        const RULES: &str = "SecurityGroupIngress";
        let unknown = |path: &[&str]| {
            format!(
                "a way in from what is known only when the change set is executed: {}",
                self.spelled(path)
            )
        };
        let one = |path: &[&str], rule: &Value| match rule {
            Value::Object(_) => self.rule(path),
            Value::Null => None,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Some(unknown(path))
            }
        };
        match self.properties.get(RULES) {
            None => Vec::new(),
            Some(Value::Array(rules)) => {
                let each = rules.iter().enumerate();
                each.filter_map(|(at, rule)| one(&[RULES, &at.to_string()], rule))
                    .collect()
            }
            Some(rule) => one(&[RULES], rule).into_iter().collect(),
        }
    }

    fn rule(&self, path: &[&str]) -> Option<String> {
        let with = |name| [path, &[name]].concat();
        let ports = || {
            let [from, to] = ["FromPort", "ToPort"].map(|name| self.spelled(&with(name)));
            match self.text(&with("IpProtocol")) {
                Some(Ok(protocol)) if protocol == "-1" => "every port of every protocol".to_owned(),
                Some(Ok(protocol) | Err(protocol)) => format!("{protocol}, ports {from} to {to}"),
                None => "every port".to_owned(),
            }
        };
        ["CidrIp", "CidrIpv6"].into_iter().find_map(|name| {
            match self.text(&with(name))? {
                Ok(cidr) if is_world(&cidr) => Some(format!(
                    "the internet a way in from {cidr}: {}",
                    ports()
                )),
                Ok(_) => None,
                Err(value) => Some(format!(
                    "a way in from {value}, which is known only when the change set is executed: {}",
                    ports()
                )),
            }
        })
    }

    fn acl(&self) -> Option<String> {
        let may = match self.text(&["AccessControl"])?.as_deref() {
            Ok("PublicRead") => "everybody on the internet the bucket to read",
            Ok("PublicReadWrite") => "everybody on the internet the bucket to read and to write",
            Ok("AuthenticatedRead") => "everybody with an AWS account the bucket to read",
            Ok(_) => return None,
            Err(_) => "perhaps everybody access to the bucket",
        };
        let acl = self.spelled(&["AccessControl"]);
        Some(format!("{may} (AccessControl {acl})"))
    }

    /// Without the block, or with a part of it off, a policy or an ACL may let everybody
    /// in. A new bucket that says nothing of it has all four.
    fn block(&self) -> Vec<String> {
        const PARTS: [&str; 4] = [
            "BlockPublicAcls",
            "BlockPublicPolicy",
            "IgnorePublicAcls",
            "RestrictPublicBuckets",
        ];
        if self.properties.get(BLOCK).is_none_or(Value::is_null) {
            return Vec::new();
        }
        let off = PARTS
            .iter()
            .filter(|part| self.is(&[BLOCK, part], "true") != Some(true));
        off.map(|part| format!("no protection against becoming public any more ({part} is off)"))
            .collect()
    }

    /// The methods that browsers ask beforehand give nothing.
    fn call(&self) -> Option<String> {
        let method = match self.side.kind {
            "AWS::ApiGateway::Method" => self.spelled(&["HttpMethod"]),
            _ => self.spelled(&["RouteKey"]),
        };
        let kind = self.text(&["AuthorizationType"]).and_then(Result::ok);
        let is_open = kind.is_none_or(|kind| kind == "NONE");
        let has_key = self.is(&["ApiKeyRequired"], "true") == Some(true);
        let opens = is_open && !has_key && method != "OPTIONS";
        opens.then(|| format!("everybody who reaches the API {method} to call without signing in"))
    }

    fn identities(&self) -> Option<String> {
        const NAME: &str = "AllowUnauthenticatedIdentities";
        (!self.is(&[NAME], "false")?).then(|| {
            format!("everybody on the internet AWS credentials without signing in ({NAME})")
        })
    }

    fn reachable(&self) -> Option<String> {
        const NAME: &str = "PubliclyAccessible";
        let said = || format!("the internet an address to reach it at ({NAME})");
        (!self.is(&[NAME], "false")?).then(said)
    }
}

/// So many addresses that nobody can mean them one by one: `0.0.0.0/0`, `::/0`, and
/// the halves that it can be written as.
fn is_world(cidr: &str) -> bool {
    let Some((address, length)) = cidr.trim().split_once('/') else {
        return false;
    };
    let Ok(length) = length.parse::<u8>() else {
        return false;
    };
    let narrowest = if address.contains(':') { 16 } else { 8 };
    // A private net of the widest kind is no part of the internet; EC2 takes a shorter
    // length by the length, whatever address is written before it.
    let is_private = length == narrowest && address.split('.').next() == Some("10");
    length <= narrowest && !is_private
}

fn is_custom(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    kind == "AWS::CloudFormation::CustomResource" || kind.starts_with("Custom::")
}

/// The provider of a custom resource is called on every change of it, and when it goes.
fn called(state: &Templates<'_>, change: &ResourceChange) -> Vec<ImpactedResource> {
    let side = match change.action == ChangeAction::Remove {
        true => Side::before(state, change),
        false => Side::after(state, change),
    };
    let properties = match side.properties() {
        Ok(properties) => properties,
        Err(why) => {
            let why = format!("Whose code it runs could not be read. {why}");
            return vec![unjudged(change, why)];
        }
    };
    let of = Read {
        side: &side,
        properties: &properties,
    };
    let code = of.text(&["ServiceToken"]);
    let own = state.stack.known().and_then(|stack| stack.id.account());
    if let Some(Ok(token)) = &code
        && let Some(account) = Arn::new(token.as_str()).account()
        && Some(&account) != own.as_ref()
    {
        return vec![unjudged(
            change,
            format!(
                "It runs code of account {} ({token}) and takes what that answers.",
                AccountId::raw(&account)
            ),
        )];
    }
    let token = match code {
        Some(Ok(token)) => token,
        Some(Err(id)) => format!("{id} of this stack"),
        None => "what its ServiceToken names".to_owned(),
    };
    vec![ImpactedResource {
        says: vec![format!(
            "runs code while the change set is executed: CloudFormation calls {token} for it"
        )],
        ..blank(change)
    }]
}
