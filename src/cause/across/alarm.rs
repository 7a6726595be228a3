//! An alarm, the function that it measures, the first error in that one's log, and the change
//! of the function before it.

use jiff::Timestamp;

use super::{Deployment, Function, Rule, Seen, brief, link};
use crate::{
    cause::{
        chain::{Confidence, Link, LinkKind},
        queue::lasted,
    },
    facts::{AlarmState, Finding, LogEvent, to_the_second},
};

pub(super) const RULE: Rule = Rule {
    id: "alarm-after-a-change",
    title: "An alarm, the function that it measures, its errors, the change before them",
    from: &["alarm"],
    join,
};

/// A change longer before the alarm says nothing of it.
const SOON_SECONDS: i64 = 3_600;
/// A deployment is noted this long before or after what it changes.
const DEPLOYED_SECONDS: i64 = 1_800;
/// What a line that tells of an error has.
const ERRORS: &[&str] = &["ERROR", "Exception", "Traceback", "Task timed out", "panic"];

fn join(finding: &Finding, seen: &Seen<'_>) -> Vec<Link> {
    let alarm = seen.alarm.filter(|alarm| alarm.state == "ALARM");
    let Some((alarm, function)) = alarm.zip(seen.function.as_ref()) else {
        return Vec::new();
    };
    let name = finding.subject.name.as_str();
    let mut links = vec![
        Link {
            at: alarm.since,
            ..link(LinkKind::Alarm, name, "is in alarm", SAID)
        },
        link(
            LinkKind::Function,
            function.name,
            "is what it measures",
            SAID,
        ),
        error(function),
    ];
    links.extend(change(alarm, function, &seen.deployments));
    links
}

const SAID: &str = "cloudwatch:DescribeAlarms";

fn error(function: &Function<'_>) -> Link {
    let group = function.log();
    let lines = match &function.lines {
        Ok(lines) => lines,
        Err(why) => return function.needed("what fails in it", why),
    };
    let is_error = |event: &&&LogEvent| {
        let text = event.text.raw();
        ERRORS.iter().any(|word| text.contains(word))
    };
    match lines.iter().filter(is_error).min_by_key(|event| event.at) {
        Some(event) => Link {
            at: Some(event.at),
            ..link(
                LinkKind::Log,
                &group,
                brief(event.text.raw()),
                "logs:FilterLogEvents",
            )
        },
        None => function.needed(
            "what fails in it",
            "No line of it that was read tells of an error.",
        ),
    }
}

/// A change is likely the cause where it came shortly before the alarm, and never after.
fn change(
    alarm: &AlarmState,
    function: &Function<'_>,
    deployments: &[Deployment<'_>],
) -> Vec<Link> {
    let source = "lambda:GetFunctionConfiguration";
    let name = function.name;
    let times = alarm
        .since
        .zip(function.state.and_then(|state| state.modified));
    let Some((since, modified)) = times else {
        let what =
            "whether it was changed before the alarm: Lambda or CloudWatch did not say when.";
        return vec![link(LinkKind::Needed, name, what, source)];
    };
    let before = since.duration_since(modified).as_secs();
    if !(0..=SOON_SECONDS).contains(&before) {
        let what = format!(
            "ruled out: a change of {name}, which was last changed {}",
            to_the_second(modified)
        );
        return vec![link(LinkKind::Candidate, name, what, source)];
    }
    let cause = Link {
        at: Some(modified),
        confidence: Confidence::Likely,
        ..link(
            LinkKind::Cause,
            name,
            format!(
                "{name} was changed {} before the alarm",
                lasted(modified, since)
            ),
            source,
        )
    };
    let deployed = deployments.iter().filter(|one| is_near(one.at, modified));
    let deployed = deployed.map(|one| Link {
        at: Some(one.at),
        confidence: Confidence::Likely,
        ..link(
            LinkKind::Deployment,
            one.environment,
            format!("had commit {} deployed at that time", one.commit),
            "deployments",
        )
    });
    deployed.take(1).chain([cause]).collect()
}

fn is_near(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other).as_secs().abs() <= DEPLOYED_SECONDS
}
