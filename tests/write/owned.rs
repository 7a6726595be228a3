//! A role that one of the project's templates declares is not written directly,
//! also where no stack that was asked owns it.

use std::{collections::BTreeMap, fs, sync::Arc};

use jiff::Timestamp;
use tempfile::TempDir;
use watchkeeper::{
    edge::write::{RealExecutor, WorkingTree, Writer},
    facts::{DriftSettings, Settings, TemplateSource},
    gate::{Plan, guards::Ruling},
};

use super::stage::{Memory, ROLE, Scene, draft, revert, who};

fn declaring(role: &str) -> (TempDir, Option<DriftSettings>) {
    let repository = tempfile::tempdir().unwrap();
    let template = format!(
        "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: {role}\n"
    );
    fs::write(repository.path().join("app.yaml"), template).unwrap();
    let source = TemplateSource {
        stack: "app-v1".into(),
        file: "app.yaml".to_owned(),
        parameters: BTreeMap::new(),
    };
    let drift = DriftSettings {
        template: vec![source],
        ..DriftSettings::default()
    };
    (repository, Some(drift))
}

fn writer(scene: &Scene, repository: &TempDir) -> Writer<RealExecutor, Memory> {
    let settings = Arc::new(scene.settings.clone());
    let tree = WorkingTree::open(repository.path().to_owned(), &settings);
    let executor = RealExecutor::new(Arc::new(scene.aws()), tree);
    Writer::new(
        executor,
        scene.memory.clone(),
        settings,
        Scene::session_id(),
        who(),
    )
}

async fn verdict(scene: &Scene, repository: &TempDir) -> Ruling {
    let assessment = writer(scene, repository).assess(draft(revert())).await;
    let settings: &Settings = &scene.settings;
    let plan = Plan::of(
        assessment.unwrap(),
        settings,
        Scene::session_id(),
        Timestamp::now(),
    );
    let mut verdicts = plan.verdicts().iter();
    let owned = verdicts.find(|given| given.id == "owned").unwrap();
    owned.verdict.clone()
}

#[tokio::test]
async fn a_role_that_a_template_declares_stops_unless_the_environment_permits_it() {
    let mut scene = Scene::new().await;
    let (repository, drift) = declaring(ROLE);
    scene.settings.drift = drift;
    let stopped = verdict(&scene, &repository).await;
    assert!(stopped.stops(), "{stopped:?}");
    let said = format!("{stopped:?}");
    assert!(
        said.contains("Template app.yaml of stack app-v1 owns role"),
        "{said}"
    );
    scene.settings.environments[0].write_owned = true;
    let warned = verdict(&scene, &repository).await;
    assert!(!warned.stops() && warned != Ruling::Pass, "{warned:?}");
}

#[tokio::test]
async fn a_template_that_is_gone_is_said_and_one_of_another_role_is_none_of_its_business() {
    let mut scene = Scene::new().await;
    let (repository, drift) = declaring("another-role");
    scene.settings.drift = drift;
    // Whether a stack has the role moto does not tell, and that is said too.
    let found = verdict(&scene, &repository).await;
    let said = format!("{found:?}");
    assert!(!found.stops(), "{said}");
    assert!(
        !said.contains("app.yaml") && said.contains("a stack of"),
        "{said}"
    );
    fs::remove_file(repository.path().join("app.yaml")).unwrap();
    let said = format!("{:?}", verdict(&scene, &repository).await);
    assert!(
        said.contains("Could not tell") && said.contains("app.yaml"),
        "{said}"
    );
}
