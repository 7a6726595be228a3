//! The table of properties by which something runs as a role, by type of resource.
//!
//! Data that is read as it is; where it comes from is said in its head. It judges nothing.

use std::{collections::BTreeMap, sync::LazyLock};

const DATA: &str = include_str!("properties.txt");

/// What a property is to the question as whom something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Role,
    Profile,
    /// It names a resource that says as whom it runs.
    Through,
    /// An option of Elastic Beanstalk.
    Option,
    /// A field of Data Pipeline.
    Field,
    /// It says what runs.
    Code,
    /// It may hold a role's ARN, and gives the role to nobody.
    Names,
}

type Lines = Vec<(Sort, &'static str)>;

static TABLE: LazyLock<BTreeMap<&'static str, Lines>> = LazyLock::new(|| {
    let mut table: BTreeMap<&str, Lines> = BTreeMap::new();
    let mut kind = "";
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        match (line.starts_with(' '), words.next()) {
            (false, Some(name)) => kind = name,
            (true, Some(word)) => {
                let all = sort(word).map(|sort| words.map(move |path| (sort, path)));
                let lines = table.entry(kind).or_default();
                lines.extend(all.into_iter().flatten());
            }
            _ => {}
        }
    }
    table
});

fn sort(word: &str) -> Option<Sort> {
    Some(match word {
        "role" => Sort::Role,
        "profile" => Sort::Profile,
        "through" => Sort::Through,
        "option" => Sort::Option,
        "field" => Sort::Field,
        "code" => Sort::Code,
        "names" => Sort::Names,
        _ => return None,
    })
}

fn lines(kind: &str) -> &'static [(Sort, &'static str)] {
    TABLE.get(kind).map_or(&[], Vec::as_slice)
}

/// What the value at this place is, where the table has it.
pub(super) fn at(kind: &str, path: &[String]) -> Option<Sort> {
    let mut lines = lines(kind).iter();
    let hit = lines.find(|(sort, pattern)| *sort != Sort::Code && is_within(pattern, path));
    hit.map(|(sort, _)| *sort)
}

/// The properties that say what runs; empty where nothing is known to run.
pub(super) fn code(kind: &str) -> impl Iterator<Item = &'static str> {
    let code = lines(kind).iter().filter(|(sort, _)| *sort == Sort::Code);
    code.map(|(_, property)| *property)
}

/// The properties, each by its first name, that decide as whom it runs.
pub(super) fn deciding(kind: &str) -> impl Iterator<Item = &'static str> {
    let lines = lines(kind).iter();
    let deciding = lines.filter(|(sort, _)| !matches!(sort, Sort::Code | Sort::Names));
    deciding.map(|(_, path)| path.split('.').next().unwrap_or(path))
}

/// At the pattern's place, or below it.
fn is_within(pattern: &str, path: &[String]) -> bool {
    let mut parts = path.iter();
    pattern.split('.').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| wanted == "*" || wanted == part)
    })
}

#[cfg(test)]
mod tests {
    use super::{DATA, Sort, TABLE, at, sort};

    fn path(of: &str) -> Vec<String> {
        of.split('.').map(str::to_owned).collect()
    }

