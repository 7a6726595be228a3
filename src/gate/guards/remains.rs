//! A deletion that is finished takes no data with it unseen, and pulls nothing away from
//! under other stacks.
//!
//! In production what holds data stops: who wants it gone deletes it by hand, where it can
//! be weighed, and keeps it here.

use crate::{
    facts::{Reading, Remote, numbered},
    gate::{
        DeletionPolicy, Remaining, Remains,
        writes::{StackPart, Subject},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("remains", "no data goes with the stack", check);

/// The kinds that hold data, or the key to some.
const HOLD_DATA: &[&str] = &[
    "AWS::Backup::BackupVault",
    "AWS::Cassandra::Keyspace",
    "AWS::Cassandra::Table",
    "AWS::CloudTrail::EventDataStore",
    "AWS::Cognito::IdentityPool",
    "AWS::Cognito::UserPool",
    "AWS::DAX::Cluster",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::PublicRepository",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::FSx::Volume",
    "AWS::KMS::Key",
    "AWS::KMS::ReplicaKey",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::GlobalCluster",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace",
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Tables::Namespace",
    "AWS::S3Tables::Table",
    "AWS::S3Tables::TableBucket",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::Serverless::SimpleTable",
    "AWS::SecretsManager::Secret",
    "AWS::Timestream::Database",
    "AWS::Timestream::Table",
];

fn check(case: &Case<'_>) -> Ruling {
    let Subject::Stack(_, StackPart::FinishDeletion(keep)) = case.subject() else {
        return Ruling::Pass;
    };
    let Some(remains) = case.stack().and_then(|state| state.remains()) else {
        // Without it no step is planned, and `unreadable` says why.
        return Ruling::Pass;
    };
    if let Some(why) = in_use(remains) {
        return Ruling::stop(
            why,
            "CloudFormation deletes no stack whose exports are used: take the imports out of those stacks first.",
        );
    }
    let data: Vec<&Remaining> = remains
        .deleted(keep)
        .filter(|one| HOLD_DATA.contains(&one.resource_type.raw()))
        .collect();
    let production = case.environment.production;
    if production && !data.is_empty() {
        let all: Vec<String> = data.iter().map(|one| one.words()).collect();
        let (count, all) = (numbered(all.len(), "resource"), all.join("; "));
        return Ruling::stop(
            format!("Stop and escalate: {count} with data would be DELETED: {all}."),
            "Keep what failed to be deleted, where it is among that, and weigh by hand what else there is.",
        );
    }
    let mut what: Vec<String> = data.into_iter().map(holds).collect();
    what.extend(remains.unread.iter().cloned());
    what.extend(unasked(remains));
    if production && !remains.unread.is_empty() {
        return Ruling::stop(
            what.join(" "),
            "What is not read may hold data: have it readable, or delete the nested stacks by hand.",
        );
    }
    Ruling::warn_all(what)
}

fn holds(one: &Remaining) -> String {
    let words = one.words();
    match one.policy {
        DeletionPolicy::Snapshot => {
            format!("{words} holds data, and is DELETED after a snapshot is made of it.")
        }
        DeletionPolicy::Delete | DeletionPolicy::Retain => {
            format!("{words} holds data, and is DELETED with it.")
        }
    }
}

fn in_use(remains: &Remains) -> Option<String> {
    let used = remains.exports.iter().filter_map(|export| {
        let importers = export.importers.known()?;
        let names: Vec<&str> = importers.iter().map(Remote::raw).collect();
        let by = names.join(", ");
        (!names.is_empty()).then(|| format!("Export {} is used by {by}.", export.name.raw()))
    });
    let used: Vec<String> = used.collect();
    (!used.is_empty()).then(|| used.join(" "))
}

fn unasked(remains: &Remains) -> impl Iterator<Item = String> {
    remains.exports.iter().filter_map(|export| {
        let Reading::Unknown(fault) = &export.importers else {
            return None;
        };
        Some(format!(
            "Who uses export {} could not be read: {}",
            export.name.raw(),
            fault.what
        ))
    })
}
