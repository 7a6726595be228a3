//! DescribeStackEvents: the newest page, joined to what is known, and older pages.

use super::{
    cache::{Entry, Known, Older, Turned},
    translate::Translating,
};
use crate::{
    edge::aws::cloudformation::{Reader, budget::FOLLOWING},
    facts::{Fault, FaultKind, StackEvent, StackId, StackName},
};

pub(super) const ACTION: &str = "cloudformation:DescribeStackEvents";
/// So many pages of news are joined to what is known; after more, that is forgotten.
const MAX_NEWS: usize = 20;

struct Page {
    events: Vec<StackEvent>,
    next: Option<String>,
}

/// Reads the newest events. With `young_is_enough` a page read within the pace
/// of following is not read again.
pub(super) async fn newest(
    reader: &Reader<'_>,
    name: &StackName,
    young_is_enough: bool,
) -> Result<(), Fault> {
    let entry = reader.session.events.entry(name);
    let _reading = entry.reading.lock().await;
    if young_is_enough && entry.read_at().is_some_and(|at| at.elapsed() < FOLLOWING) {
        return Ok(());
    }
    let budget = &reader.budgets.cloudformation;
    budget.follow(reader.place(), name).await;
    let mut news = page(reader, name, None).await?;
    let Some(stack) = news.events.first().map(|event| event.stack.clone()) else {
        return empty(&entry, name);
    };
    for _ in 0..MAX_NEWS {
        let joins = {
            let known = entry.known.lock();
            // A stack made new under the name has nothing in common with the old one.
            match known.as_ref().filter(|known| known.stack == stack) {
                Some(known) => known.knows_any(&news.events),
                None => true,
            }
        };
        let Some(token) = news.next.clone().filter(|_| !joins) else {
            break;
        };
        let further = page(reader, name, Some(token)).await?;
        news.events.extend(further.events);
        news.next = further.next;
    }
    join(&entry, stack, news);
    reader.session.events.make_room(name);
    Ok(())
}

fn join(entry: &Entry, stack: StackId, news: Page) {
    let mut known = entry.known.lock();
    match known.as_mut() {
        Some(known) if known.stack == stack && known.knows_any(&news.events) => {
            known.take_newer(news.events);
        }
        _ => *known = Some(Known::new(stack, news.events, older_of(news.next))),
    }
}

/// No event at all: of a stack named by its ARN that is an answer, else a riddle.
fn empty(entry: &Entry, name: &StackName) -> Result<(), Fault> {
    let mut known = entry.known.lock();
    *known = name
        .is_arn()
        .then(|| Known::new(StackId::new(name.raw()), Vec::new(), Older::Nothing));
    Ok(())
}

/// Reads the page behind the oldest event that is known. Its token may be from
/// an earlier ask and have expired: then, once, it begins again from the newest page.
pub(super) async fn older(
    reader: &Reader<'_>,
    name: &StackName,
    renewed: &mut bool,
) -> Result<Turned, Fault> {
    let entry = reader.session.events.entry(name);
    let Some(token) = token(&entry) else {
        return Ok(Turned::End);
    };
    let page = match page(reader, name, Some(token.clone())).await {
        Ok(page) => page,
        Err(fault) if fault.kind == FaultKind::Malformed && !*renewed => {
            *renewed = true;
            entry.known.lock().take();
            newest(reader, name, false).await?;
            return Ok(Turned::Page);
        }
        Err(fault) => return Err(fault),
    };
    let mut known = entry.known.lock();
    if let Some(known) = known.as_mut()
        && known.older == Older::Token(token.clone())
    {
        let repeats = page.next.as_deref() == Some(&*token);
        let ends = repeats || page.events.is_empty() && page.next.is_none();
        let older = if repeats {
            Older::Cut
        } else {
            older_of(page.next)
        };
        known.take_older(page.events, older);
        if ends {
            return Ok(Turned::End);
        }
    }
    drop(known);
    reader.session.events.make_room(name);
    Ok(Turned::Page)
}

fn token(entry: &Entry) -> Option<String> {
    match &entry.known.lock().as_ref()?.older {
        Older::Token(token) => Some(token.clone()),
        Older::Nothing | Older::Cut => None,
    }
}

fn older_of(next: Option<String>) -> Older {
    next.map_or(Older::Nothing, Older::Token)
}

async fn page(reader: &Reader<'_>, name: &StackName, token: Option<String>) -> Result<Page, Fault> {
    let of = format!("stack {}", name.raw());
    let call = reader.session.call(ACTION, &of).asking_for(name.raw());
    let request = reader.client().describe_stack_events();
    let request = request.stack_name(name.raw()).set_next_token(token);
    let answer = reader.send(call, request.send()).await?;
    let mut translating = Translating::new(reader, call);
    let events: Result<Vec<_>, _> = answer
        .stack_events()
        .iter()
        .map(|event| translating.listed(event))
        .collect();
    Ok(Page {
        events: events?,
        next: answer.next_token.filter(|token| !token.is_empty()),
    })
}
