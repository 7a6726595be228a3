//! A console that may read one group by its typed name and nothing else, its log answered
//! by hand.

use watchkeeper::{
    ask::{Ask, AwsAsk, LogsAsk},
    facts::{Fault, FaultKind},
};

use crate::{
    journeys::account::{DEV, caller, identity, settings},
    support::harness::Harness,
};

/// Describing groups is denied.
pub(super) fn by_hand() -> Harness {
    let mut console = Harness::by_hand(settings());
    console.resize(100, 30);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("5");
    deny_describing(&mut console);
    console
}

fn deny_describing(console: &mut Harness) {
    let describes = |ask: &Ask| {
        let of_logs = matches!(
            ask,
            Ask::Aws(_, AwsAsk::Logs(LogsAsk::Groups(_) | LogsAsk::Streams(_)))
        );
        of_logs.then(|| ask.clone())
    };
    let asks: Vec<Ask> = console.open_asks().iter().filter_map(describes).collect();
    for ask in asks {
        let kind = FaultKind::Denied {
            action: "logs:DescribeLogGroups".into(),
            resource: Some("*".into()),
        };
        let fault = Fault::new(kind, "logs:DescribeLogGroups is denied.", "Ask for it.");
        console.answer(&ask, Err(fault));
    }
}

/// Types the group's name and opens it.
pub(super) fn open(console: &mut Harness, group: &str) {
    console.press("/");
    console.type_text(group);
    console.press("enter");
    console.rest();
    deny_describing(console);
    console.press("enter");
}

#[test]
fn one_typed_group_opens_without_any_describe() {
    let mut console = by_hand();
    console.shows("takes a group's whole name");
    open(&mut console, "/aws/lambda/only-this");
    console.shows("/aws/lambda/only-this");
    assert_eq!(console.log_asks().len(), 1);
}
