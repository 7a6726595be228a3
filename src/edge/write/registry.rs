//! Entries of the service registry: how they are looked at for a write, and how a batch
//! is sent. Each entry is looked at again before its own call and followed to its end, and
//! the first that fails ends it.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::{
    client::Client,
    executor::CallOutcome,
    permit::Permit,
    wire::{Answered, End, Sent, bug, sent, unknown, value},
};
use crate::{
    ask::{AwsAsk, Question, Reads, ec2, ecs, service_discovery},
    edge::aws::{Reader, Signing},
    facts::{
        AccountId, DiscoveryService, EcsTasks, Entry, Fault, FaultKind, NamespaceId, Reading,
        Reason, ServiceId,
    },
    gate::{
        Assessment, AwsCall, Observed, RegistryState, ServiceState, TargetState,
        writes::{EntriesPart, Subject},
    },
    registry::Sought,
};

/// Cloud Map takes up to a minute or so for one.
const LONGEST: Duration = Duration::from_secs(5 * 60);
const BETWEEN: Duration = Duration::from_millis(500);
const MOST_BETWEEN: Duration = Duration::from_secs(5);

/// An account whose registry and instances can be asked about.
pub(in crate::edge) trait Registry {
    fn account(&self) -> AccountId;
    fn read<Q>(&self, question: &Q) -> impl Future<Output = Result<Q::Answer, Fault>> + Send
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>;
}

impl Registry for Signing {
    fn account(&self) -> AccountId {
        self.caller.account.clone()
    }

    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        self.reader().read(question).await
    }
}

/// All that the write rests on, in an order that does not depend on the answers'.
pub(in crate::edge) async fn observed(
    account: &(impl Registry + Sync),
    subject: Subject<'_>,
) -> Result<TargetState, Fault> {
    let (namespace, services) = named(subject).ok_or_else(|| {
        Fault::new(
            FaultKind::Bug,
            "The change is about no entries of a registry.",
            "Nothing was written. Report this with the log of the run.",
        )
    })?;
    state(account, namespace, &services).await
}

fn named(subject: Subject<'_>) -> Option<(&NamespaceId, Vec<&ServiceId>)> {
    let Subject::Entries(_, part) = subject else {
        return None;
    };
    let (EntriesPart::Deregister(batch) | EntriesPart::Register(batch)) = part;
    let (namespace, mut services) = batch.place();
    services.sort();
    services.dedup();
    Some((namespace, services))
}

async fn state(
    account: &(impl Registry + Sync),
    namespace: &NamespaceId,
    services: &[&ServiceId],
) -> Result<TargetState, Fault> {
    // Whose registry it is must be known before anything is said of it.
    let namespaces = account.read(&service_discovery::Namespaces).await?;
    let found = namespaces.into_iter().find(|one| one.id == *namespace);
    let all = service_discovery::Services(namespace.clone());
    let listed = account.read(&all).await;
    let mut state = RegistryState {
        account: account.account(),
        namespace: found
            .ok_or_else(|| missing("namespace", namespace.raw()))
            .into(),
        services: Vec::new(),
        instances: Reading::Known(Vec::new()),
        interfaces: Reading::Known(Vec::new()),
        tasks: Vec::new(),
    };
    for id in services {
        let mut entries = account
            .read(&service_discovery::Entries((*id).clone()))
            .await;
        if let Ok(entries) = &mut entries {
            entries.sort_by(|a, b| a.id.cmp(&b.id));
        }
        state.services.push(ServiceState {
            id: (*id).clone(),
            service: service(&listed, id).into(),
            entries: entries.into(),
        });
    }
    look_up(account, &mut state).await;
    Ok(TargetState::Registry(Box::new(state)))
}

fn service(
    listed: &Result<Vec<DiscoveryService>, Fault>,
    id: &ServiceId,
) -> Result<DiscoveryService, Fault> {
    let all = listed.as_ref().map_err(Clone::clone)?;
    let found = all.iter().find(|one| one.id == *id).cloned();
    found.ok_or_else(|| missing("service", id.raw()))
}

fn missing(kind: &str, id: &str) -> Fault {
    Fault::new(
        FaultKind::Missing,
        format!("Cloud Map has no {kind} {id} here."),
        "Read the registry again: it may have been deleted.",
    )
}

/// What the entries point at.
async fn look_up(account: &(impl Registry + Sync), state: &mut RegistryState) {
    let services = state.services.iter();
    let entries = services.filter_map(|one| one.entries.known());
    let entries: Vec<Entry> = entries.flatten().cloned().collect();
    let sought = Sought::of(&entries);
    if !sought.instances.is_empty() {
        let mut found = account.read(&ec2::Instances(sought.instances)).await;
        if let Ok(found) = &mut found {
            found.sort_by(|a, b| a.id.cmp(&b.id));
        }
        state.instances = found.into();
    }
    if !sought.ips.is_empty() {
        let mut found = account.read(&ec2::Interfaces { ips: sought.ips }).await;
        if let Ok(found) = &mut found {
            found.sort_by(|a, b| a.id.cmp(&b.id));
        }
        state.interfaces = found.into();
    }
    for (cluster, tasks) in sought.tasks {
        let asked = ecs::Tasks {
            cluster: cluster.clone(),
            tasks,
        };
        // What is not read is UNJUDGED.
        if let Ok(EcsTasks {
            mut tasks,
            mut missing,
        }) = account.read(&asked).await
        {
            tasks.sort_by(|a, b| a.id.cmp(&b.id));
            missing.sort();
            state.tasks.push((cluster, EcsTasks { tasks, missing }));
        }
    }
}

