//! The macro that nests the asks and the answers of all services into one of each.

/// Each service with the enum of its asks and that of their answers: those of `aws` are
/// asked of an environment, those of `here` of this machine.
macro_rules! services {
    (
        aws { $( $Aws:ident($AwsAsks:ty, $AwsAnswers:ty), )+ }
        here { $( $(#[$doc:meta])* $Here:ident($Asks:ty, $Answers:ty), )+ }
    ) => {
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Ask {
            /// Of AWS, with the credentials and region of this environment.
            Aws(EnvironmentName, AwsAsk),
            $( $(#[$doc])* $Here($Asks), )+
        }

        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum AwsAsk {
            $( $Aws($AwsAsks), )+
        }

        /// What the world said, one variant for each ask.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Answer {
            $( $Aws($AwsAnswers), )+
            $( $Here($Answers), )+
        }

        $(
            impl From<$AwsAsks> for AwsAsk {
                fn from(ask: $AwsAsks) -> Self {
                    Self::$Aws(ask)
                }
            }

            impl Service for $AwsAsks {
                type Answers = $AwsAnswers;

                fn of_ask(ask: &Ask) -> Option<&Self> {
                    match ask {
                        Ask::Aws(_, AwsAsk::$Aws(found)) => Some(found),
                        _ => None,
                    }
                }

                fn of_answer(answer: &Answer) -> Option<&$AwsAnswers> {
                    match answer {
                        Answer::$Aws(found) => Some(found),
                        _ => None,
                    }
                }

                fn answer(answers: $AwsAnswers) -> Answer {
                    Answer::$Aws(answers)
                }
            }
        )+

        $(
            impl From<$Asks> for Ask {
                fn from(ask: $Asks) -> Self {
                    Self::$Here(ask)
                }
            }

            impl Service for $Asks {
                type Answers = $Answers;

                fn of_ask(ask: &Ask) -> Option<&Self> {
                    match ask {
                        Ask::$Here(found) => Some(found),
                        _ => None,
                    }
                }

                fn of_answer(answer: &Answer) -> Option<&$Answers> {
                    match answer {
                        Answer::$Here(found) => Some(found),
                        _ => None,
                    }
                }

                fn answer(answers: $Answers) -> Answer {
                    Answer::$Here(answers)
                }
            }
        )+

        /// Each service of AWS as the SDK names it, and the prefix of its actions.
        pub fn aws_services() -> [(&'static str, &'static str); [$( stringify!($Aws) ),+].len()] {
            [$( <$AwsAsks>::SERVICE, )+]
        }

        /// What is said of every ask that there is.
        pub fn definitions() -> impl Iterator<Item = &'static Definition> {
            let all = [$( <$AwsAsks>::DEFINITIONS, )+ $( <$Asks>::DEFINITIONS, )+];
            all.into_iter().flatten()
        }

        impl Answer {
            /// Without the name of what was asked, as `Ask::answer_from` reads it.
            pub fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Aws(answer) => answer.write(to), )+
                    $( Self::$Here(answer) => answer.write(to), )+
                }
            }
        }

        impl Ask {
            fn definition(&self) -> &'static Definition {
                match self {
                    $( Self::Aws(_, AwsAsk::$Aws(ask)) => ask.definition(), )+
                    $( Self::$Here(ask) => ask.definition(), )+
                }
            }

            /// What is read, for a person who waits for it.
            pub fn words(&self) -> &'static str {
                match self {
                    $( Self::Aws(_, AwsAsk::$Aws(ask)) => ask.words(), )+
                    $( Self::$Here(ask) => ask.words(), )+
                }
            }

            /// The answer as it was written down: of the type that this ask has, so that
            /// nothing else can be taken for its answer.
            pub fn answer_from<'de, D: serde::Deserializer<'de>>(
                &self,
                written: D,
            ) -> Result<Answer, D::Error> {
                match self {
                    $( Self::Aws(_, AwsAsk::$Aws(ask)) => ask.answer_from(written), )+
                    $( Self::$Here(ask) => ask.answer_from(written), )+
                }
            }

            /// Everything that it may call, and so the permissions that it needs.
            pub fn calls(&self) -> &'static [Call] {
                match self {
                    $( Self::Aws(_, AwsAsk::$Aws(ask)) => ask.calls(), )+
                    $( Self::$Here(ask) => ask.calls(), )+
                }
            }
        }
    };
}
pub(super) use services;
