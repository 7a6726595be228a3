//! Cells of actions, resources and principals.

use std::collections::BTreeSet;

use super::{
    automaton::{Budget, Exhausted, Sample, combinations},
    bits::Bits,
    cell::{Asking, Cell, DOUBTFUL, Point},
    entries::Entries,
    sample,
    variables::Variables,
};
use crate::policy::{
    compiled::{ResourcePattern, Rule, WITHOUT_PERMISSION, without_permission},
    glob::{Glob, Reading, Token},
    pattern::Pattern,
    principal::{Account, Wanted},
};

/// With a focus, only what one of these rules takes.
pub(super) fn actions(
    asking: &Asking<'_>,
    count: usize,
    focus: Option<&Bits>,
    budget: &mut Budget,
) -> Result<Vec<Cell>, Exhausted> {
    let entries = Entries::new(
        asking,
        count,
        |rule| rule.action.0,
        |rule| {
            let patterns = rule.action.1.iter();
            patterns.map(|pattern| pattern.glob.clone()).collect()
        },
    );
    let globs: &[Glob] = &entries.atoms;
    // What every caller may do is no difference: it is recognised and left out.
    let free = without_permission();
    let is_named = globs.iter().any(|glob| glob.matches(WITHOUT_PERMISSION));
    let patterns: Vec<&Glob> = globs.iter().chain(is_named.then_some(&free)).collect();
    let proposed = sample::actions(asking);
    let focus = focus.and_then(|focus| entries.in_focus(focus));
    let focus = focus.map(|atoms| Bits::of(patterns.len(), atoms));
    let mut samples = combinations(&patterns, &any_action(), focus.as_ref(), &proposed, budget)?;
    samples.retain(|sample| !(is_named && sample.matched.has(globs.len())));
    let cell = |sample: Sample| Cell {
        takes: entries.takes(&sample.matched),
        cost: u32::from(!sample.proposed),
        point: Point::Action(sample.text),
        needs: Vec::new(),
    };
    Ok(samples.into_iter().map(cell).collect())
}

/// `service:Action`
fn any_action() -> Glob {
    Glob::of([
        Token::AnyInPart,
        Token::ManyInPart,
        Token::One(':'),
        Token::Any,
        Token::Many,
    ])
}

/// `arn:partition:service:region:account:resource`
fn any_arn() -> Glob {
    let part = [Token::AnyInPart, Token::ManyInPart, Token::One(':')];
    let may_be_empty = [Token::ManyInPart, Token::One(':')];
    let tokens = ['a', 'r', 'n', ':'].map(Token::One).into_iter();
    let tokens = tokens.chain(part).chain(part);
    let tokens = tokens.chain(may_be_empty).chain(may_be_empty);
    Glob::of(tokens.chain([Token::Any, Token::Many]))
}

pub(super) fn resources(
    asking: &Asking<'_>,
    count: usize,
    focus: Option<&Bits>,
    budget: &mut Budget,
) -> Result<Vec<Cell>, Exhausted> {
    let entries = Entries::new(asking, count, excludes, |rule| {
        let resource = rule.resource.as_ref();
        resource.map_or_else(Vec::new, |(_, patterns)| patterns.clone())
    });
    let atoms: &[ResourcePattern] = &entries.atoms;
    let plain = |at: usize| match &atoms.get(at)?.pattern {
        Pattern::Plain(glob) => Some((at, glob)),
        Pattern::Variable(..) => None,
    };
    let plain: Vec<(usize, &Glob)> = (0..atoms.len()).filter_map(plain).collect();
    let opaque: Vec<usize> = (0..atoms.len())
        .filter(|at| !plain.iter().any(|(plain, _)| plain == at))
        .collect();
    let patterns = opaque.iter().filter_map(|at| atoms.get(*at));
    let patterns: Vec<&Pattern> = patterns.map(|atom| &atom.pattern).collect();
    let variables = Variables::of(&patterns, budget)?;
    let proposed = sample::resources(asking);
    let globs: Vec<&Glob> = plain.iter().map(|(_, glob)| *glob).collect();
    let globs: Vec<&Glob> = globs.into_iter().chain(&variables.hulls).collect();
    // How far a star reaches in an ARN is open in places: the combinations under
    // every reading are cells.
    let focus = focus.and_then(|focus| entries.in_focus(focus));
    let place = |at: usize| {
        let in_plain = plain.iter().position(|(plain, _)| *plain == at);
        let in_hulls = || opaque.iter().position(|one| *one == at);
        in_plain.or_else(|| Some(plain.len() + in_hulls()?))
    };
    let focus = focus.map(|atoms| Bits::of(globs.len(), atoms.into_iter().filter_map(place)));
    let focus = focus.as_ref();
    let mut samples = combinations(&globs, &any_arn(), focus, &proposed, budget)?;
    let readings = globs.iter().any(|glob| glob.has_readings());
    for reading in Reading::OTHERS.into_iter().filter(|_| readings) {
        let others: Vec<Glob> = globs.iter().map(|glob| glob.under(reading)).collect();
        let others: Vec<&Glob> = others.iter().collect();
        if others != globs {
            samples.extend(combinations(&others, &any_arn(), focus, &proposed, budget)?);
        }
    }
    let mut cells = Vec::new();
    for sample in samples {
        let in_hull = |at: usize| sample.matched.has(plain.len() + at);
        for assignment in variables.assignments(in_hull) {
            budget.spend(atoms.len() + 32)?;
            let mut matched = Bits::none(atoms.len());
            for (bit, (at, _)) in plain.iter().enumerate() {
                if sample.matched.has(bit) {
                    matched.set(*at);
                }
            }
            let mut variable = None;
            for (bit, at) in opaque.iter().enumerate() {
                if assignment >> bit & 1 == 1 {
                    matched.set(*at);
                    variable = variable.or(atoms.get(*at).map(|atom| &atom.pattern));
                }
            }
            let (text, needs, doubt) = match variable {
                None => (sample.text.clone(), Vec::new(), 0),
                Some(pattern) => with_variable(pattern, &sample, &globs, plain.len()),
            };
            cells.push(Cell {
                takes: entries.takes(&matched),
                cost: u32::from(!sample.proposed) + assignment.count_ones() * 4 + doubt,
                point: Point::Resource(text),
                needs,
            });
        }
    }
    cells.extend(star(&entries));
    Ok(cells)
}

