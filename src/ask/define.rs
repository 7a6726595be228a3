//! The macro that defines asks: one use of it for each service, in the service's file.
//!
//! Whatever is known of an ask is said there once: its fields, its words, the
//! operations it may call and the type of its answer. Everything else is made of that.

/// Defines the asks of one service.
///
/// An ask is a struct with a doc, after `->` the type of its answer, and:
/// - `words`: what is read, for a person who waits for it; `words(ask)` where that
///   depends on the fields;
/// - `calls`: the operations of the service that it may call, or GitHub's endpoints; `as`
///   where IAM calls the action otherwise than the operation;
/// - `only(ask)`: which of these, where that depends on the fields;
/// - `passes_on`: actions that AWS calls with the caller's permissions meanwhile;
/// - `is`: `Query`, `Listing` or `Contents`, see `Kind`.
macro_rules! asks {
    // A service of AWS: its name in the SDK's metadata, and its prefix in IAM's actions.
    ($(#[$doc:meta])* $Asks:ident => $Answers:ident of $service:literal as $prefix:literal; $($asks:tt)+) => {
        asks! { @all aws $service $prefix, $(#[$doc])* $Asks $Answers; $($asks)+ }
    };
    // A service of GitHub: its calls are endpoints, by their constants.
    ($(#[$doc:meta])* $Asks:ident => $Answers:ident of GitHub; $($asks:tt)+) => {
        asks! { @all github "GitHub" "", $(#[$doc])* $Asks $Answers; $($asks)+ }
    };
    (
        @all $place:ident $service:literal $prefix:literal, $(#[$doc:meta])* $Asks:ident $Answers:ident;
        $(
            $(#[$ask_doc:meta])*
            $Name:ident $( ( $($of:ty),+ ) )? $( { $($field:ident : $kept:ty),+ $(,)? } )? -> $Answer:ty {
                words $( ($worded:ident) )? : $words:expr,
                $( calls: [ $($call:ident $(as $action:literal)?),+ $(,)? ], )?
                $( only($only:ident): $fewer:expr, )?
                $( passes_on: [ $($passed:literal),+ $(,)? ], )?
                $( is: $kind:ident, )?
            }
        )+
    ) => {
        $(
            asks! {
                @struct
                $(#[$ask_doc])*
                #[derive(
                    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
                    serde::Serialize, serde::Deserialize,
                )]
                $Name $( ( $($of),+ ) )? $( { $($field : $kept),+ } )?
            }

            impl From<$Name> for $Asks {
                fn from(ask: $Name) -> Self {
                    asks!(@variant ask $Asks $Name $( $($of)+ )? $( $($field)+ )?)
                }
            }

            impl $crate::ask::Asked for $Name {
                fn definition(&self) -> &'static $crate::ask::Definition {
                    &<Self as $crate::ask::Question>::DEFINITION
                }

                fn words(&self) -> &'static str {
                    $( let $worded = self; )?
                    $words
                }

                $(
                    fn calls(&self) -> &'static [$crate::ask::Call] {
                        let $only = self;
                        $fewer
                    }
                )?
            }

            impl $crate::ask::Question for $Name {
                type Answer = $Answer;
                type Service = $Asks;
                const DEFINITION: $crate::ask::Definition = $crate::ask::Definition {
                    calls: &[$($( asks!(@call $place $service $prefix $call $($action)?), )+)?],
                    passed_on: &[$($($passed),+)?],
                    kind: asks!(@kind $($kind)?),
                };

                #[allow(unreachable_patterns, reason = "a service may have a single ask")]
                fn back(ask: &$crate::ask::Ask) -> Option<&Self> {
                    match <$Asks as $crate::ask::Service>::of_ask(ask)? {
                        $Asks::$Name $( (asks!(@one found $($of)+)) )? $( (asks!(@one found $($field)+)) )? => {
                            Some(asks!(@question found $Name $( $($of)+ )? $( $($field)+ )?))
                        }
                        _ => None,
                    }
                }

                #[allow(unreachable_patterns, reason = "a service may have a single ask")]
                fn typed(answer: &$crate::ask::Answer) -> Option<&$Answer> {
                    match <$Asks as $crate::ask::Service>::of_answer(answer)? {
                        $Answers::$Name(found) => Some(found),
                        _ => None,
                    }
                }

                fn answered(answer: $Answer) -> $crate::ask::Answer {
                    <$Asks as $crate::ask::Service>::answer($Answers::$Name(Box::new(answer)))
                }
            }
        )+

        $(#[$doc])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum $Asks {
            $(
                $(#[$ask_doc])*
                $Name $( (asks!(@one $Name $($of)+)) )? $( (asks!(@one $Name $($field)+)) )?,
            )+
        }

        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $Answers {
            $( $Name(Box<$Answer>), )+
        }

        impl $Answers {
            pub(in crate::ask) fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$Name(answer) => serde::Serialize::serialize(answer, to), )+
                }
            }
        }

        impl $Asks {
            pub(in crate::ask) const DEFINITIONS: &[$crate::ask::Definition] =
                &[$( <$Name as $crate::ask::Question>::DEFINITION ),+];

            pub(in crate::ask) fn asked(&self) -> &dyn $crate::ask::Asked {
                match self {
                    $(
                        Self::$Name $( (asks!(@one found $($of)+)) )? $( (asks!(@one found $($field)+)) )? => {
                            asks!(@question found $Name $( $($of)+ )? $( $($field)+ )?)
                        }
                    )+
                }
            }

            /// The answer as it was written down: of the type that this ask has.
            pub(in crate::ask) fn answer_from<'de, D: serde::Deserializer<'de>>(
                &self,
                written: D,
            ) -> Result<$crate::ask::Answer, D::Error> {
                match self {
                    $( Self::$Name { .. } => {
                        let answer: $Answer = serde::Deserialize::deserialize(written)?;
                        Ok(<$Name as $crate::ask::Question>::answered(answer))
                    } )+
                }
            }
        }

        asks! {
            @reads $place $service $prefix $Asks;
            $(
                $Name,
                [Self::$Name $( (asks!(@one found $($of)+)) )? $( (asks!(@one found $($field)+)) )?],
                [asks!(@question found $Name $( $($of)+ )? $( $($field)+ )?)]
            )+
        }
    };

    (@reads aws $service:literal $prefix:literal $Asks:ident; $($asks:tt)+) => {
        impl $Asks {
            /// The service's name, and the prefix of its actions.
            pub(in crate::ask) const SERVICE: (&str, &str) = ($service, $prefix);
        }

        asks! { @reads remote $Asks; $($asks)+ }
    };
    (@reads github $service:literal $prefix:literal $Asks:ident; $($asks:tt)+) => {
        asks! { @reads remote $Asks; $($asks)+ }
    };
    (@reads remote $Asks:ident; $( $Name:ident, [$($pattern:tt)+], [$($question:tt)+] )+) => {
        impl $Asks {
            /// Has it answered by one who can answer every ask of the service, each with
            /// the type of its answer.
            pub async fn read<R>(&self, reader: &R) -> Result<$crate::ask::Answer, $crate::facts::Fault>
            where
                R: Sync $( + $crate::ask::Reads<$Name> )+
            {
                match self {
                    $( $($pattern)+ => {
                        let answer = reader.read($($question)+).await?;
                        Ok(<$Name as $crate::ask::Question>::answered(answer))
                    } )+
                }
            }
        }
    };
    // What this machine knows is read by whoever holds the file, without waiting.
    (@reads here $($rest:tt)+) => {};

    (@call github $service:literal $prefix:literal $call:ident) => { $call.call() };
    (@call $place:ident $service:literal $prefix:literal $call:ident) => {
        $crate::ask::Call {
            service: $service,
            operation: stringify!($call),
            action: concat!($prefix, ":", stringify!($call)),
        }
    };

    (@call $place:ident $service:literal $prefix:literal $call:ident $action:literal) => {
        $crate::ask::Call {
            service: $service,
            operation: stringify!($call),
            action: $action,
        }
    };

    (@struct $(#[$meta:meta])* $Name:ident) => {
        $(#[$meta])*
        pub struct $Name;
    };
    (@struct $(#[$meta:meta])* $Name:ident ( $($of:ty),+ )) => {
        $(#[$meta])*
        pub struct $Name($(pub $of),+);
    };
    (@struct $(#[$meta:meta])* $Name:ident { $($field:ident : $kept:ty),+ }) => {
        $(#[$meta])*
        pub struct $Name { $(pub $field: $kept),+ }
    };

    // The variant of an ask without fields has none either, so that it is written as its name.
    (@variant $ask:ident $Asks:ident $Name:ident) => {{ let $Name = $ask; $Asks::$Name }};
    (@variant $ask:ident $Asks:ident $Name:ident $($any:ty)+) => { $Asks::$Name($ask) };
    (@question $found:ident $Name:ident) => { &$Name };
    (@question $found:ident $Name:ident $($any:ty)+) => { $found };
    (@one $one:ident $($any:ty)+) => { $one };

    (@kind) => { $crate::ask::Kind::Read };
    (@kind $kind:ident) => { $crate::ask::Kind::$kind };

    // What is asked of this machine.
    ($(#[$doc:meta])* $Asks:ident => $Answers:ident; $($asks:tt)+) => {
        asks! { @all here "" "", $(#[$doc])* $Asks $Answers; $($asks)+ }
    };
}
pub(super) use asks;
