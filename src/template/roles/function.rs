//! The role that SAM makes for a function or a state machine.
//!
//! As the transform makes it: names, the managed policies it adds by itself, the
//! policy templates. What it would add and is not modelled is noted.

use super::{Note, TemplatePolicy, TemplateRole, each, sam, trust, undecided};
use crate::{
    policy::Kind,
    template::{Node, Resolved, Resolver, Span, Text, document},
};

const TRUST: [(&str, &str); 2] = [
    ("AWS::Serverless::Function", "lambda.amazonaws.com"),
    ("AWS::Serverless::StateMachine", "states.amazonaws.com"),
];

/// Event sources for which SAM attaches a policy of AWS's.
const POLLERS: [(&str, &str); 4] = [
    ("SQS", "AWSLambdaSQSQueueExecutionRole"),
    ("Kinesis", "AWSLambdaKinesisExecutionRole"),
    ("DynamoDB", "AWSLambdaDynamoDBExecutionRole"),
    ("MSK", "AWSLambdaMSKExecutionRole"),
];

/// None where the resource names a role of its own.
pub(super) fn role(
    resolver: &Resolver<'_>,
    id: &str,
    node: &Node,
    kind: &str,
    notes: &mut Vec<Note>,
) -> Option<TemplateRole> {
    let mut making = Making {
        resolver,
        id,
        node,
        kind,
        notes,
    };
    if let Some(role) = making.property("Role")
        && !matches!(resolver.resolve(role), Resolved::Absent | Resolved::Null)
    {
        return None;
    }
    let mut made = TemplateRole {
        logical_id: format!("{id}Role"),
        name: None,
        policies: Vec::new(),
        managed: making.managed(),
        trust: Some(making.trust()),
        boundary: making
            .property("PermissionsBoundary")
            .and_then(|it| resolver.text(it)),
        condition: undecided(resolver, node),
        span: node.span,
    };
    making.dead_letters(&mut made);
    making.policies(&mut made);
    Some(made)
}

struct Making<'a, 't> {
    resolver: &'a Resolver<'t>,
    id: &'a str,
    node: &'a Node,
    kind: &'a str,
    notes: &'a mut Vec<Note>,
}

