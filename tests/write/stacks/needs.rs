//! `policy-needed --writes` names what a write to a stack calls, no less and no more.

use std::collections::BTreeSet;

use aws_sdk_cloudformation::types::ResourceSignalStatus;
use watchkeeper::gate::{
    Outcome, WriteReport,
    writes::{
        CancelUpdateStack, ContinueUpdateRollback, DeleteStack, RollbackStack,
        UpdateTerminationProtection, WRITES, Write,
    },
};

use super::{
    deletion::finish,
    prepare::{create, delete, id, prepared},
    stage::{STACK, Stacks, execute, template},
};
use crate::write::needs::{allowed, needs};

/// Looked at by CloudFormation while it performs another call; there is no such call.
const PERMISSION_ONLY: &str = "TagResource";

const BOTH: &[&str] = &["events:PutRule", "events:DescribeRule"];

/// Brings the stack to where a write of this kind begins, and writes it.
async fn written(stacks: &Stacks, kind: &str) -> WriteReport {
    let stack = STACK.into();
    let more = template(&stacks.account, BOTH);
    let write = match kind {
        "create-change-set" => return prepared(stacks, create("watchkeeper-1", &more)).await,
        "delete-change-set" => {
            prepared(stacks, create("watchkeeper-1", &more)).await;
            delete(&id(stacks, "watchkeeper-1").await.unwrap())
        }
        "execute-change-set" => execute(&stacks.change_set(&more).await),
        "cancel-update-stack" => {
            stacks.hold(&more).await;
            let cancel = stacks.apply(Write::from(CancelUpdateStack { stack }));
            let go_on = async {
                stacks.answered("CancelUpdateStack").await;
                stacks.signal(ResourceSignalStatus::Success).await;
            };
            return tokio::join!(cancel, go_on).0;
        }
        "continue-update-rollback" => {
            stacks.stuck().await;
            let skip = Vec::new();
            Write::from(ContinueUpdateRollback { stack, skip })
        }
        "rollback-stack" => {
            stacks.fail().await;
            Write::from(RollbackStack { stack })
        }
        "update-termination-protection" => {
            let enable = true;
            Write::from(UpdateTerminationProtection { stack, enable })
        }
        "delete-stack" => {
            stacks.half_made().await;
            let stack = "half-made".into();
            Write::from(DeleteStack { stack })
        }
        "finish-deletion" => {
            stacks.undeletable().await;
            finish(&["Net"], "watchkeeper-1")
        }
        other => panic!("nothing here writes {other}"),
    };
    stacks.apply(write).await
}

#[tokio::test]
async fn each_kind_of_write_to_a_stack_calls_what_its_policy_allows_and_writes_all_that_it_names() {
    let of_stacks = |actions: &[&str]| actions.iter().all(|one| one.starts_with("cloudformation:"));
    let on_aws = WRITES.iter().filter(|one| !one.needs.is_empty());
    for kind in on_aws
        .filter(|one| of_stacks(one.needs))
        .map(|one| one.kind)
    {
        let stacks = Stacks::new().await;
        let report = written(&stacks, kind).await;
        let done =
            matches!(&report, WriteReport::Done { outcome, .. } if *outcome == Outcome::Applied);
        assert!(done, "{kind}: {report:?}");
        let called: BTreeSet<String> = stacks.recorder.operations().into_iter().collect();
        let mut allowed = allowed(kind);
        let mut named: BTreeSet<&str> = needs(kind)
            .iter()
            .map(|action| action.rsplit(':').next().unwrap())
            .collect();
        assert_eq!(named.remove(PERMISSION_ONLY), kind == "create-change-set");
        let mut written: BTreeSet<String> = stacks
            .writes()
            .into_iter()
            .map(|one| one.operation)
            .collect();
        if kind == "delete-change-set" {
            // What was made first, to be deleted.
            written.remove("CreateChangeSet");
            allowed.insert("CreateChangeSet".to_owned());
        }
        assert!(called.is_subset(&allowed), "{kind}: {called:?}");
        assert_eq!(
            written.iter().map(String::as_str).collect::<BTreeSet<_>>(),
            named,
            "{kind}"
        );
    }
}
