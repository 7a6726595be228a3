//! The roles of a GraphQL API: one that writes its log, one for each source of its data.

use super::{
    build::At,
    grant::{End, Grant},
    making::{Making, Role},
    seen::{given, is_given},
};
use crate::template::Node;

const SERVICE: &str = "appsync.amazonaws.com";

/// The name under `DataSources`, and what it is in logical ids, in a connector, and as a type.
const SOURCES: [(&str, &str, &str, &str); 2] = [
    ("DynamoDb", "DynamoDB", "Table", "AWS::DynamoDB::Table"),
    ("Lambda", "Lambda", "Lambda", "AWS::Lambda::Function"),
];

impl Making<'_, '_> {
    pub(super) fn graphql(&mut self) {
        let logging = self.properties().get("Logging");
        let is_off = logging.and_then(Node::boolean) == Some(false);
        let named = logging.and_then(|it| it.get("CloudWatchLogsRoleArn"));
        if !is_off && !named.is_some_and(is_given) {
            let mut role = self.bare(format!("{}CloudWatchRole", self.id), SERVICE);
            let policy = "service-role/AWSAppSyncPushToCloudWatchLogs";
            role.attach(self.at.aws_policy(policy));
            self.role(role);
        }
        let sources = self.given("DataSources").cloned();
        for kind in SOURCES {
            let of = sources.as_ref().and_then(|it| it.get(kind.0));
            for entry in of.map_or(&[][..], Node::entries) {
                self.data_source(kind, &entry.key.text, &entry.value);
            }
        }
        if let Some(sources) = &sources {
            let known = |name: &str| SOURCES.iter().any(|(known, ..)| *known == name);
            let unknown = |entry: &&crate::template::Entry| !known(&entry.key.text);
            for entry in sources.entries().iter().filter(unknown) {
                let name = &entry.key.text;
                let what = format!("has data sources {name} that are not known here");
                self.note(&entry.value, &what);
            }
        }
    }

    fn data_source(&mut self, kind: (&str, &str, &str, &str), name: &str, source: &Node) {
        if given(source, "ServiceRoleArn").is_some() {
            return;
        }
        let (_, word, end, destination) = kind;
        let id = format!("{}{name}{word}DataSource", self.id);
        let at = At(source.span);
        let role = Role::new(format!("{id}Role"), self.condition(), at.trust(SERVICE));
        let role_id = role.logical_id.clone();
        self.role(role);
        let (arn, permissions) = match word {
            "DynamoDB" => {
                let written = given(source, "Permissions").map_or(&[][..], Node::items);
                let permissions: Vec<&str> = match written {
                    [] => vec!["Read", "Write"],
                    written => written.iter().filter_map(Node::text).collect(),
                };
                (table(at, source), permissions)
            }
            _ => (given(source, "FunctionArn").cloned(), vec!["Write"]),
        };
        let from = End {
            kind: "AWS::AppSync::DataSource".to_owned(),
            arn: Some(at.attribute(&id, "DataSourceArn")),
            role: Some(at.reference(&role_id)),
            ..End::default()
        };
        let to = End {
            kind: destination.to_owned(),
            arn,
            ..End::default()
        };
        let grant = Grant {
            id: &format!("{id}To{end}ConnectorPolicy"),
            at,
            condition: None,
            permissions,
        };
        if grant.between(&from, &to, self.made).is_none() {
            let what = format!("has a data source {name} that is not understood");
            self.opens(&role_id, source, &what);
        }
    }
}

/// The table's ARN, or the one that its name and its region make.
fn table(at: At, source: &Node) -> Option<Node> {
    if let Some(arn) = given(source, "TableArn") {
        return Some(arn.clone());
    }
    let region = given(source, "Region").cloned();
    let region = region.unwrap_or_else(|| at.reference("AWS::Region"));
    let form =
        "arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}";
    let name = source.get("TableName")?.clone();
    Some(at.sub_with(form, [("__TableName__", name), ("__Region__", region)]))
}
