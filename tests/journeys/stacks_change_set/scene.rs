//! The demo's world with its gate, driven without keys: proposed, agreed to or
//! confirmed, written, and read again.

use std::sync::Arc;

use jiff::Timestamp;
use watchkeeper::{
    ask::{AwsAsk, Question, cloudformation, iam},
    config::{self, Flags},
    edge::{
        demo::{CONFIG, Demo, PROJECT},
        dispatch::World,
    },
    facts::{
        ChangeSet, ChangeSetId, ChangeSetSummary, Remote, Role, Settings, Stack, StackTemplate,
    },
    gate::{
        Assessment, Confirmed, Draft, Origin, Outcome, Plan, WriteReport,
        writes::{CreateChangeSet, DeleteChangeSet, ExecuteChangeSet, Write},
    },
};

use crate::support::harness::session_id;

pub(super) const STACK: &str = "dataops-v1-github-actions";
pub(super) const ROLE: &str = "GitHubActionsDeployRole";
pub(super) const FILE: &str = "lambda-functions/template.github-actions-dataops.yaml";

/// The demo's world, and what a person may do in it.
pub(super) struct Scene {
    pub(super) world: Demo,
    settings: Arc<Settings>,
    environment: &'static str,
}

impl Scene {
    pub(super) fn new(environment: &'static str) -> Self {
        Self::recorded(environment, &[])
    }

    /// With more than the demo has.
    pub(super) fn recorded(environment: &'static str, recordings: &[&str]) -> Self {
        let flags = Flags {
            environment: Some(environment.to_owned()),
            allow_writes: true,
            ..Flags::default()
        };
        let settings = config::embedded(CONFIG, PROJECT, flags).unwrap().settings;
        let settings = Arc::new(settings);
        let world = Demo::with_recordings(recordings).unwrap();
        Self {
            world: world.writable(Arc::clone(&settings), session_id()),
            settings,
            environment,
        }
    }

    pub(super) fn draft(&self, write: Write) -> Draft {
        Draft {
            environment: self.environment.into(),
            origin: match write.registered().kind {
                "create-change-set" => Origin::Repository {
                    path: FILE.to_owned(),
                },
                _ => Origin::Stack,
            },
            write,
            uses: Vec::new(),
            peers: None,
        }
    }

    pub(super) async fn plan(&self, write: Write) -> Plan {
        let assessment = self.world.assess(self.draft(write)).await.unwrap();
        self.planned(assessment)
    }

    pub(super) fn planned(&self, assessment: Assessment) -> Plan {
        Plan::of(assessment, &self.settings, session_id(), Timestamp::now())
    }

    pub(super) async fn write(&self, write: Write) -> WriteReport {
        written(&self.world, &self.settings, self.draft(write)).await
    }

    /// A template that no file has: said to take something back, which only warns.
    pub(super) async fn hand_over(&self, name: &str, template: &str) -> WriteReport {
        let mut draft = self.draft(create(name, template));
        draft.origin = Origin::Undo {
            change: "abc".to_owned(),
        };
        written(&self.world, &self.settings, draft).await
    }

    /// Every ask of AWS has its answer.
    pub(super) fn read<Q: Question<Answer: Clone>>(&self, question: Q) -> Q::Answer
    where
        Q::Service: Into<AwsAsk>,
    {
        let answer = self.world.read(&question.of(&self.environment.into()));
        Q::typed(&answer.unwrap()).unwrap().clone()
    }

    pub(super) fn stack(&self, name: &str) -> Stack {
        let stack = self.read(cloudformation::Stack(name.into()));
        let all = self.read(cloudformation::Stacks);
        let listed = all.stacks.iter().find(|one| one.name.raw() == name);
        assert_eq!(listed, Some(&stack), "the list and the stack say the same");
        stack
    }

    pub(super) fn listed(&self) -> Vec<ChangeSetSummary> {
        self.read(cloudformation::ChangeSets(STACK.into()))
    }

    pub(super) fn named(&self, name: &str) -> ChangeSet {
        let listed = self.listed();
        let row = listed.iter().find(|row| row.name.raw() == name).unwrap();
        self.change_set(&row.id)
    }

    pub(super) fn change_set(&self, id: &ChangeSetId) -> ChangeSet {
        self.read(cloudformation::ChangeSet(id.clone()))
    }

    pub(super) fn template(&self) -> StackTemplate {
        let stack = STACK.into();
        self.read(cloudformation::Template { stack })
    }

    pub(super) fn role(&self) -> Role {
        let found = self.read(iam::Roles(vec!["dataops-github-actions-deploy".into()]));
        found.roles[0].role.known().unwrap().clone()
    }
}

/// Confirmed as a person would, and written.
pub(super) async fn written(world: &Demo, settings: &Settings, draft: Draft) -> WriteReport {
    let assessment = world.assess(draft).await.unwrap();
    let plan = Plan::of(assessment, settings, session_id(), Timestamp::now());
    let stops = format!("{:?}", plan.stops().collect::<Vec<_>>());
    let phrase = plan.phrase().text().to_owned();
    let now = Timestamp::now();
    let confirmed = match plan.write().change().is_preparation() {
        true => plan.agree(now).map(Confirmed::from),
        false => plan.confirm(&phrase, now).map(Confirmed::from),
    };
    let confirmed = confirmed.unwrap_or_else(|refused| panic!("{:?} {stops}", refused.1));
    world.write(confirmed, std::sync::Arc::new(drop)).await
}

pub(super) fn create(name: &str, template: &str) -> Write {
    Write::from(CreateChangeSet {
        stack: STACK.into(),
        change_set: name.into(),
        template: Remote::new(template),
        parameters: Vec::new(),
        mode: None,
        bucket: None,
    })
}

pub(super) fn execute(id: &ChangeSetId) -> Write {
    Write::from(ExecuteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}

pub(super) fn delete(id: &ChangeSetId) -> Write {
    Write::from(DeleteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}

#[track_caller]
pub(super) fn applied(report: &WriteReport) {
    let WriteReport::Done {
        outcome, verified, ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied, "{verified:?}");
    assert_eq!(verified.failed, Vec::<String>::new(), "{verified:?}");
}

#[track_caller]
pub(super) fn not_applied(report: &WriteReport, why: &str) {
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains(why), "{fault:?}");
}
