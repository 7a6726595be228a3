//! That a person knows of a trouble, and what they noted of it. It is kept on this machine
//! and changes nothing in the world.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Remote;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The trouble's id.
    pub trouble: String,
    /// Empty: what was acknowledged is open again.
    pub note: Remote,
    /// The session that STS named: `arn:aws:sts::...:assumed-role/oncall/anna`.
    pub by: Remote,
    pub at: Timestamp,
    /// A hash of each sentence that the trouble said then.
    pub said: Vec<String>,
}

impl Acknowledgement {
    /// The session's name, which is the person's: `anna`.
    pub fn person(&self) -> &str {
        let by = self.by.raw();
        by.rsplit(['/', ':']).next().unwrap_or(by)
    }

    pub fn is_withdrawn(&self) -> bool {
        self.note.raw().is_empty()
    }
}
