//! CloudFormation's answers as they stand on the wire: the Query protocol's XML,
//! after the API reference.

use crate::edge::fake::{Reply, Request, error, result};

pub const STACK: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/app/1111";
pub const CHANGE_SET: &str = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/deploy/2222";
pub const FOREIGN: &str = "arn:aws:cloudformation:eu-west-1:999999999999:stack/app/1111";

/// The least that is an answer, with everything of one stack.
pub fn anything(operation: &str) -> Reply {
    let inside = match operation {
        "DescribeStacks" => format!("<Stacks>{}</Stacks>", stack(STACK, "UPDATE_COMPLETE", "")),
        "DescribeStackEvents" => format!(
            "<StackEvents>{}{}</StackEvents>",
            Event::of_the_stack("UPDATE_COMPLETE", 1)
                .operation("op-1")
                .xml(),
            Event::of_the_stack("UPDATE_IN_PROGRESS", 0)
                .reason("User Initiated")
                .operation("op-1")
                .xml()
        ),
        "DescribeEvents" => "<OperationEvents/>".to_owned(),
        "ListStackResources" => "<StackResourceSummaries/>".to_owned(),
        "DescribeStackResources" => "<StackResources/>".to_owned(),
        "GetTemplate" => "<TemplateBody>{}</TemplateBody>".to_owned(),
        "ListChangeSets" => "<Summaries/>".to_owned(),
        "DescribeChangeSet" => change_set("", ""),
        "DescribeStackDriftDetectionStatus" => format!(
            "<StackId>{STACK}</StackId><StackDriftDetectionId>detection</StackDriftDetectionId><DetectionStatus>DETECTION_IN_PROGRESS</DetectionStatus><Timestamp>2026-05-18T13:42:00Z</Timestamp>"
        ),
        "DescribeStackResourceDrifts" => "<StackResourceDrifts/>".to_owned(),
        "DetectStackDrift" => "<StackDriftDetectionId>detection</StackDriftDetectionId>".to_owned(),
        other => panic!("{other} is not known here"),
    };
    result(operation, &inside)
}

pub fn stack(id: &str, status: &str, more: &str) -> String {
    let name = id.split('/').nth(1).unwrap();
    format!(
        "<member><StackId>{id}</StackId><StackName>{name}</StackName><CreationTime>2026-01-02T03:04:05.678Z</CreationTime><StackStatus>{status}</StackStatus>{more}</member>"
    )
}

/// A page of DescribeChangeSet: its changes, and what else it holds.
pub fn change_set(changes: &str, more: &str) -> String {
    format!(
        "<ChangeSetName>deploy</ChangeSetName><ChangeSetId>{CHANGE_SET}</ChangeSetId><StackId>{STACK}</StackId><StackName>app</StackName><CreationTime>2026-05-18T13:00:00Z</CreationTime><ExecutionStatus>AVAILABLE</ExecutionStatus><Status>CREATE_COMPLETE</Status><Changes>{changes}</Changes>{more}"
    )
}

pub fn next(token: &str) -> String {
    format!("<NextToken>{token}</NextToken>")
}

/// As CloudFormation says that a stack is not there.
pub fn no_stack(name: &str) -> Reply {
    error(
        400,
        "ValidationError",
        &format!("Stack [{name}] does not exist"),
    )
}

/// One event of either call, made up bit by bit.
#[derive(Clone, Debug, Default)]
pub struct Event {
    id: String,
    stack: String,
    logical: String,
    physical: String,
    kind: String,
    status: String,
    second: u32,
    more: String,
}

impl Event {
    pub fn of(logical: &str, kind: &str, status: &str, second: u32) -> Self {
        Self {
            id: format!("{logical}-{status}-{second}"),
            stack: STACK.into(),
            logical: logical.into(),
            kind: kind.into(),
            status: status.into(),
            second,
            ..Self::default()
        }
    }

    pub fn of_the_stack(status: &str, second: u32) -> Self {
        Self::of("app", "AWS::CloudFormation::Stack", status, second).physical(STACK)
    }

    /// Of another stack, as its own or as one of its resources.
    pub fn within(mut self, stack: &str) -> Self {
        if self.physical == self.stack {
            stack.clone_into(&mut self.physical);
        }
        stack.clone_into(&mut self.stack);
        self
    }

    pub fn physical(mut self, id: &str) -> Self {
        id.clone_into(&mut self.physical);
        self
    }

    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    pub fn reason(self, text: &str) -> Self {
        self.with("ResourceStatusReason", text)
    }

    pub fn operation(self, id: &str) -> Self {
        self.with("OperationId", id)
    }

    pub fn with(mut self, field: &str, text: &str) -> Self {
        self.more += &format!("<{field}>{text}</{field}>");
        self
    }

    pub fn xml(&self) -> String {
        let Self {
            id,
            stack,
            logical,
            physical,
            kind,
            status,
            second,
            more,
        } = self;
        let status = match status.as_str() {
            "" => String::new(),
            status => format!("<ResourceStatus>{status}</ResourceStatus>"),
        };
        let (hours, minutes, seconds) = (10 + second / 3600, second / 60 % 60, second % 60);
        format!(
            "<member><StackId>{stack}</StackId><EventId>{id}</EventId><StackName>app</StackName><LogicalResourceId>{logical}</LogicalResourceId><PhysicalResourceId>{physical}</PhysicalResourceId><ResourceType>{kind}</ResourceType><Timestamp>2026-05-18T{hours:02}:{minutes:02}:{seconds:02}.000Z</Timestamp>{status}{more}</member>"
        )
    }
}

/// A page of DescribeStackEvents.
pub fn listed(events: &[Event], token: Option<&str>) -> Reply {
    let events: String = events.iter().map(Event::xml).collect();
    let token = token.map_or_else(String::new, next);
    result(
        "DescribeStackEvents",
        &format!("<StackEvents>{events}</StackEvents>{token}"),
    )
}

/// A page of DescribeEvents.
pub fn described(events: &[Event]) -> Reply {
    let events: String = events.iter().map(Event::xml).collect();
    result(
        "DescribeEvents",
        &format!("<OperationEvents>{events}</OperationEvents>"),
    )
}

/// All of a stack's events, newest first, a hundred a page.
pub fn paged(events: &[Event], request: &Request) -> Reply {
    let from: usize = request.field("NextToken").parse().unwrap_or(0);
    let until = (from + 100).min(events.len());
    let token = (until < events.len()).then(|| until.to_string());
    listed(&events[from..until], token.as_deref())
}
