//! Which stacks use what a stack exports: while one does, the stack can't be deleted.

use crate::{
    edge::aws::{Signing, pages::Pages},
    facts::{Fault, FaultKind, Reading, Remote},
};

/// The quota is 200 stacks of a region by default.
const MOST: usize = 2_000;

impl Signing {
    pub(in crate::edge) async fn imports(
        &self,
        export: &Remote,
    ) -> Result<Reading<Vec<Remote>>, Fault> {
        let of = format!("export {}", export.raw());
        let call = self.session.call("cloudformation:ListImports", &of);
        let (reader, mut pages) = (self.reader(), Pages::default());
        let mut importers = Vec::new();
        loop {
            let request = self.session.cloudformation.list_imports();
            let request = request.export_name(export.raw());
            let request = request.set_next_token(pages.token());
            let page = match reader.send(call, request.send()).await {
                Ok(page) => page,
                // CloudFormation calls it a mistake of the request, and says so in a sentence.
                Err(fault) if fault.source == unused(export) => break,
                Err(fault) if lasts(&fault.kind) => return Ok(Reading::Unknown(fault)),
                Err(fault) => return Err(fault),
            };
            importers.extend(page.imports().iter().map(Remote::new));
            call.at_most(MOST, importers.len(), "importing stacks")?;
            if !pages.more(page.next_token, call)? {
                break;
            }
        }
        Ok(Reading::Known(importers))
    }
}

fn unused(export: &Remote) -> String {
    format!(
        "ValidationError: Export '{}' is not imported by any stack.",
        export.raw()
    )
}

/// Credentials that ended or a network that is down say nothing about the export.
fn lasts(kind: &FaultKind) -> bool {
    !matches!(
        kind,
        FaultKind::Expired | FaultKind::Offline | FaultKind::Throttled
    )
}
