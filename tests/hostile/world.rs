//! An account and a repository whose every name and text means ill.

use std::sync::Arc;

use watchkeeper::{
    ask::{
        Answer, Ask, AwsAsk, CloudTrailAsk, IamAsk, JournalAsk, LogsAsk, Question, RepoAsk, StsAsk,
        cloudtrail, iam, journal, logs, repo, sts,
    },
    facts::{
        AccountId, Authorization, BrokenFile, Caller, Codified, CodifiedFile, CodifiedRole, Commit,
        Compare, DriftSettings, EndpointOverride, Environment, Fault, FaultKind, FoundTemplate,
        FoundTemplates, InlinePolicy, JournalView, LastWrite, LogEvent, LogEvents, LogGroup,
        LogGroups, LogStream, LogStreams, ManagedPolicy, OtherWrite, PipelineFile, PipelineFiles,
        PipelineKind, PolicyName, Reading, Remote, Role, RoleName, RoleReading, Settings,
        SiblingRef, TemplateFile, Templates, Through, UseHit, UsesFound,
    },
};

/// One of each: escape sequences, the clipboard, a link, the title, C1 controls,
/// turned reading order, hidden characters, tags, a second line, a tower of marks.
pub(crate) const EVIL: &[&str] = &[
    "\u{1b}[2J\u{1b}[1;1H",
    "\u{1b}]52;c;cm0gLXJmIC8=\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]0;title\u{9c}",
    "\u{9b}31m\u{90}q\u{9d}0;x\u{9c}",
    "\u{202e}nimda\u{2066}\u{2069}\u{200f}",
    "ad\u{200b}m\u{200d}in\u{feff}\u{ad}\u{2060}",
    "\u{e0041}\u{e0042}\u{fe0f}",
    "first\nsecond\r\nthird\tfourth\u{2028}fifth\u{85}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{0}\u{8}\u{7f}",
];

/// All of them in one, and long.
pub(crate) fn evil(tag: &str) -> String {
    format!("{tag}{}{}", EVIL.concat(), "x".repeat(300))
}

pub fn remote(tag: &str) -> Remote {
    Remote::new(evil(tag))
}

/// A character that must not come out: it moves the cursor, turns the text or hides.
pub(crate) fn is_raw(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F
            | 0xFEFF | 0xE0000..=0xE007F)
}

fn policy(tag: &str, more: &str) -> Remote {
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": evil(tag),
            "Effect": "Allow",
            "Action": ["cloudwatch:PutMetricData", evil("s3:")],
            "Resource": format!("arn:aws:s3:::{}", evil(more)),
            "Condition": {"StringLike": {"cloudwatch:namespace": [more, evil("ns")]}},
        }],
    });
    Remote::new(serde_json::to_string_pretty(&document).unwrap())
}

fn trust(tag: &str) -> Remote {
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": evil(tag),
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:aws:iam::123456789012:role/{}", evil(tag))},
            "Action": "sts:AssumeRole",
        }],
    });
    Remote::new(document.to_string())
}

pub(crate) fn settings() -> Settings {
    let environment = |name: &str| Environment {
        name: name.into(),
        profile: Some(evil("profile")),
        alias: Some(evil("alias")),
        ..Environment::unknown(name.into())
    };
    let side = |environment: &str, role: &str| SiblingRef {
        environment: environment.into(),
        role: evil(role).as_str().into(),
    };
    Settings {
        environments: vec![environment("dev"), environment(&evil("other"))],
        current: "dev".into(),
        drift: Some(DriftSettings {
            policies: vec!["iam".into()],
            compare: vec![Compare {
                left: side("dev", "left"),
                right: side("dev", "right"),
            }],
            ..DriftSettings::default()
        }),
        ..Settings::default()
    }
}

fn role(tag: &str) -> RoleReading {
    let name = evil(tag);
    RoleReading {
        name: name.as_str().into(),
        role: Reading::Known(Role {
            name: name.as_str().into(),
            arn: format!("arn:aws:iam::123456789012:role/{name}")
                .as_str()
                .into(),
            path: evil("/"),
            trust: Reading::Known(trust(tag)),
            inline: Reading::Known(vec![
                InlinePolicy {
                    name: evil("differs").as_str().into(),
                    document: Reading::Known(policy("live", "Live")),
                },
                InlinePolicy {
                    name: evil(&format!("only-{tag}")).as_str().into(),
                    document: Reading::Known(policy("extra", tag)),
                },
                InlinePolicy {
                    name: evil("denied").as_str().into(),
                    document: Reading::Unknown(fault()),
                },
            ]),
            attached: Reading::Known(vec![evil("arn:aws:iam::aws:policy/").as_str().into()]),
            boundary: Reading::Known(Some(evil("arn:boundary/").as_str().into())),
        }),
    }
}

