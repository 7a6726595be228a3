//! The read-only lock: every operation of every linked SDK crate is tried on it.

use std::{
    collections::BTreeSet,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_types::{
    config_bag::{ConfigBag, Layer},
    timeout::TimeoutConfig,
};
use regex::Regex;
use watchkeeper::edge::aws::{
    clients,
    read_only::{Refused, allowed, check},
};

fn judge(service: &str, operation: &str) -> Result<(), Refused> {
    let mut layer = Layer::new("operation");
    layer.store_put(Metadata::new(operation.to_owned(), service.to_owned()));
    check(&ConfigBag::of_layers(vec![layer]))
}

/// The sources of every `aws-sdk-*` crate in the build, as Cargo knows them.
fn sdk_crates() -> Vec<PathBuf> {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let host = rustc
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    // Only this platform's packages are sure to be there without a network.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| package["name"].as_str().unwrap().starts_with("aws-sdk-"))
        .map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().unwrap());
            manifest.parent().unwrap().to_owned()
        })
        .collect()
}

/// Service and operation of everything those crates can send, as they put it
/// into the metadata of a request.
fn operations() -> BTreeSet<(String, String)> {
    let named = Regex::new(r#"Metadata::new\(\s*"([^"]+)",\s*"([^"]+)",?\s*\)"#).unwrap();
    let mut found = BTreeSet::new();
    for sdk in sdk_crates() {
        for entry in fs::read_dir(sdk.join("src/operation")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let names: Vec<_> = named.captures_iter(&source).collect();
            assert_eq!(names.len(), 1, "{} names one operation", path.display());
            found.insert((names[0][2].to_owned(), names[0][1].to_owned()));
        }
    }
    found
}

#[test]
fn every_operation_of_the_sdk_that_is_not_listed_is_refused() {
    let operations = operations();
    let of = |service: &str| operations.iter().filter(|(of, _)| of == service).count();
    assert!(
        of("IAM") > 150 && of("CloudFormation") > 80 && of("CloudTrail") > 40 && of("STS") > 8,
        "the sources were read: {} operations",
        operations.len()
    );
    for (service, operation) in &operations {
        let listed = allowed().any(|known| known == (service, operation));
        assert_eq!(
            judge(service, operation).is_ok(),
            listed,
            "{service}.{operation}"
        );
    }
    for (service, operation) in allowed() {
        // Those of services that are read without an SDK no source lists.
        if of(service) == 0 {
            continue;
        }
        let known = operations.contains(&(service.to_owned(), operation.to_owned()));
        assert!(known, "{service}.{operation} is an operation of the SDK");
    }
}

#[test]
fn the_list_holds_nothing_but_reads() {
    for (_, operation) in allowed() {
        // Detecting drift is a query: it compares, and writes nothing.
        let reads = [
            "Get", "List", "Lookup", "Describe", "Detect", "Filter", "Simulate", "Head", "Scan",
        ];
        assert!(
            reads.iter().any(|verb| operation.starts_with(verb)),
            "{operation}"
        );
    }
}

#[test]
fn a_request_that_does_not_say_what_it_is_is_refused() {
    assert_eq!(check(&ConfigBag::base()), Err(Refused { operation: None }));
}

#[test]
fn names_are_compared_exactly_and_with_their_service() {
    assert!(judge("IAM", "GetRole").is_ok());
    for (service, operation) in [("iam", "GetRole"), ("STS", "GetRole"), ("IAM", "GetRole2")] {
        assert!(judge(service, operation).is_err());
    }
}

#[tokio::test]
async fn a_write_by_a_client_of_ours_never_reaches_the_wire() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let config = aws_config::from_env()
        .endpoint_url(format!("http://{}", listener.local_addr().unwrap()))
        .region(aws_config::Region::from_static("eu-west-1"))
        // Nobody answers there: without the lock a call would wait for ever.
        .timeout_config(
            TimeoutConfig::builder()
                .operation_timeout(Duration::from_secs(1))
                .build(),
        )
        .credentials_provider(aws_credential_types::Credentials::new(
            "A", "s", None, None, "tests",
        ))
        .load()
        .await;
    let iam = clients::iam(&config, &clients::Asked::default());
    let put = iam.put_role_policy().role_name("r").policy_name("p");
    let create = iam.create_role().role_name("r");
    let cloudformation = clients::cloudformation(&config, &clients::Asked::default());
    let execute = cloudformation.execute_change_set();
    let delete = cloudformation.delete_stack();
    let refusals = [
        format!("{:?}", put.policy_document("{}").send().await.unwrap_err()),
        format!(
            "{:?}",
            create
                .assume_role_policy_document("{}")
                .send()
                .await
                .unwrap_err()
        ),
        format!(
            "{:?}",
            iam.delete_role().role_name("r").send().await.unwrap_err()
        ),
        format!(
            "{:?}",
            clients::sts(&config, &clients::Asked::default())
                .get_session_token()
                .send()
                .await
                .unwrap_err()
        ),
        format!(
            "{:?}",
            clients::cloudtrail(&config, "us-east-1", &clients::Asked::default())
                .stop_logging()
                .name("trail")
                .send()
                .await
                .unwrap_err()
        ),
        format!(
            "{:?}",
            execute.change_set_name("c").send().await.unwrap_err()
        ),
        format!("{:?}", delete.stack_name("s").send().await.unwrap_err()),
        // Taking the lock off for one call does not work either.
        format!(
            "{:?}",
            iam.delete_role()
                .role_name("r")
                .customize()
                .config_override(aws_sdk_iam::config::Config::builder())
                .send()
                .await
                .unwrap_err()
        ),
    ];
    for refusal in refusals {
        assert!(refusal.contains("Refused"), "{refusal}");
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}

/// The lock is on every client because there is one place that makes them.
#[test]
fn clients_are_made_in_four_files_only() {
    let making =
        Regex::new(r"\bClient::(new|from_conf)\(|\bConfig::new\(|\bOperation::builder\(").unwrap();
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if making.is_match(&fs::read_to_string(&path).unwrap_or_default()) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].ends_with("edge/aws/clients.rs"));
    assert!(found[1].ends_with("edge/aws/protocol/operation.rs"));
    // Those of an approved plan, which carry its permit instead.
    assert!(found[2].ends_with("edge/write/client/put_object.rs"));
    assert!(found[3].ends_with("edge/write/client.rs"));
}
