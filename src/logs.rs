//! The log store: compact buffers, an index of lines, search, filters and what they add up to.
//!
//! Pure, and quick enough to be forgotten: no line is a `String` of its own, the text
//! of a file stays in the file, and a filter is one bit a line. Nothing here is called
//! by the drawing task; a worker of `edge` owns a [`Log`] and sends pages of it.

mod bits;
mod chunks;
pub mod desk;
mod events;
pub mod export;
mod fields;
mod filters;
mod folds;
mod histogram;
mod invocations;
mod level;
mod log;
mod matcher;
mod page;
mod patterns;
mod placed;
pub mod query;
mod scan;
mod search;
mod secrets;
mod source;
mod spans;
mod stamp;
mod store;

pub use desk::{
    Applied, Counts, Desk, Exported, Form, LogSource, News, Order, Place, Progress, Sought, Sum,
    Summary, Wanted, What, Window, Wish, place,
};
pub use events::{Added, Moved, NewEvent};
pub use fields::{Comparison, Condition, ConditionError};
pub use filters::{Filter, Filters, Keep, Test};
pub use histogram::{Bucket, Histogram};
pub use invocations::{Invocation, Outcome, function_of, invocations};
pub use level::{Level, Levels};
pub use log::{Bookmarks, Log};
pub use matcher::{Matcher, MatcherError};
pub use page::{Page, Row};
pub use patterns::{Pattern, patterns};
pub use placed::Origin;
pub use search::{Direction, Search};
pub use secrets::masked;
pub use source::Source;
pub use stamp::Millis;
pub use store::{Store, Totals};