pub(crate) fn fault() -> Fault {
    Fault::new(
        FaultKind::Denied {
            action: evil("iam:"),
            resource: Some(evil("arn:")),
        },
        format!("Denied: {}", evil("what")),
        format!("Do: {}", evil("hint")),
    )
    .caused_by(evil("source"))
}

fn codified() -> Codified {
    let file = |tag: &str, text: Remote| CodifiedFile {
        path: evil(tag),
        text,
        commits: vec![Commit {
            id: evil("c0ffee"),
            at: at(),
            author: remote("author"),
            subject: remote("subject"),
        }],
    };
    let name = |tag: &str| PolicyName::new(evil(tag));
    let left = RoleName::new(evil("left"));
    let boundary = Remote::new("arn:other");
    Codified {
        roles: vec![CodifiedRole {
            name: left.clone(),
            dir: evil("dir"),
            policies: vec![
                (
                    name("differs"),
                    file("iam/differs", policy("codified", "Codified")),
                ),
                (name("gone"), file("iam/gone", policy("gone", "Gone"))),
                (
                    name("denied"),
                    file("iam/denied", policy("denied", "Denied")),
                ),
                (name("broken"), file("iam/broken", remote("{"))),
            ],
            trust: Some(file("iam/trust", trust("codified"))),
            attachments: Some((vec![remote("arn:")], file("iam/attachments", remote("[")))),
            boundary: Some((boundary, file("iam/boundary", remote("{")))),
        }],
        broken: vec![BrokenFile {
            path: evil("iam/unreadable"),
            role: Some(left),
            policy: Some(name("unreadable")),
            line: Some(3),
            column: Some(7),
            why: evil("why"),
        }],
    }
}

pub(super) fn at() -> jiff::Timestamp {
    "2026-05-16T21:14:00Z".parse().unwrap()
}

/// Everything that can be asked, answered with ill intent.
pub(crate) fn answer(ask: &Ask) -> Answer {
    match ask {
        Ask::Aws(_, AwsAsk::Sts(StsAsk::CallerIdentity)) => sts::CallerIdentity::answered(caller()),
        Ask::Aws(_, AwsAsk::Iam(IamAsk::Authorization)) => {
            iam::Authorization::answered(authorization(true))
        }
        Ask::Aws(_, AwsAsk::Iam(IamAsk::Roles(_))) => iam::Roles::answered(authorization(false)),
        Ask::Aws(_, AwsAsk::CloudTrail(CloudTrailAsk::LastWrites(asked))) => {
            let policies = ["differs", "only-left"];
            let write = |policy: &&str| LastWrite {
                role: asked.0.clone(),
                policy: Some(evil(policy).as_str().into()),
                event: evil("PutRolePolicy"),
                by: remote("arn:aws:sts::123456789012:assumed-role/"),
                at: at(),
            };
            cloudtrail::LastWrites::answered(policies.iter().map(write).collect())
        }
        Ask::Aws(_, AwsAsk::CloudTrail(CloudTrailAsk::WrittenBy(_))) => {
            let write = OtherWrite {
                event: evil("PutRolePolicy"),
                service: evil("iam.amazonaws.com"),
                role: Some(evil("alpha").as_str().into()),
                policy: Some(evil("differs").as_str().into()),
                of: Some(remote("alpha")),
                at: at(),
            };
            cloudtrail::WrittenBy::answered(vec![write])
        }
        Ask::Journal(JournalAsk::Entries) => journal::Entries::answered(JournalView::default()),
        Ask::Journal(JournalAsk::Settled) => journal::Settled::answered(JournalView::default()),
        Ask::Aws(_, AwsAsk::CloudFormation(asked)) => {
            ask.answer_from(super::stacks::answer(asked)).unwrap()
        }
        Ask::GitHub(_, asked) => super::github::answer(ask, asked),
        Ask::Aws(_, AwsAsk::Logs(asked)) => log(ask, asked),
        Ask::Aws(..) => super::audits::answer(ask).unwrap(),
        Ask::Repo(RepoAsk::Codified) => repo::Codified::answered(codified()),
        Ask::Repo(RepoAsk::Templates) => repo::Templates::answered(Templates {
            files: vec![TemplateFile {
                stack: evil("stack").as_str().into(),
                path: evil("template"),
                text: remote("Resources: "),
                commits: Vec::new(),
            }],
            broken: codified().broken,
        }),
        Ask::Repo(RepoAsk::Declaring(_)) => repo::Declaring::answered(FoundTemplates {
            files: vec![FoundTemplate {
                path: evil("template"),
                text: remote("Resources: "),
            }],
            ..FoundTemplates::default()
        }),
        Ask::Repo(RepoAsk::Pipeline) => repo::Pipeline::answered(pipeline()),
        Ask::Repo(RepoAsk::Hosted) => repo::Hosted::answered(None),
        Ask::Repo(RepoAsk::Uses(_)) => repo::Uses::answered(UsesFound {
            hits: vec![
                UseHit {
                    path: evil("path"),
                    line: 22,
                    text: remote("aws cloudwatch put-metric-data "),
                };
                3
            ],
            cut: true,
        }),
        Ask::Memory(asked) => super::memory::answer(asked),
    }
}

