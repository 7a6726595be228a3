//! What is secret does not stand in a preview: defaults and values of parameters that
//! CloudFormation shows to nobody, and what looks like a secret; but not in what is
//! gained and lost. Only what is shown is changed; what is sent is sent to the byte.

use super::{Section, steps::told};
use crate::{
    facts::Remote,
    gate::{
        AwsCall, GitHubCall, Plan, Step,
        record::redact::{hidden, no_echo},
        writes::{StackPart, Subject},
    },
};

pub(super) fn all(plan: &Plan, sections: Vec<Section>) -> Vec<Section> {
    let mut out = Vec::with_capacity(sections.len());
    for section in sections {
        if let Section::Folded { what, sections } = section {
            let sections = all(plan, sections);
            out.push(Section::Folded { what, sections });
            continue;
        }
        if let Section::Text { before, after } = &section
            && before != after
            && hidden(before) == hidden(after)
        {
            out.push(Section::Warning(
                "a value that is not shown here, since it is secret, becomes another one"
                    .to_owned(),
            ));
        }
        out.push(one(plan, section));
    }
    out
}

fn one(plan: &Plan, section: Section) -> Section {
    match section {
        Section::Fact { label, value } => Section::Fact {
            label,
            value: hidden(&value),
        },
        Section::Way { label, value } => Section::Way {
            label,
            value: hidden(&value),
        },
        Section::Text { before, after } => Section::Text {
            before: hidden(&before),
            after: hidden(&after),
        },
        Section::Call {
            step: Step::Aws(call),
        } => Section::Call {
            step: Step::Aws(without_secrets(plan, call)),
        },
        Section::Call {
            step: Step::GitHub(call),
        } => Section::Call {
            step: Step::GitHub(GitHubCall {
                body: call.body.map(|body| Remote::new(hidden(body.raw()))),
                ..call
            }),
        },
        Section::Warning(what) => Section::Warning(hidden(&what)),
        Section::Headline(what) => Section::Headline(hidden(&what)),
        Section::Uses(what) => Section::Uses(hidden(&what)),
        Section::Undo(what) => Section::Undo(hidden(&what)),
        Section::Note(what) => Section::Note(hidden(&what)),
        // What decides is whole: whoever writes a policy chooses its names, and one that
        // looks like a secret would take out of sight what follows it in the line.
        Section::Gain(_) | Section::Loss(_) => section,
        // Guards' own words, statements of a policy, and a file by its sizes.
        Section::Stop { .. }
        | Section::Statement(_)
        | Section::Call { .. }
        | Section::Standing(_)
        | Section::Folded { .. } => section,
    }
}

fn without_secrets(plan: &Plan, mut call: AwsCall) -> AwsCall {
    let secret = values_of_secret_parameters(plan, &call);
    for (name, value) in &mut call.parameters {
        let raw = value.raw();
        if secret.contains(name) {
            *value = Remote::new("(not shown: NoEcho)");
            continue;
        }
        let masked = hidden(raw);
        if masked != raw {
            *value = Remote::new(told(raw).unwrap_or(masked));
        }
    }
    call
}

/// `Parameters.member.3.ParameterValue`, where the third is one that is never shown.
fn values_of_secret_parameters(plan: &Plan, call: &AwsCall) -> Vec<String> {
    let Subject::Stack(_, StackPart::NewChangeSet(new)) = plan.write().change().subject() else {
        return Vec::new();
    };
    let names = no_echo::names(new.template.raw());
    let keys = call.parameters.iter().filter_map(|(name, value)| {
        let member = name.strip_suffix(".ParameterKey")?;
        names
            .contains(value.raw())
            .then(|| format!("{member}.ParameterValue"))
    });
    keys.collect()
}