/// Whether the rule speaks of all resources but those that it lists.
fn excludes(rule: &Rule) -> bool {
    matches!(rule.resource, Some((true, _)))
}

/// A text for a cell in which a pattern with a variable matches, the value of
/// the variable, and how doubtful both are. The text may differ from the sample
/// where only the patterns with variables tell them apart.
fn with_variable(
    pattern: &Pattern,
    sample: &Sample,
    globs: &[&Glob],
    plain: usize,
) -> (String, Vec<(String, String)>, u32) {
    let expected = sample::of_pattern(pattern);
    let same = |(bit, glob): (usize, &&Glob)| glob.matches(&expected) == sample.matched.has(bit);
    if globs.iter().enumerate().take(plain).all(same) {
        let cost = u32::from(!globs.iter().enumerate().all(same));
        return (expected, sample::needs(pattern), cost);
    }
    let needs = sample::solve(pattern, &sample.text).unwrap_or_default();
    (sample.text.clone(), needs, 2)
}

/// The request for `*`: taken by `*` alone. What `NotResource` says of it is
/// not documented, so there both answers are cells.
fn star(entries: &Entries<'_, ResourcePattern>) -> Vec<Cell> {
    let (asking, atoms) = (entries.asking, &entries.atoms);
    let natural = entries.takes(&Bits::of_those(atoms, |atom| atom.is_star));
    let excluding = asking.iter().filter(|(_, rule)| excludes(rule));
    let excluding = Bits::of(entries.count, excluding.map(|(at, _)| *at));
    let open = !excluding.is_empty();
    let all_stars = asking.iter().all(|(_, rule)| {
        let resource = rule.resource.as_ref();
        resource.is_none_or(|(_, patterns)| patterns.iter().all(|pattern| pattern.is_star))
    });
    let cell = |takes: Bits| Cell {
        takes,
        // Where only stars are written, a request for * is the plain one.
        cost: if open {
            DOUBTFUL
        } else {
            u32::from(!all_stars) * 2
        },
        point: Point::Resource("*".into()),
        needs: Vec::new(),
    };
    let mut cells = vec![cell(natural.clone())];
    if open {
        cells.push(cell(natural.without(&excluding)));
        cells.push(cell(natural.or(&excluding)));
    }
    cells
}

pub(super) fn principals(asking: &Asking<'_>, count: usize) -> Vec<Cell> {
    let negated = |rule: &Rule| matches!(rule.principals, Some((true, _)));
    let entries = Entries::new(asking, count, negated, |rule| {
        let principals = rule.principals.as_ref();
        principals.map_or_else(Vec::new, |(_, listed)| listed.clone())
    });
    let atoms: &[Wanted] = &entries.atoms;
    let contested = contested(atoms);
    let mut cells = Vec::new();
    let home = home(asking.iter().map(|(_, rule)| *rule));
    for (place, candidate) in candidates(atoms, home).into_iter().enumerate() {
        let matched = Bits::of_those(atoms, |atom| atom.matches(&candidate));
        let all = open(atoms, &contested, &candidate, &matched);
        let cost = match all.len() {
            1 => u32::try_from(place)
                .unwrap_or(DOUBTFUL / 2)
                .min(DOUBTFUL / 2),
            _ => DOUBTFUL,
        };
        cells.extend(all.iter().map(|matched| Cell {
            takes: entries.takes(matched),
            point: Point::Principal(candidate.clone()),
            needs: Vec::new(),
            cost,
        }));
    }
    cells
}