/// A workflow and a template in which every name is somebody's worst.
fn pipeline() -> PipelineFiles {
    let file = |kind, path: String, text: String| PipelineFile {
        kind,
        path,
        text: Remote::new(text),
    };
    let name = serde_json::to_string(&evil("name")).unwrap();
    let workflow = format!(
        "on: push\njobs:\n  {name}:\n    environment: {name}\n    steps:\n      - uses: {name}\n      - run: sam deploy\n"
    );
    let template = format!(
        "Resources:\n  {name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: {name}\n"
    );
    PipelineFiles {
        files: vec![
            file(PipelineKind::Workflow, evil("workflow"), workflow),
            file(PipelineKind::Template, evil("template"), template),
            file(PipelineKind::Workflow, evil("broken"), evil("a: [")),
        ],
        broken: codified().broken,
        ..PipelineFiles::default()
    }
}

fn log(ask: &Ask, asked: &LogsAsk) -> Answer {
    match asked {
        LogsAsk::Groups(_) => logs::Groups::answered(LogGroups {
            groups: vec![LogGroup {
                name: evil("/aws/lambda/").as_str().into(),
                retention_days: Some(7),
                stored_bytes: Some(u64::MAX),
                class: Some(evil("STANDARD")),
            }],
            more: true,
        }),
        LogsAsk::Streams(_) => logs::Streams::answered(LogStreams {
            streams: vec![LogStream {
                name: evil("2026/05/16/").as_str().into(),
                last_event: Some(at()),
                created: Some(at()),
            }],
            more: true,
        }),
        LogsAsk::Events(_) => logs::Events::answered(LogEvents {
            events: vec![LogEvent {
                at: at(),
                ingested: at(),
                stream: evil("2026/05/16/").as_str().into(),
                id: Some(evil("id")),
                text: remote("ERROR "),
            }],
            next: None,
        }),
        LogsAsk::Containers(_) | LogsAsk::DeliverySource(_) => super::audits::answer(ask).unwrap(),
    }
}

fn authorization(complete: bool) -> Authorization {
    Authorization {
        roles: vec![role("left"), role("right")],
        managed: vec![ManagedPolicy {
            name: evil("managed").as_str().into(),
            arn: evil("arn:managed/").as_str().into(),
            default_version: evil("v"),
            document: Reading::Known(policy("managed", "m")),
        }],
        complete,
        source: evil("iam:"),
        pages: 1,
    }
}

pub(crate) fn caller() -> Caller {
    Caller {
        account: AccountId::new(evil("123456789012")),
        arn: evil("arn:aws:sts::123456789012:assumed-role/oncall/")
            .as_str()
            .into(),
        region: evil("eu-west-1").as_str().into(),
        endpoints: vec![EndpointOverride {
            service: Some(evil("iam")),
            url: evil("http://localhost/"),
        }],
        through: vec![Through::Trust {
            path: evil("/etc/ssl/"),
            sha256: evil("0"),
        }],
        checked_at: at(),
        clock_ahead: None,
    }
}

/// The report over all of it.
pub(crate) fn report() -> watchkeeper::rules::drift::DriftReport {
    use watchkeeper::rules::drift::{Inputs, SiblingSide, judge};
    let live = Some(Arc::new(authorization(true)));
    let drift = settings().drift.unwrap();
    let side = || SiblingSide {
        account: Some("123456789012".into()),
        region: Some("eu-west-1".into()),
        live: live.clone(),
        fault: None,
    };
    judge(&Inputs {
        templates: None,
        stacks: Vec::new(),
        siblings: drift
            .compare
            .iter()
            .map(|pair| (pair.clone(), side(), side()))
            .collect(),
        settings: drift,
        codified: Some(Arc::new(codified())),
        live: live.clone(),
    })
}
