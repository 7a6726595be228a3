//! The service's own word on a request: `iam:SimulatePrincipalPolicy`.
//!
//! It sees identity policies and one boundary. It does not see trust policies,
//! service control policies or, for roles, resource policies: who shows its
//! answer says so.

use std::collections::BTreeMap;

use aws_sdk_iam::types::{
    AttachmentType, ContextEntry, ContextKeyTypeEnum, InlinePolicyIdentifierType, PolicyIdentifier,
};

use crate::{
    edge::aws::session::Session,
    facts::{Arn, Fault, Remote},
    gate::Simulated,
};

/// One request to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edge) struct Question {
    pub action: String,
    pub resource: String,
    /// Condition keys with the values that the request carries.
    pub context: BTreeMap<String, Vec<String>>,
}

/// What would change in the role's policies before it is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::edge) struct SimulationOverrides {
    /// Documents that would be there.
    pub with: Vec<String>,
    /// The inline policy, by name, that would be gone.
    pub without_inline: Option<String>,
    /// The managed policy, by ARN, that would be gone.
    pub without_managed: Option<String>,
}

pub(in crate::edge::aws) async fn simulate(
    session: &Session,
    role: &Arn,
    name: &str,
    question: &Question,
    overrides: &SimulationOverrides,
) -> Result<Simulated, Fault> {
    let of = format!("role {}", role.raw());
    let call = session.call("iam:SimulatePrincipalPolicy", &of);
    let entries = question.context.iter().map(|(key, values)| {
        ContextEntry::builder()
            .context_key_name(key)
            .context_key_type(match values.len() {
                1 => ContextKeyTypeEnum::String,
                _ => ContextKeyTypeEnum::StringList,
            })
            .set_context_key_values(Some(values.clone()))
            .build()
    });
    let mut request = session
        .iam
        .simulate_principal_policy()
        .policy_source_arn(role.raw())
        .action_names(&question.action)
        .resource_arns(&question.resource)
        .set_context_entries(Some(entries.collect()));
    if let Some(inline) = &overrides.without_inline {
        let inline = InlinePolicyIdentifierType::builder()
            .policy_name(inline)
            .attachment_type(AttachmentType::Role)
            .attachment_name(name)
            .build()
            .map_err(|error| call.malformed(error.to_string()))?;
        let inline = PolicyIdentifier::InlinePolicyIdentifier(inline);
        request = request.policy_exclusion_list(inline);
    }
    if let Some(arn) = &overrides.without_managed {
        request = request.policy_exclusion_list(PolicyIdentifier::PolicyArn(arn.clone()));
    }
    for document in &overrides.with {
        request = request.policy_input_list(document);
    }
    let answer = request.send().await.map_err(|error| call.fault(&error))?;
    let Some(result) = answer.evaluation_results().first() else {
        return Err(call.malformed("it holds no result"));
    };
    Ok(Simulated {
        action: question.action.clone(),
        resource: Remote::new(question.resource.as_str()),
        decision: result.eval_decision().as_str().to_owned(),
        missing_context: result
            .missing_context_values()
            .iter()
            .map(|key| Remote::new(key.as_str()))
            .collect(),
    })
}
