//! The macro that nests the asks and the answers of all services into one of each.

/// Each service with the enum of its asks and that of their answers: those of `aws` are
/// asked of an environment, those of `github` of a repository, those of `here` of this
/// machine.
macro_rules! services {
    (
        aws { $( $Aws:ident($AwsAsks:ty, $AwsAnswers:ty), )+ }
        github { $( $Hub:ident($HubAsks:ty, $HubAnswers:ty), )+ }
        here { $( $(#[$doc:meta])* $Here:ident($Asks:ty, $Answers:ty), )+ }
    ) => {
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Ask {
            /// Of AWS, with the credentials and region of this environment.
            Aws(EnvironmentName, AwsAsk),
            /// Of GitHub, about this repository.
            GitHub(Repository, GitHubAsk),
            $( $(#[$doc])* $Here($Asks), )+
        }

        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum AwsAsk {
            $( $Aws($AwsAsks), )+
        }

        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum GitHubAsk {
            $( $Hub($HubAsks), )+
        }

        /// What the world said, one variant for each ask.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Answer {
            $( $Aws($AwsAnswers), )+
            $( $Hub($HubAnswers), )+
            $( $Here($Answers), )+
        }

        $(
            impl From<$AwsAsks> for AwsAsk {
                fn from(ask: $AwsAsks) -> Self {
                    Self::$Aws(ask)
                }
            }

            services! { @service $Aws [Ask::Aws(_, AwsAsk::$Aws(found))] found $AwsAsks, $AwsAnswers }
        )+

        $(
            impl From<$HubAsks> for GitHubAsk {
                fn from(ask: $HubAsks) -> Self {
                    Self::$Hub(ask)
                }
            }

            services! { @service $Hub [Ask::GitHub(_, GitHubAsk::$Hub(found))] found $HubAsks, $HubAnswers }
        )+

        $(
            impl From<$Asks> for Ask {
                fn from(ask: $Asks) -> Self {
                    Self::$Here(ask)
                }
            }

            services! { @service $Here [Ask::$Here(found)] found $Asks, $Answers }
        )+

        /// Each service of AWS as the SDK names it, and the prefix of its actions.
        pub fn aws_services() -> [(&'static str, &'static str); [$( stringify!($Aws) ),+].len()] {
            [$( <$AwsAsks>::SERVICE, )+]
        }

        /// What is said of every ask of GitHub.
        pub fn github_definitions() -> impl Iterator<Item = &'static Definition> {
            let all = [$( <$HubAsks>::DEFINITIONS, )+];
            all.into_iter().flatten()
        }

        /// What is said of every ask of AWS and of this machine.
        pub fn definitions() -> impl Iterator<Item = &'static Definition> {
            let all = [$( <$AwsAsks>::DEFINITIONS, )+ $( <$Asks>::DEFINITIONS, )+];
            all.into_iter().flatten()
        }

        impl Answer {
            /// Without the name of what was asked, as `Ask::answer_from` reads it.
            pub fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Aws(answer) => answer.write(to), )+
                    $( Self::$Hub(answer) => answer.write(to), )+
                    $( Self::$Here(answer) => answer.write(to), )+
                }
            }
        }

        impl Ask {
            fn asked(&self) -> &dyn Asked {
                match self {
                    $( Self::Aws(_, AwsAsk::$Aws(ask)) => ask.asked(), )+
                    $( Self::GitHub(_, GitHubAsk::$Hub(ask)) => ask.asked(), )+
                    $( Self::$Here(ask) => ask.asked(), )+
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
                    $( Self::GitHub(_, GitHubAsk::$Hub(ask)) => ask.answer_from(written), )+
                    $( Self::$Here(ask) => ask.answer_from(written), )+
                }
            }
        }
    };

    (@service $Name:ident [$($ask:tt)+] $found:ident $Asks:ty, $Answers:ty) => {
        impl Service for $Asks {
            type Answers = $Answers;

            fn of_ask(ask: &Ask) -> Option<&Self> {
                match ask {
                    $($ask)+ => Some($found),
                    _ => None,
                }
            }

            fn of_answer(answer: &Answer) -> Option<&$Answers> {
                match answer {
                    Answer::$Name(found) => Some(found),
                    _ => None,
                }
            }

            fn answer(answers: $Answers) -> Answer {
                Answer::$Name(answers)
            }
        }
    };
}
pub(super) use services;