/// Opens the permit and sends the calls, each once. What is left of it is never sent.
pub(super) async fn send_all(
    signing: &Signing,
    seen: &Assessment,
    calls: &[AwsCall],
) -> CallOutcome {
    let Some(address) = signing.address(SERVICE) else {
        return CallOutcome::Not(bug("the target's address is not known"));
    };
    let planned = calls.iter().map(|call| (address.clone(), call.clone()));
    let client = Client::open(signing, Permit::new(signing.access_key(), planned));
    let mut request_ids = Vec::new();
    for (done, call) in calls.iter().enumerate() {
        let fault = match one(&client, seen, call).await {
            Ok(request_id) => {
                request_ids.push(request_id);
                continue;
            }
            Err(End::UnexpectedAnswer(fault) | End::Unknown(fault)) if done == 0 => {
                return CallOutcome::Unknown(fault);
            }
            Err(End::UnexpectedAnswer(fault) | End::Unknown(fault)) => {
                return CallOutcome::PartlyUnknown {
                    done,
                    request_ids,
                    fault,
                };
            }
            Err(End::Not(fault)) => fault,
        };
        return match done {
            0 => CallOutcome::Not(fault),
            done => CallOutcome::Partly {
                done,
                request_ids,
                fault,
            },
        };
    }
    CallOutcome::Done {
        request_ids,
        made: None,
    }
}

const SERVICE: &str = "ServiceDiscovery";

/// One entry: looked at, sent, followed to its end. With the request's id.
async fn one(client: &Client<'_>, seen: &Assessment, call: &AwsCall) -> Result<String, End> {
    let signing = client.signing;
    let now = look(signing, seen, call).await.map_err(End::Not)?;
    let still = seen.draft.write.change().still(call, &seen.observed, &now);
    still.map_err(|why| End::Not(left_alone(&why)))?;
    let answered = send(client, call).await?;
    let Some(operation) = answered.made else {
        return Err(End::Unknown(signing.not_its(&call.action(), "the entry")));
    };
    follow(signing, operation.raw()).await?;
    Ok(answered.request_id)
}

fn left_alone(why: &Reason) -> Fault {
    Fault::new(
        FaultKind::Moved,
        format!("It was left alone: {why}"),
        "Read the registry again, and propose what is stale then.",
    )
}

/// The service of this call alone, as it is now.
async fn look(signing: &Signing, seen: &Assessment, call: &AwsCall) -> Result<Observed, Fault> {
    let subject = seen.draft.write.change().subject();
    let service = ServiceId::new(value(call, "ServiceId"));
    let namespace = named(subject).map(|(namespace, _)| namespace);
    let namespace = namespace.ok_or_else(|| bug("the change is about no entries"))?;
    Ok(Observed {
        target: state(signing, namespace, &[&service]).await?,
        at: Timestamp::now(),
        ..seen.observed.clone()
    })
}

/// `made` is the id of the operation that goes on.
async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let (service, of) = (&client.servicediscovery, |name| value(call, name));
    let operation = |id: Option<&str>| id.map(crate::facts::Remote::new);
    match call.operation.as_str() {
        "DeregisterInstance" => {
            let request = service.deregister_instance().service_id(of("ServiceId"));
            let answer = request.instance_id(of("InstanceId")).send().await;
            let made = answer.as_ref().ok();
            let made = made.and_then(|answer| operation(answer.operation_id()));
            let answered = sent(client, call, answer)?;
            Ok(Answered { made, ..answered })
        }
        "RegisterInstance" => {
            let attributes = call.parameters.iter().filter_map(|(name, value)| {
                let name = name.strip_prefix("Attributes.")?;
                Some((name.to_owned(), value.raw().to_owned()))
            });
            let request = service.register_instance().service_id(of("ServiceId"));
            let request = request.instance_id(of("InstanceId"));
            let request = request.creator_request_id(of("CreatorRequestId"));
            let request = request.set_attributes(Some(attributes.collect()));
            let answer = request.send().await;
            let made = answer.as_ref().ok();
            let made = made.and_then(|answer| operation(answer.operation_id()));
            let answered = sent(client, call, answer)?;
            Ok(Answered { made, ..answered })
        }
        _ => Err(unknown(call)),
    }
}

/// To its end, or until nobody can say how it ended.
async fn follow(signing: &Signing, operation: &str) -> Result<(), End> {
    let began = Instant::now();
    let mut wait = BETWEEN;
    loop {
        let last = match signing.reader().operation(operation).await {
            Ok(found) => match found.status.as_deref() {
                Some("SUCCESS") => return Ok(()),
                Some("FAIL") => {
                    let why = found.error.as_ref().map_or("", |error| error.raw());
                    return Err(End::Not(failed(operation, why)));
                }
                status => lost(operation, status.unwrap_or("without a status")),
            },
            Err(fault) => fault,
        };
        if began.elapsed() >= LONGEST {
            return Err(End::Unknown(last));
        }
        sleep(wait).await;
        wait = (wait * 2).min(MOST_BETWEEN);
    }
}

fn failed(operation: &str, why: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        format!("Cloud Map took the request, and its operation {operation} failed."),
        "Read what it says, and the entry again.",
    )
    .caused_by(why)
}

fn lost(operation: &str, status: &str) -> Fault {
    Fault::new(
        FaultKind::Offline,
        format!("Cloud Map's operation {operation} is still {status}."),
        "Read the registry again later.",
    )
}