/// All that may match the candidate: whether a bare account id means its account is
/// open beside ARNs that name a partition, and so is whether it has a unique id. It
/// has one at most.
fn open(
    atoms: &[Wanted],
    contested: &BTreeSet<String>,
    candidate: &str,
    matched: &Bits,
) -> Vec<Bits> {
    let Some(account) = Account::of(candidate) else {
        return vec![matched.clone()];
    };
    let bare = Wanted::AccountId(account.number.clone());
    let bare = atoms.iter().position(|atom| *atom == bare);
    let bare = bare.filter(|_| contested.contains(&account.number));
    let without = bare.map(|bare| matched.without(&Bits::of(atoms.len(), [bare])));
    let mut all: Vec<Bits> = std::iter::once(matched.clone()).chain(without).collect();
    let ids = (0..atoms.len()).filter(|at| matches!(atoms.get(*at), Some(Wanted::Id(_))));
    let named: Vec<Bits> = ids
        .flat_map(|id| {
            all.iter()
                .map(move |known| known.or(&Bits::of(atoms.len(), [id])))
        })
        .collect();
    all.extend(named);
    all
}

/// The partition that the documents live in; the commonest where nobody knows.
pub(super) fn home<'a>(rules: impl Iterator<Item = &'a Rule>) -> &'a str {
    let mut told = rules.filter_map(|rule| rule.partition.as_deref());
    told.next().unwrap_or("aws")
}

/// The account numbers that are written bare, in a partition that is not known,
/// and in an ARN, which names one.
pub(super) fn contested(atoms: &[Wanted]) -> BTreeSet<String> {
    let of = |atom: &Wanted| match atom {
        Wanted::Account(account) => Some(account.number.clone()),
        Wanted::Aws(name) => Some(Account::of(name)?.number),
        _ => None,
    };
    let named: BTreeSet<String> = atoms.iter().filter_map(of).collect();
    let bare = atoms.iter().filter_map(|atom| match atom {
        Wanted::AccountId(number) => Some(number),
        _ => None,
    });
    bare.filter(|number| named.contains(*number))
        .cloned()
        .collect()
}

/// One principal of every kind that the entries tell apart.
fn candidates(atoms: &[Wanted], home: &str) -> Vec<String> {
    let mut accounts: BTreeSet<Account> = BTreeSet::new();
    let mut named = Vec::new();
    for atom in atoms {
        match atom {
            Wanted::Account(account) => {
                accounts.insert(account.clone());
            }
            Wanted::AccountId(number) => {
                accounts.insert(Account::of_partition(home, number.as_str()));
            }
            Wanted::Aws(name) => {
                accounts.extend(Account::of(name));
                named.push(name.clone());
                named.extend(sessions(name));
            }
            Wanted::Federated(name) => named.push(format!("federated:{name}")),
            Wanted::Service(name) => named.push(format!("service:{name}")),
            Wanted::Canonical(name) => named.push(format!("canonical:{name}")),
            // Whoever has an id may be any of the others.
            Wanted::Anyone | Wanted::Gone(_) | Wanted::Id(_) => {}
        }
    }
    let mut unnamed = "example".to_owned();
    while named.iter().any(|named| named.contains(&unnamed)) {
        unnamed.push('x');
    }
    let role = |account: &Account| {
        format!(
            "arn:{}:iam::{}:role/{unnamed}",
            account.partition, account.number
        )
    };
    let stranger = (111_122_223_333_u64..)
        .map(|number| Account::of_partition(home, number.to_string()))
        .find(|account| !accounts.contains(account));
    let all: Vec<String> = accounts.iter().chain(&stranger).map(role).collect();
    let others = [
        "service:unnamed.amazonaws.com",
        "federated:unnamed.example.com",
        "canonical:0000000000000000",
    ];
    named
        .into_iter()
        .chain(all)
        .chain(others.map(Into::into))
        .collect()
}

/// The sessions of a named role.
fn sessions(role: &str) -> Option<String> {
    let account = Account::of(role)?;
    let path = role.splitn(6, ':').nth(5)?.strip_prefix("role/")?;
    let name = path.rsplit('/').next()?;
    Some(format!(
        "arn:{}:sts::{}:assumed-role/{name}/example-session",
        account.partition, account.number
    ))
}
