//! What a check is, and the registry that makes a topic and a conclusion of each.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Conclusion, Store, Topic};
use crate::{
    ask::Ask,
    facts::{EnvironmentName, Finding, InSync, Reason, Settings, Unknown},
};

/// One question about something that the value names: `Drift` of an environment.
pub trait Check {
    type Conclusion;
    /// How it is asked on the command line; None: it is not.
    const COMMAND: Option<&'static Command> = None;

    /// Whose facts it rests on.
    fn environment(&self) -> &EnvironmentName;

    /// Whether its conclusion falls when all that is known of the environment does.
    fn rests_on(&self, environment: &EnvironmentName) -> bool {
        self.environment() == environment
    }

    /// What must be known, in the order in which it becomes askable.
    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask>;

    /// The asks that leave it open when they fail.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        self.asks(settings, store)
    }

    /// What is judged first: further asks and the conclusion rest on it.
    fn first(&self, _: &Settings, _: &Store) -> Vec<Topic> {
        Vec::new()
    }

    /// Pure: from what the Store has.
    fn judge(&self, settings: &Settings, store: &Store) -> Self::Conclusion;

    fn findings(&self, conclusion: &Self::Conclusion) -> Vec<Finding>;

    /// What could not be told.
    fn unknown(&self, _: &Self::Conclusion) -> Vec<Unknown> {
        Vec::new()
    }

    /// How it ends with so many findings, so much that could not be told, and so many
    /// faults: what is needed and could not be read.
    fn status(
        &self,
        _: &Self::Conclusion,
        findings: usize,
        unknown: usize,
        faults: usize,
    ) -> Outcome {
        Outcome::of(findings, unknown + faults)
    }

    /// Asked once it is concluded: shown with the findings, and decides nothing.
    fn evidence(&self, _: &Self::Conclusion) -> Vec<Ask> {
        Vec::new()
    }

    /// The part that a person asked for; an error when it is not there. `whole`:
    /// everything could be read.
    fn narrowed(
        &self,
        _: &Self::Conclusion,
        _whole: bool,
    ) -> Result<Option<Self::Conclusion>, Reason> {
        Ok(None)
    }

    /// What else is counted: `3 stacks`.
    fn counts(&self, _: &Self::Conclusion) -> Vec<String> {
        Vec::new()
    }

    /// Conclusions of other checks that were drawn on the way: whoever shows one of them
    /// has it.
    fn brings(&self, _: &Self::Conclusion) -> Vec<(Topic, Conclusion)> {
        Vec::new()
    }

    /// What was in sync, for this machine to remember.
    fn in_sync(&self, _: &Self::Conclusion, _: Timestamp) -> Vec<InSync> {
        Vec::new()
    }

    /// What to write into the configuration before there is anything to check.
    fn lacks(&self, _: &Settings) -> &'static [&'static str] {
        &[]
    }

    /// The settings name something for it to look at.
    fn has_something(&self, settings: &Settings) -> bool {
        self.lacks(settings).is_empty()
    }

    /// It is about the repository, and says the same in every environment.
    fn is_of_repository(&self) -> bool {
        false
    }
}

/// A check on the command line: `watchkeeper check drift --role alpha`.
#[derive(Debug)]
pub struct Command {
    pub name: &'static str,
    /// For the help.
    pub doc: &'static str,
    pub only: Only,
    pub topic: fn(EnvironmentName, Option<&str>) -> Topic,
    /// The ids of the rules that it goes by.
    pub rules: fn() -> Vec<&'static str>,
    /// What the first line of its text calls it: `IAM drift`.
    pub heading: &'static str,
    /// What the last line says without findings and with some.
    pub well: &'static str,
    pub found: &'static str,
}

/// The option that narrows a check down to one thing.
#[derive(Debug)]
pub struct Only {
    pub option: &'static str,
    /// What stands for its value in the help.
    pub value: &'static str,
    pub doc: &'static str,
}

/// How a check ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    Well,
    Findings,
    #[default]
    Unknown,
}

impl Outcome {
    pub(super) fn of(findings: usize, unknown: usize) -> Self {
        match (findings, unknown) {
            (0, 0) => Self::Well,
            (0, _) => Self::Unknown,
            _ => Self::Findings,
        }
    }

    /// Never 0 by ignorance.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Findings => 1,
            Self::Unknown => 2,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Well => "ok",
            Self::Findings => "findings",
            Self::Unknown => "unknown",
        }
    }
}

/// What follows from a conclusion, the same for all checks.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub status: Outcome,
    pub findings: Vec<Finding>,
    pub unknown: Vec<Unknown>,
    pub counts: Vec<String>,
}

impl Summary {
    pub(super) fn of<C: Check>(check: &C, conclusion: &C::Conclusion, faults: usize) -> Self {
        let (findings, unknown) = (check.findings(conclusion), check.unknown(conclusion));
        Self {
            status: check.status(conclusion, findings.len(), unknown.len(), faults),
            findings,
            unknown,
            counts: check.counts(conclusion),
        }
    }
}

