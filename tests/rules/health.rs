//! Each row of the health audit with an answer that is well, one that is not, and one that
//! was denied; and what the rows come to together.

mod compute;
mod functions;
mod kept;
mod network;
mod stored;
mod watched;

use watchkeeper::{
    ask::{Answer, AwsAsk, Question},
    facts::{Details, Expected, Fault, FaultKind, Priority, ResourceKind, ResourceName},
    rules::health::{
        Area, Category, HealthStatus, Judged, Looked, RULES, RowReport, Seen, finding, rows,
    },
};

const NAME: &str = "thing-dev";

fn name() -> ResourceName {
    ResourceName::from(NAME)
}

fn expected(kind: ResourceKind) -> Expected {
    Expected {
        kind,
        name: name(),
        cluster: Some(ResourceName::from("c")),
        by_design: None,
        dead_letters: false,
        details: Details {
            attribute: Some("seen".to_owned()),
            domain: Some("d".to_owned()),
            lambda: Some(name()),
            ..Details::default()
        },
    }
}

fn by_design(kind: ResourceKind) -> Expected {
    Expected {
        by_design: Some("It is off here.".to_owned()),
        ..expected(kind)
    }
}

fn asked<Q: Question>(question: Q) -> AwsAsk
where
    Q::Service: Into<AwsAsk>,
{
    let service: Q::Service = question.into();
    service.into()
}

type Told = (AwsAsk, Answer);

fn told<Q: Question>(question: Q, answer: Q::Answer) -> Told
where
    Q::Service: Into<AwsAsk>,
{
    (asked(question), Q::answered(answer))
}

fn judged(rule: &str, expected: &Expected, told: &[Told]) -> Judged {
    let rule = RULES.iter().find(|one| one.id == rule).unwrap();
    let look = |ask: &AwsAsk| {
        let found = told.iter().find(|(known, _)| known == ask);
        found.map_or(Looked::NotYet, |(_, answer)| Looked::Known(answer))
    };
    rule.judge(expected, &Seen { look: &look })
}

#[track_caller]
fn is(rule: &str, expected: &Expected, told: &[Told], status: HealthStatus) -> Judged {
    let judged = judged(rule, expected, told);
    assert_eq!(judged.status, status, "{rule}: {judged:?}");
    judged
}

fn fault(kind: FaultKind) -> Fault {
    Fault::new(kind, "It was refused.", "Ask for it.")
}

#[test]
fn a_denied_row_names_the_action_and_a_missing_thing_is_missing() {
    for rule in RULES {
        let expected = Expected {
            dead_letters: rule.id == "dead-letters",
            ..expected(rule.kind)
        };
        assert!(rows(&expected).any(|one| one.id == rule.id), "{}", rule.id);
        let denied = fault(FaultKind::Denied {
            action: "x:Describe".to_owned(),
            resource: None,
        });
        for (fault, status, value) in [
            (denied, HealthStatus::Unknown, "no access: x:Describe"),
            (
                fault(FaultKind::Throttled),
                HealthStatus::Unknown,
                "throttled",
            ),
            (
                fault(FaultKind::Expired),
                HealthStatus::Unknown,
                "credentials expired",
            ),
            (
                fault(FaultKind::Missing),
                HealthStatus::Missing,
                "not found",
            ),
        ] {
            let look = |_: &AwsAsk| Looked::Failed(&fault);
            let judged = rule.judge(&expected, &Seen { look: &look });
            assert_eq!(judged.status, status, "{}", rule.id);
            // A pipeline says which of its parts it was.
            assert!(
                judged.value.ends_with(value),
                "{}: {}",
                rule.id,
                judged.value
            );
        }
        // What was not read yet is not well.
        let none = is(rule.id, &expected, &[], HealthStatus::Unknown);
        assert!(none.value.ends_with("not read"), "{}", none.value);
    }
}

#[test]
fn unknown_never_comes_to_ok() {
    use HealthStatus::{ByDesign, Degraded, Issue, Missing, NotTested, Ok, Unknown};
    for (rows, category) in [
        (vec![Ok, ByDesign], Category::Ok),
        (vec![Ok, Unknown], Category::Partial),
        (vec![Unknown, Unknown], Category::Unknown),
        (vec![], Category::Unknown),
        (vec![Ok, NotTested], Category::Partial),
        (vec![NotTested, NotTested], Category::NotTested),
        (vec![Unknown, Degraded], Category::Degraded),
        (vec![Ok, Missing], Category::Issues),
        (vec![Degraded, Issue], Category::Issues),
    ] {
        assert_eq!(Category::of(rows.clone()), category, "{rows:?}");
    }
}

#[test]
fn what_is_ill_is_a_finding_and_what_is_unknown_is_none() {
    let report = |status| RowReport {
        rule: "database".to_owned(),
        kind: ResourceKind::Database,
        name: name(),
        area: Area::Foundation,
        judged: Judged {
            status,
            value: "storage-full".to_owned(),
            why: None,
        },
        calls: vec!["rds:DescribeDBInstances".to_owned()],
        at: None,
    };
    let found = finding(&report(HealthStatus::Issue)).unwrap();
    assert_eq!(found.priority, Priority::P0);
    assert_eq!(found.title, "RDS instance thing-dev is ISSUE: storage-full");
    for status in [
        HealthStatus::Ok,
        HealthStatus::ByDesign,
        HealthStatus::Unknown,
    ] {
        assert_eq!(finding(&report(status)), None);
    }
}
