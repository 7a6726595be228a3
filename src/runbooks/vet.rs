//! What a step must have and may have, by its kind, and whether what it names is there.

use std::ops::Range;

use toml::Spanned;

use super::{
    place::Problem,
    question::{Asked, QUESTIONS},
    says::StepSays,
    step::{Kind, Next, Step},
};
use crate::gate::writes::WRITES;

/// Days that a step waits at the most.
const MINUTES: i64 = 7 * 24 * 60;
/// What a quoted command may name.
const NAMES: [&str; 2] = ["{subject}", "{environment}"];

/// The steps as they are meant; what is wrong is added to the problems.
pub(super) fn vetted(says: &[StepSays], text: &str, problems: &mut Vec<Problem>) -> Vec<Step> {
    let ids: Vec<&str> = says.iter().map(|step| step.id.get_ref().as_str()).collect();
    let mut steps = Vec::new();
    for (at, step) in says.iter().enumerate() {
        let mut vet = Vet {
            step,
            text,
            later: ids.get(at + 1..).unwrap_or(&[]),
            problems,
        };
        vet.unique(&ids[..at]);
        let kind = vet.kind();
        vet.nothing_else();
        steps.extend(kind.map(|kind| Step {
            id: step.id.get_ref().clone(),
            title: step.title.clone(),
            text: step.text.trim().to_owned(),
            kind,
        }));
    }
    steps
}

struct Vet<'a> {
    step: &'a StepSays,
    text: &'a str,
    /// Where an answer may lead: never back.
    later: &'a [&'a str],
    problems: &'a mut Vec<Problem>,
}

impl<'a> Vet<'a> {
    fn wrong(&mut self, at: &Range<usize>, what: impl Into<String>) {
        let problem = Problem::at(self.text, at.start, what);
        self.problems.push(problem);
    }

