//! The service's own word on a request: `iam:SimulatePrincipalPolicy`.
//!
//! It sees identity policies and one boundary. It does not see trust policies,
//! service control policies or, for roles, resource policies: who shows its
//! answer says so.

use aws_sdk_iam::types::{
    AttachmentType, ContextEntry, ContextKeyTypeEnum, InlinePolicyIdentifierType, PolicyIdentifier,
};

use crate::{
    edge::aws::Signing,
    facts::{Arn, Fault, Remote},
    gate::Simulated,
    policy::Request,
};

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

impl Signing {
    pub(in crate::edge) async fn simulate(
        &self,
        role: &Arn,
        name: &str,
        asked: &Request,
        overrides: &SimulationOverrides,
    ) -> Result<Simulated, Fault> {
        let of = format!("role {}", role.raw());
        let call = self.session.call("iam:SimulatePrincipalPolicy", &of);
        let entries = asked.context.iter().map(|(key, values)| {
            let values = values.all().to_vec();
            ContextEntry::builder()
                .context_key_name(key)
                .context_key_type(match values.len() {
                    1 => ContextKeyTypeEnum::String,
                    _ => ContextKeyTypeEnum::StringList,
                })
                .set_context_key_values(Some(values))
                .build()
        });
        let request = self.session.iam.simulate_principal_policy();
        let mut request = request
            .policy_source_arn(role.raw())
            .action_names(&asked.action)
            .resource_arns(&asked.resource)
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
        let answer = call.answer(request.send()).await?;
        let Some(result) = answer.evaluation_results().first() else {
            return Err(call.malformed("it holds no result"));
        };
        let missing = result.missing_context_values().iter();
        Ok(Simulated {
            action: asked.action.clone(),
            resource: Remote::new(asked.resource.as_str()),
            decision: result.eval_decision().as_str().to_owned(),
            missing_context: missing.map(|key| Remote::new(key.as_str())).collect(),
        })
    }
}
