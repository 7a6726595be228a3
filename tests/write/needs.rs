//! `policy-needed --writes` names what a write calls, no less and no more: here
//! of writes to roles; `stacks/needs` has those to stacks.

use std::collections::BTreeSet;

use watchkeeper::{
    ask::READ_ONLY_POLICY,
    facts::Remote,
    gate::writes::{
        AttachRolePolicy, CreatePolicyVersion, DeleteRolePolicy, DetachRolePolicy, READS,
        Registered, UpdateAssumeRolePolicy, WRITES, Write,
    },
};

use super::stage::{CODIFIED, LIVE, POLICY, ROLE, Scene, TRUST, revert};
use crate::support::moto::Moto;

/// What the policy for one kind of write allows, without the services' names.
pub fn allowed(kind: &str) -> BTreeSet<String> {
    let policy: serde_json::Value = serde_json::from_str(READ_ONLY_POLICY).unwrap();
    let reads = policy["Statement"][0]["Action"].as_array().unwrap().iter();
    let reads = reads.map(|action| action.as_str().unwrap());
    let writes = needs(kind).iter().copied();
    let named = reads
        .chain(writes)
        .map(|action| action.rsplit(':').next().unwrap());
    let prepared = READS.iter().map(|(_, operation)| *operation);
    named.chain(prepared).map(str::to_owned).collect()
}

pub fn needs(kind: &str) -> &'static [&'static str] {
    let found = WRITES.iter().find(|known| known.kind == kind);
    found.unwrap_or_else(|| panic!("no kind {kind}")).needs
}

async fn managed(scene: &Scene, versions: usize) -> String {
    let iam = Moto::start().iam(&scene.keys).await;
    let policy = iam
        .create_policy()
        .policy_name("alpha-logs")
        .policy_document(LIVE);
    let arn = policy.send().await.unwrap().policy.unwrap().arn.unwrap();
    for n in 1..versions {
        let version = iam.create_policy_version().policy_arn(&arn);
        let document = LIVE.replace("AlphaEngine/*", &format!("A{n}/*"));
        version.policy_document(document).send().await.unwrap();
    }
    arn
}

#[tokio::test]
async fn each_kind_of_write_to_a_role_calls_what_its_policy_allows_and_writes_all_that_it_names() {
    let of_iam = |one: &&Registered| one.needs.iter().any(|action| action.starts_with("iam:"));
    for kind in WRITES.iter().filter(of_iam).map(|one| one.kind) {
        let scene = Scene::new().await;
        let arn = managed(&scene, 5).await;
        let (role, policy) = (ROLE.into(), arn.as_str().into());
        let write = match kind {
            "attach-role-policy" => Write::from(AttachRolePolicy { role, policy }),
            "create-policy-version" => Write::from(CreatePolicyVersion {
                role,
                policy,
                document: Remote::new(CODIFIED),
            }),
            "delete-role-policy" => Write::from(DeleteRolePolicy {
                role,
                policy: POLICY.into(),
            }),
            "detach-role-policy" => {
                let iam = Moto::start().iam(&scene.keys).await;
                let attach = iam.attach_role_policy().role_name(ROLE).policy_arn(&arn);
                attach.send().await.unwrap();
                Write::from(DetachRolePolicy { role, policy })
            }
            "put-role-policy" => revert(),
            "update-assume-role-policy" => Write::from(UpdateAssumeRolePolicy {
                role,
                document: Remote::new(TRUST.replace("\"Effect\"", "\"Sid\":\"A\",\"Effect\"")),
            }),
            other => panic!("nothing here writes {other}"),
        };
        scene.apply(write).await;
        let called: BTreeSet<String> = scene.recorder().operations().into_iter().collect();
        let allowed = allowed(kind);
        assert!(called.is_subset(&allowed), "{kind}: {called:?}");
        let written: BTreeSet<String> = scene.writes().into_iter().map(|w| w.operation).collect();
        let named = needs(kind)
            .iter()
            .map(|action| action.rsplit(':').next().unwrap());
        assert_eq!(written, named.map(str::to_owned).collect(), "{kind}");
    }
}
