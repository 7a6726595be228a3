//! Actions by which somebody comes to more than a policy says, and how.
//!
//! Sources: Rhino Security Labs, "AWS IAM Privilege Escalation: Methods and
//! Mitigation" (2018, with the later additions in its repository); pathfinding.cloud
//! (Datadog); the Service Authorization Reference for the levels
//! and for actions that depend on `iam:PassRole`; AWS's own guide on permissions
//! management. It is not complete and cannot be: what is `possible` is said too. A
//! service-wide grant is another guard's.

use crate::{
    gate::Grant,
    policy::catalogue::{self, Access},
};

/// What somebody can do by an action, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Gives more to a role, user or policy, drops what denies it, or becomes it.
    Raises,
    /// Lets in identities from elsewhere, or gives permissions beside IAM.
    Admits,
    /// Takes away what limits or watches the account.
    Unwatches,
    /// Opens a resource to others by its own policy or by a grant.
    Opens,
    /// Runs code as the role that something has.
    Runs,
}

/// In lower case.
const WAYS: &[(Way, &[&str])] = &[
    (
        Way::Raises,
        &[
            "iam:addroletoinstanceprofile",
            "iam:addusertogroup",
            "iam:attachgrouppolicy",
            "iam:attachrolepolicy",
            "iam:attachuserpolicy",
            "iam:createaccesskey",
            "iam:createloginprofile",
            "iam:createpolicyversion",
            "iam:createservicespecificcredential",
            "iam:deactivatemfadevice",
            "iam:deletegrouppolicy",
            "iam:deleterolepermissionsboundary",
            "iam:deleterolepolicy",
            "iam:deleteuserpermissionsboundary",
            "iam:deleteuserpolicy",
            "iam:detachgrouppolicy",
            "iam:detachrolepolicy",
            "iam:detachuserpolicy",
            "iam:passrole",
            "iam:putgrouppolicy",
            "iam:putrolepermissionsboundary",
            "iam:putrolepolicy",
            "iam:putuserpermissionsboundary",
            "iam:putuserpolicy",
            "iam:removeuserfromgroup",
            "iam:resetservicespecificcredential",
            "iam:setdefaultpolicyversion",
            "iam:tagrole",
            "iam:taguser",
            "iam:untagrole",
            "iam:untaguser",
            "iam:updateaccesskey",
            "iam:updateassumerolepolicy",
            "iam:updateloginprofile",
            "iam:uploadsigningcertificate",
            "iam:uploadsshpublickey",
            "sts:assumerole",
            "sts:assumeroot",
            "sts:tagsession",
        ],
    ),
    (
        Way::Admits,
        &[
            "cognito-identity:createidentitypool",
            "cognito-identity:setidentitypoolroles",
            "cognito-identity:setprincipaltagattributemap",
            "cognito-identity:updateidentitypool",
            "cognito-idp:adminaddusertogroup",
            "cognito-idp:creategroup",
            "cognito-idp:updategroup",
            "eks:associateaccesspolicy",
            "eks:createaccessentry",
            "eks:createpodidentityassociation",
            "eks:updateaccessentry",
            "eks:updateclusterconfig",
            "eks:updatepodidentityassociation",
            "iam:addclientidtoopenidconnectprovider",
            "iam:createopenidconnectprovider",
            "iam:createsamlprovider",
            "iam:updateopenidconnectproviderthumbprint",
            "iam:updatesamlprovider",
            "identitystore:creategroupmembership",
            "identitystore:createuser",
            "lakeformation:grantpermissions",
            "lakeformation:putdatalakesettings",
            "rolesanywhere:createprofile",
            "rolesanywhere:createtrustanchor",
            "rolesanywhere:updateprofile",
            "rolesanywhere:updatetrustanchor",
            "sso:attachcustomermanagedpolicyreferencetopermissionset",
            "sso:attachmanagedpolicytopermissionset",
            "sso:createaccountassignment",
            "sso:createpermissionset",
            "sso:deleteinlinepolicyfrompermissionset",
            "sso:deletepermissionsboundaryfrompermissionset",
            "sso:detachmanagedpolicyfrompermissionset",
            "sso:provisionpermissionset",
            "sso:putinlinepolicytopermissionset",
            "sso:putpermissionsboundarytopermissionset",
            "sso:updatepermissionset",
        ],
    ),
    (
        Way::Unwatches,
        &[
            "account:closeaccount",
            "cloudtrail:deleteeventdatastore",
            "cloudtrail:deletetrail",
            "cloudtrail:puteventselectors",
            "cloudtrail:stopeventdatastoreingestion",
            "cloudtrail:stoplogging",
            "cloudtrail:updatetrail",
            "config:deleteconfigurationrecorder",
            "config:deletedeliverychannel",
            "config:stopconfigurationrecorder",
            "guardduty:deletedetector",
            "guardduty:disassociatefromadministratoraccount",
            "guardduty:updatedetector",
            "organizations:closeaccount",
            "organizations:deletepolicy",
            "organizations:detachpolicy",
            "organizations:disablepolicytype",
            "organizations:leaveorganization",
            "organizations:moveaccount",
            "organizations:removeaccountfromorganization",
            "organizations:updatepolicy",
            "s3:putaccountpublicaccessblock",
            "securityhub:disablesecurityhub",
        ],
    ),
    (
        Way::Opens,
        &[
            "dynamodb:putresourcepolicy",
            "ec2:modifyimageattribute",
            "ec2:modifysnapshotattribute",
            "ecr:putregistrypolicy",
            "ecr:setrepositorypolicy",
            "events:putpermission",
            "kms:creategrant",
            "kms:putkeypolicy",
            "lambda:addlayerversionpermission",
            "lambda:addpermission",
            "lambda:createfunctionurlconfig",
            "lambda:updatefunctionurlconfig",
            "logs:putresourcepolicy",
            "ram:associateresourceshare",
            "ram:createresourceshare",
            "rds:modifydbsnapshotattribute",
            "s3:createaccessgrant",
            "s3:deletebucketpolicy",
            "s3:putaccesspointpolicy",
            "s3:putbucketacl",
            "s3:putbucketownershipcontrols",
            "s3:putbucketpolicy",
            "s3:putbucketpublicaccessblock",
            "s3:putobjectacl",
            "s3:putobjectversionacl",
            "secretsmanager:putresourcepolicy",
            "sns:addpermission",
            "sns:settopicattributes",
            "sqs:addpermission",
            "sqs:setqueueattributes",
            "ssm:modifydocumentpermission",
            "ssm:putresourcepolicy",
        ],
    ),
    (
        Way::Runs,
        &[
            "batch:submitjob",
            "bedrock-agentcore:invokecodeinterpreter",
            "bedrock-agentcore:startcodeinterpretersession",
            "bedrock-agentcore:updateagentruntime",
            "cloudformation:createchangeset",
            "cloudformation:executechangeset",
            "cloudformation:updatestack",
            "cloudformation:updatestackset",
            "codebuild:startbuild",
            "codebuild:startbuildbatch",
            "codebuild:updateproject",
            "codedeploy:createdeployment",
            "codepipeline:startpipelineexecution",
            "codepipeline:updatepipeline",
            "ec2-instance-connect:sendserialconsolesshpublickey",
            "ec2-instance-connect:sendsshpublickey",
            "ec2:associateiaminstanceprofile",
            "ec2:createlaunchtemplateversion",
            "ec2:modifyinstanceattribute",
            "ec2:replaceiaminstanceprofileassociation",
            "ecs:executecommand",
            "ecs:runtask",
            "ecs:starttask",
            "ecs:updateservice",
            "glue:runstatement",
            "glue:startjobrun",
            "glue:updatedevendpoint",
            "glue:updatejob",
            "lambda:createeventsourcemapping",
            "lambda:updatefunctioncode",
            "lambda:updatefunctionconfiguration",
            "sagemaker:createpresigneddomainurl",
            "sagemaker:createpresignednotebookinstanceurl",
            "sagemaker:startnotebookinstance",
            "sagemaker:updatenotebookinstance",
            "sagemaker:updatenotebookinstancelifecycleconfig",
            "ssm:createassociation",
            "ssm:resumesession",
            "ssm:sendcommand",
            "ssm:startassociationsonce",
            "ssm:startautomationexecution",
            "ssm:startchangerequestexecution",
            "ssm:startsession",
            "ssm:updateassociation",
            "ssm:updatedocument",
            "ssm:updatemaintenancewindowtask",
            "states:redriveexecution",
            "states:startexecution",
            "states:startsyncexecution",
            "states:teststate",
            "states:updatestatemachine",
        ],
    ),
];