/// A check of the registry: its place among the topics and the conclusions.
pub trait Registered: Check {
    fn topic(&self) -> Topic;
    fn typed(conclusion: &Conclusion) -> Option<&Arc<Self::Conclusion>>;
}

impl Store {
    /// What the check concluded last.
    pub fn conclusion<C: Registered>(&self, check: &C) -> Option<&Arc<C::Conclusion>> {
        let (_, conclusion) = self.conclusions.get(&check.topic())?;
        C::typed(conclusion)
    }
}

/// Makes `Topic`, `Conclusion` and `COMMANDS` of the list of checks.
macro_rules! registry {
    ($($name:ident($check:ty)),+ $(,)?) => {
        use std::sync::Arc;

        use crate::{
            ask::Ask,
            facts::{EnvironmentName, InSync, Reason, Settings},
        };

        /// A check, and what it is about.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Topic {
            $($name($check)),+
        }

        /// What a check concluded.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Conclusion {
            $($name(Arc<<$check as Check>::Conclusion>)),+
        }

        /// The checks that are commands, in the order of the list.
        pub const COMMANDS: &[Option<&Command>] = &[$(<$check as Check>::COMMAND),+];

        $(
            impl Registered for $check {
                fn topic(&self) -> Topic {
                    Topic::$name(self.clone())
                }

                #[allow(unreachable_patterns, reason = "there may be one check alone")]
                fn typed(conclusion: &Conclusion) -> Option<&Arc<Self::Conclusion>> {
                    match conclusion {
                        Conclusion::$name(typed) => Some(typed),
                        _ => None,
                    }
                }
            }
        )+

        /// Each asks the check itself; a conclusion of another check gives nothing.
        #[allow(unreachable_patterns, reason = "there may be one check alone")]
        impl Topic {
            pub fn environment(&self) -> &EnvironmentName {
                match self { $(Self::$name(check) => check.environment()),+ }
            }

            /// How it is asked on the command line; None: it is not.
            pub fn command(&self) -> Option<&'static Command> {
                match self { $(Self::$name(_) => <$check as Check>::COMMAND),+ }
            }

            pub fn has_something(&self, settings: &Settings) -> bool {
                match self { $(Self::$name(check) => check.has_something(settings)),+ }
            }

            pub fn is_of_repository(&self) -> bool {
                match self { $(Self::$name(check) => check.is_of_repository()),+ }
            }

            pub fn rests_on(&self, environment: &EnvironmentName) -> bool {
                match self { $(Self::$name(check) => check.rests_on(environment)),+ }
            }

            pub fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
                match self { $(Self::$name(check) => check.asks(settings, store)),+ }
            }

            pub fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
                match self { $(Self::$name(check) => check.needed(settings, store)),+ }
            }

            pub fn first(&self, settings: &Settings, store: &Store) -> Vec<Topic> {
                match self { $(Self::$name(check) => check.first(settings, store)),+ }
            }

            pub fn lacks(&self, settings: &Settings) -> &'static [&'static str] {
                match self { $(Self::$name(check) => check.lacks(settings)),+ }
            }

            pub fn judge(&self, settings: &Settings, store: &Store) -> Conclusion {
                match self {
                    $(Self::$name(check) => Conclusion::$name(Arc::new(check.judge(settings, store)))),+
                }
            }

            pub fn summary(&self, of: &Conclusion, faults: usize) -> Summary {
                match (self, of) {
                    $((Self::$name(check), Conclusion::$name(of)) => {
                        Summary::of(check, of, faults)
                    })+
                    _ => Summary::default(),
                }
            }

            /// How it ends with so many findings, which may not be those it found.
            pub fn status(
                &self,
                of: &Conclusion,
                findings: usize,
                unknown: usize,
                faults: usize,
            ) -> Outcome {
                match (self, of) {
                    $((Self::$name(check), Conclusion::$name(of)) => {
                        check.status(of, findings, unknown, faults)
                    })+
                    _ => Outcome::Unknown,
                }
            }

            pub fn evidence(&self, of: &Conclusion) -> Vec<Ask> {
                match (self, of) {
                    $((Self::$name(check), Conclusion::$name(of)) => check.evidence(of),)+
                    _ => Vec::new(),
                }
            }

            pub fn narrowed(&self, of: Conclusion, whole: bool) -> Result<Conclusion, Reason> {
                let narrowed = match (self, &of) {
                    $((Self::$name(check), Conclusion::$name(of)) => check
                        .narrowed(of, whole)?
                        .map(|of| Conclusion::$name(Arc::new(of))),)+
                    _ => None,
                };
                Ok(narrowed.unwrap_or(of))
            }

            pub(super) fn brings(&self, of: &Conclusion) -> Vec<(Topic, Conclusion)> {
                match (self, of) {
                    $((Self::$name(check), Conclusion::$name(of)) => check.brings(of),)+
                    _ => Vec::new(),
                }
            }

            pub fn in_sync(&self, of: &Conclusion, at: jiff::Timestamp) -> Vec<InSync> {
                match (self, of) {
                    $((Self::$name(check), Conclusion::$name(of)) => check.in_sync(of, at),)+
                    _ => Vec::new(),
                }
            }
        }
    };
}

pub(super) use registry;