    fn unique(&mut self, before: &[&str]) {
        let id = &self.step.id;
        let name = id.get_ref();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            self.wrong(&id.span(), "an id has letters, digits and hyphens");
        } else if before.contains(&name.as_str()) {
            self.wrong(&id.span(), format!("there is another step `{name}`"));
        }
    }

    fn kind(&mut self) -> Option<Kind> {
        let step = self.step;
        let kind = step.kind.get_ref().as_str();
        match kind {
            "look" => Some(Kind::Look { at: self.asked()? }),
            "judge" => {
                let (by, yes) = (self.asked(), self.next(step.yes.as_ref()));
                let no = match &step.no {
                    Some(no) => self.next(Some(no)),
                    None => {
                        let what = "a step that judges says where `no` leads";
                        self.wrong(&step.kind.span(), what);
                        None
                    }
                };
                Some(Kind::Judge {
                    by: by?,
                    yes: yes?,
                    no: no?,
                })
            }
            "human" => Some(Kind::Human {
                who: self.needed("who", step.who.as_ref())?,
                check: self.needed("check", step.check.as_ref())?,
            }),
            "propose" => Some(Kind::Propose {
                command: self.needed("command", step.command.as_ref())?,
                writes: self.writes()?,
            }),
            "wait" => Some(Kind::Wait {
                until: self.asked()?,
                is: self.needed("until", step.until.as_ref())?,
                minutes: self.minutes()?,
            }),
            "record" => Some(Kind::Record {
                what: self.needed("what", step.what.as_ref())?,
            }),
            "external" => {
                let command = self.needed("command", step.command.as_ref())?;
                self.names(&command);
                Some(Kind::External { command })
            }
            other => {
                let kinds = "look, judge, human, propose, wait, record, external";
                self.wrong(
                    &step.kind.span(),
                    format!("there is no kind `{other}`; there are {kinds}"),
                );
                None
            }
        }
    }

    fn needed<T: Clone>(&mut self, key: &str, value: Option<&Spanned<T>>) -> Option<T> {
        if value.is_none() {
            let kind = self.step.kind.get_ref();
            let what = format!("a step of the kind `{kind}` needs `{key}`");
            self.wrong(&self.step.kind.span(), what);
        }
        value.map(|value| value.get_ref().clone())
    }

    fn writes(&mut self) -> Option<Vec<String>> {
        let named = self.step.writes.as_ref();
        let writes = self.needed("writes", named)?;
        let is_known = |title: &&String| WRITES.iter().any(|write| write.title == **title);
        for title in writes.iter().filter(|title| !is_known(title)) {
            let span = named.map_or(0..0, Spanned::span);
            self.wrong(&span, format!("the journal knows no change `{title}`"));
        }
        (!writes.is_empty()).then_some(writes)
    }

    fn minutes(&mut self) -> Option<i64> {
        let minutes = self.needed("minutes", self.step.minutes.as_ref())?;
        if (1..=MINUTES).contains(&minutes) {
            return Some(minutes);
        }
        let span = self.step.minutes.as_ref().map_or(0..0, Spanned::span);
        self.wrong(&span, format!("`minutes` is from 1 to {MINUTES}"));
        None
    }

    fn asked(&mut self) -> Option<Asked> {
        let named = self.step.question.as_ref();
        let name = self.needed("question", named)?;
        let span = named.map_or(0..0, Spanned::span);
        let Some(question) = QUESTIONS.iter().find(|one| one.name == name) else {
            let all: Vec<&str> = QUESTIONS.iter().map(|one| one.name).collect();
            let all = all.join(", ");
            self.wrong(
                &span,
                format!("there is no question `{name}`; there are {all}"),
            );
            return None;
        };
        let given = &self.step.arguments;
        let known = |name: &str| question.arguments.iter().any(|(known, _)| *known == name);
        for name in given.keys().filter(|name| !known(name)) {
            let what = format!("`{}` takes no `{name}`", question.name);
            self.wrong(&span, what);
        }
        for (name, _) in question.arguments.iter().filter(|(_, needed)| *needed) {
            if given
                .get(*name)
                .is_none_or(|values| values.all().is_empty())
            {
                self.wrong(&span, format!("`{}` needs `{name}`", question.name));
            }
        }
        let arguments = given.iter();
        let arguments = arguments.map(|(name, values)| (name.clone(), values.all()));
        Some(Asked {
            question,
            arguments: arguments.collect(),
        })
    }

    /// `end: why`, or the id of a later step; nothing: the following one.
    fn next(&mut self, to: Option<&Spanned<String>>) -> Option<Next> {
        let Some(to) = to else {
            return Some(Next::Following);
        };
        let written = to.get_ref();
        if let Some(why) = written.strip_prefix("end:") {
            return Some(Next::End(why.trim().to_owned()));
        }
        if self.later.contains(&written.as_str()) {
            return Some(Next::Step(written.clone()));
        }
        let what = format!("`{written}` is no later step; write its id, or `end: why`");
        self.wrong(&to.span(), what);
        None
    }

    fn names(&mut self, command: &str) {
        let mut rest = command.to_owned();
        for name in NAMES {
            rest = rest.replace(name, "");
        }
        if rest.contains(['{', '}']) {
            let span = self.step.command.as_ref().map_or(0..0, Spanned::span);
            let what = "a quoted command may name {subject} and {environment}, and nothing else";
            self.wrong(&span, what);
        }
    }

    /// A key that means nothing here is a slip of the pen.
    fn nothing_else(&mut self) {
        let step = self.step;
        let kind = step.kind.get_ref().as_str();
        let asks = matches!(kind, "look" | "judge" | "wait");
        let span = |text: &Option<Spanned<String>>| text.as_ref().map(Spanned::span);
        let texts = |text: &Option<Spanned<Vec<String>>>| text.as_ref().map(Spanned::span);
        let keys = [
            ("question", span(&step.question), asks),
            ("yes", span(&step.yes), kind == "judge"),
            ("no", span(&step.no), kind == "judge"),
            ("who", span(&step.who), kind == "human"),
            ("check", texts(&step.check), kind == "human"),
            (
                "command",
                span(&step.command),
                matches!(kind, "propose" | "external"),
            ),
            ("writes", texts(&step.writes), kind == "propose"),
            (
                "until",
                step.until.as_ref().map(Spanned::span),
                kind == "wait",
            ),
            (
                "minutes",
                step.minutes.as_ref().map(Spanned::span),
                kind == "wait",
            ),
            ("what", span(&step.what), kind == "record"),
        ];
        for (key, at, belongs) in keys {
            if let (Some(at), false) = (at, belongs) {
                self.wrong(&at, format!("a step of the kind `{kind}` has no `{key}`"));
            }
        }
    }
}