    /// `AWS::EC2::Instance`; not all types that CloudFormation has begin with `AWS`.
    fn is_type(text: &str) -> bool {
        let parts: Vec<&str> = text.split("::").collect();
        let is_name = |part: &&str| {
            part.starts_with(|c: char| c.is_ascii_uppercase())
                && part.chars().all(|c| c.is_ascii_alphanumeric())
        };
        parts.len() == 3 && parts.iter().all(is_name)
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let mut kind = None;
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ').filter(|word| !word.is_empty());
            let first = words.next();
            if line.starts_with("  ") {
                assert!(first.and_then(sort).is_some(), "{line}");
                assert!(words.next().is_some(), "{line}");
                assert!(kind.is_some_and(|kind| TABLE.contains_key(kind)), "{line}");
            } else {
                assert!(first.is_some_and(is_type), "{line}");
                assert!(words.next().is_none(), "{line}");
                assert!(TABLE.contains_key(line), "{line} has no properties");
                assert!(first > kind, "{line} is out of order");
                kind = first;
            }
        }
        assert!(TABLE.len() > 300, "{}", TABLE.len());
    }

    const USED: &[(&str, &str, Sort)] = &[
        ("AWS::Lambda::Function", "Role", Sort::Role),
        ("AWS::ECS::TaskDefinition", "TaskRoleArn", Sort::Role),
        ("AWS::ECS::TaskDefinition", "ExecutionRoleArn", Sort::Role),
        ("AWS::EC2::Instance", "IamInstanceProfile", Sort::Profile),
        (
            "AWS::EC2::Instance",
            "LaunchTemplate.LaunchTemplateId",
            Sort::Through,
        ),
        (
            "AWS::EC2::LaunchTemplate",
            "LaunchTemplateData.IamInstanceProfile.Arn",
            Sort::Profile,
        ),
        ("AWS::IAM::InstanceProfile", "Roles.0", Sort::Role),
        ("AWS::SageMaker::NotebookInstance", "RoleArn", Sort::Role),
        ("AWS::SageMaker::Model", "ExecutionRoleArn", Sort::Role),
        ("AWS::StepFunctions::StateMachine", "RoleArn", Sort::Role),
        ("AWS::Events::Rule", "Targets.3.RoleArn", Sort::Role),
        ("AWS::Scheduler::Schedule", "Target.RoleArn", Sort::Role),
        ("AWS::Pipes::Pipe", "RoleArn", Sort::Role),
        ("AWS::CodeBuild::Project", "ServiceRole", Sort::Role),
        (
            "AWS::CodePipeline::Pipeline",
            "Stages.0.Actions.1.RoleArn",
            Sort::Role,
        ),
        ("AWS::Glue::Job", "Role", Sort::Role),
        ("AWS::EMR::Cluster", "JobFlowRole", Sort::Profile),
        ("AWS::EMR::Cluster", "ServiceRole", Sort::Role),
        (
            "AWS::Batch::JobDefinition",
            "ContainerProperties.JobRoleArn",
            Sort::Role,
        ),
        (
            "AWS::AppRunner::Service",
            "InstanceConfiguration.InstanceRoleArn",
            Sort::Role,
        ),
        (
            "AWS::CloudFormation::StackSet",
            "AdministrationRoleARN",
            Sort::Role,
        ),
        ("AWS::Config::ConfigurationRecorder", "RoleARN", Sort::Role),
        (
            "AWS::IoT::TopicRule",
            "TopicRulePayload.Actions.0.S3.RoleArn",
            Sort::Role,
        ),
        ("AWS::Cognito::UserPoolGroup", "RoleArn", Sort::Role),
        (
            "AWS::ApiGateway::Method",
            "Integration.Credentials",
            Sort::Role,
        ),
        ("AWS::AppSync::DataSource", "ServiceRoleArn", Sort::Role),
        ("AWS::Amplify::App", "IAMServiceRole", Sort::Role),
        (
            "AWS::SSM::MaintenanceWindowTask",
            "ServiceRoleArn",
            Sort::Role,
        ),
        (
            "AWS::DataPipeline::Pipeline",
            "PipelineObjects.0.Fields.1",
            Sort::Field,
        ),
        (
            "AWS::RDS::DBCluster",
            "AssociatedRoles.0.RoleArn",
            Sort::Role,
        ),
        ("AWS::Redshift::Cluster", "IamRoles.0", Sort::Role),
        ("AWS::MWAA::Environment", "ExecutionRoleArn", Sort::Role),
        (
            "AWS::KinesisAnalyticsV2::Application",
            "ServiceExecutionRole",
            Sort::Role,
        ),
        ("AWS::Bedrock::Agent", "AgentResourceRoleArn", Sort::Role),
        ("AWS::EKS::Nodegroup", "NodeRole", Sort::Role),
        ("AWS::EKS::PodIdentityAssociation", "RoleArn", Sort::Role),
        ("AWS::GameLift::Fleet", "InstanceRoleARN", Sort::Role),
        ("AWS::Transfer::User", "Role", Sort::Role),
        (
            "AWS::DMS::Endpoint",
            "S3Settings.ServiceAccessRoleArn",
            Sort::Role,
        ),
        ("AWS::Synthetics::Canary", "ExecutionRoleArn", Sort::Role),
        (
            "AWS::Backup::BackupSelection",
            "BackupSelection.IamRoleArn",
            Sort::Role,
        ),
    ];

    #[test]
    fn the_properties_that_people_use_are_in_it() {
        for (kind, property, sort) in USED {
            assert_eq!(at(kind, &path(property)), Some(*sort), "{kind} {property}");
        }
        let skill = at("Alexa::ASK::Skill", &path("SkillPackage.S3BucketRole"));
        assert_eq!(skill, Some(Sort::Role));
        assert_eq!(at("AWS::Lambda::Function", &path("Timeout")), None);
        assert_eq!(
            at("AWS::Lambda::Function", &path("Code.ZipFile")),
            Some(Sort::Names)
        );
    }
}