/// Services that are about who may do what: every write of theirs may be a way.
const IDENTITY: &[&str] = &[
    "account",
    "cognito-identity",
    "iam",
    "identitystore",
    "lakeformation",
    "organizations",
    "ram",
    "rolesanywhere",
    "sso",
    "sso-directory",
    "sts",
];

/// Beginnings of names that read, in services that the catalogue does not have.
const READS: &[&str] = &[
    "batchget", "describe", "get", "list", "lookup", "search", "simulate",
];

/// The worst way that the grant gives, and the actions by which.
pub(super) fn worst(grant: &Grant) -> Option<(Way, Vec<&'static str>)> {
    WAYS.iter().find_map(|(way, actions)| {
        let found = actions.iter().filter(|action| grant.covers(action));
        let found: Vec<&str> = found.copied().collect();
        (!found.is_empty()).then_some((*way, found))
    })
}

/// Whether the grant gives what is on no list and may be a way all the same: it
/// writes in a service that is about permissions, or manages permissions in one
/// that the list speaks of, or is newer than what is known of that service.
pub(super) fn is_possible(grant: &Grant) -> bool {
    grant.action.any(|pattern| {
        let pattern = pattern.to_ascii_lowercase();
        let Some((service, name)) = pattern.split_once(':') else {
            return false;
        };
        let is_listed = WAYS.iter().flat_map(|(_, actions)| *actions).any(|action| {
            let of = action.split_once(':').map(|(of, _)| of);
            of == Some(service)
        });
        if !is_listed && !IDENTITY.contains(&service) {
            return false;
        }
        let reads = READS.iter().any(|begins| name.starts_with(begins));
        match catalogue::access(&pattern) {
            Some(Access::PermissionsManagement) => true,
            Some(Access::Write) => IDENTITY.contains(&service),
            Some(Access::List | Access::Read | Access::Tagging) => false,
            None => !reads,
        }
    })
}
