//! A job's log as it was loaded.

use serde::{Deserialize, Serialize};

use crate::facts::Remote;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLog {
    /// Raw, in lines, each of which begins with its moment.
    pub text: Remote,
    /// Where it was cut off, in bytes; None: it is whole.
    pub cut_at: Option<u64>,
    /// How long the server says that it is, where it says so.
    pub length: Option<u64>,
}
