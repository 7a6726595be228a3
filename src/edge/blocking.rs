//! Work that may block, on the disk or for a while: on threads kept for that.

use crate::facts::{Fault, FaultKind};

/// What comes of it; where the work panicked, a fault that says so.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    stopped: &str,
    hint: &str,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Fault::new(FaultKind::Bug, stopped, hint).caused_by(error.to_string()))
}