impl<'a> Making<'a, '_> {
    /// Of the resource, or of the template's globals.
    fn property(&self, name: &str) -> Option<&'a Node> {
        let own = self.node.get("Properties").and_then(|it| it.get(name));
        own.or_else(|| {
            let section = self.kind.rsplit("::").next()?;
            let template = self.resolver.template();
            template.section("Globals", section)?.get(name)
        })
    }

    fn note(&mut self, span: Span, what: String) {
        let logical_id = self.id.to_owned();
        self.notes.push(Note {
            logical_id,
            span,
            what,
        });
    }

    fn aws(&self, name: &str) -> Text {
        let form = format!("arn:${{AWS::Partition}}:iam::aws:policy/{name}");
        self.resolver.filled(&form, self.node, |_| None)
    }

    /// SAM keeps the older policy in the commercial regions.
    fn xray(&self) -> &'static str {
        let partition = self.resolver.reference("AWS::Partition", self.node).text();
        match partition.as_ref().and_then(Text::known) {
            None | Some("aws") => "AWSXrayWriteOnlyAccess",
            Some(_) => "AWSXRayDaemonWriteAccess",
        }
    }

    fn managed(&mut self) -> Vec<Text> {
        if self.kind != "AWS::Serverless::Function" {
            return Vec::new();
        }
        let basic = match self.property("DurableConfig") {
            Some(_) => "service-role/AWSLambdaBasicDurableExecutionRolePolicy",
            None => "service-role/AWSLambdaBasicExecutionRole",
        };
        let mut managed = vec![self.aws(basic)];
        let tracing = self.property("Tracing").map(|it| self.resolver.text(it));
        if let Some(tracing) = tracing
            && tracing.as_ref().and_then(Text::known) != Some("Disabled")
        {
            managed.push(self.aws(self.xray()));
        }
        if self.property("VpcConfig").is_some() {
            managed.push(self.aws("service-role/AWSLambdaVPCAccessExecutionRole"));
        }
        let events = self.property("Events").map_or(&[][..], Node::entries);
        for event in events {
            let kind = event.value.get("Type").and_then(Node::text).unwrap_or("");
            if let Some((_, name)) = POLLERS.iter().find(|(known, _)| *known == kind) {
                let arn = self.aws(&format!("service-role/{name}"));
                if !managed.contains(&arn) {
                    managed.push(arn);
                }
            }
            if matches!(kind, "MQ" | "SelfManagedKafka" | "DocumentDB") {
                let what = format!("what SAM grants for the event source {kind} is not expanded");
                self.note(event.value.span, what);
            }
        }
        if let Some(config) = self.property("EventInvokeConfig") {
            let what = "what SAM grants for EventInvokeConfig destinations is not expanded";
            self.note(config.span, what.to_owned());
        }
        managed
    }

    fn trust(&self) -> TemplatePolicy {
        if let Some(own) = self.property("AssumeRolePolicyDocument") {
            return trust(self.resolver, own);
        }
        let service = TRUST.iter().find(|(kind, _)| *kind == self.kind);
        let service = service.map_or("lambda.amazonaws.com", |(_, service)| service);
        let principal = vec![("Service".to_owned(), list(service))];
        let statement = Resolved::Map(vec![
            ("Effect".to_owned(), Resolved::literal("Allow")),
            ("Principal".to_owned(), Resolved::Map(principal)),
            ("Action".to_owned(), list("sts:AssumeRole")),
        ]);
        let resolved = Resolved::Map(vec![
            ("Version".to_owned(), Resolved::literal("2012-10-17")),
            ("Statement".to_owned(), Resolved::List(vec![statement])),
        ]);
        self.policy(
            "AssumeRolePolicyDocument",
            &resolved,
            Kind::Trust,
            self.node.span,
        )
    }

    fn policy(&self, name: &str, resolved: &Resolved, kind: Kind, span: Span) -> TemplatePolicy {
        TemplatePolicy {
            name: Text::literal(name),
            document: document::text(resolved, kind, span.place),
            symbols: resolved.symbols(),
            span,
        }
    }

    fn dead_letters(&self, made: &mut TemplateRole) {
        let Some(node) = self.property("DeadLetterQueue") else {
            return;
        };
        let of = self.resolver.resolve(node);
        let kind = of.get("Type").cloned().and_then(Resolved::text);
        let action = match kind.as_ref().and_then(Text::known) {
            Some("SNS") => "sns:Publish",
            _ => "sqs:SendMessage",
        };
        let target = of.get("TargetArn").cloned().unwrap_or(Resolved::Null);
        let statement = Resolved::Map(vec![
            ("Action".to_owned(), Resolved::literal(action)),
            ("Resource".to_owned(), target),
            ("Effect".to_owned(), Resolved::literal("Allow")),
        ]);
        let resolved = Resolved::Map(vec![
            ("Version".to_owned(), Resolved::literal("2012-10-17")),
            ("Statement".to_owned(), Resolved::List(vec![statement])),
        ]);
        let name = "DeadLetterQueuePolicy";
        made.policies
            .push(self.policy(name, &resolved, Kind::Identity, node.span));
    }

    fn policies(&mut self, made: &mut TemplateRole) {
        let Some(node) = self.property("Policies") else {
            return;
        };
        // SAM numbers the entries as they are written, the absent ones too.
        let written = node.items();
        let entries: Vec<(usize, Span, Resolved)> = if written.is_empty() {
            let entries = each(self.resolver, node).into_iter().enumerate();
            entries.map(|(at, (span, it))| (at, span, it)).collect()
        } else {
            let resolved = written
                .iter()
                .map(|it| (it.span, self.resolver.resolve(it)));
            let numbered = resolved.enumerate().map(|(at, (span, it))| (at, span, it));
            numbered.collect()
        };
        for (at, span, entry) in entries {
            let name = format!("{}Policy{at}", made.logical_id);
            match &entry {
                Resolved::Absent | Resolved::Null => {}
                Resolved::Map(_) if entry.get("Statement").is_some() => {
                    let policy = self.policy(&name, &entry, Kind::Identity, span);
                    made.policies.push(policy);
                }
                Resolved::Map(entries) => match entries.as_slice() {
                    [(template, given)] => {
                        let policy = self.expanded(&name, template, given, span);
                        made.policies.extend(policy);
                    }
                    _ => self.note(span, "this entry of Policies is not understood".into()),
                },
                _ => match entry.text() {
                    Some(text) if !made.managed.contains(&text) => made.managed.push(text),
                    Some(_) => {}
                    None => self.note(span, "this entry of Policies is not understood".into()),
                },
            }
        }
    }

    fn expanded(
        &mut self,
        name: &str,
        template: &str,
        given: &Resolved,
        span: Span,
    ) -> Option<TemplatePolicy> {
        let Some(expansion) = sam::find(template) else {
            let what = format!("there is no SAM policy template {template:?} known here");
            self.note(span, what);
            return None;
        };
        let missing = expansion.missing(given);
        if !missing.is_empty() {
            let what = format!(
                "{template} is not expanded: it lacks {}",
                missing.join(", ")
            );
            self.note(span, what);
            return None;
        }
        let resolved = expansion.document(self.resolver, self.node, given);
        Some(self.policy(name, &resolved, Kind::Identity, span))
    }
}

fn list(one: &str) -> Resolved {
    Resolved::List(vec![Resolved::literal(one)])
}
