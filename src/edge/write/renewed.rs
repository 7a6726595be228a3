//! A proposal of a file's content is of the file as it is now, not as a pane knew it: who
//! edits a template and proposes again means the edited one. The preview shows it; under an
//! open preview nothing is exchanged.

use super::{Executor, Journal, Writer};
use crate::{
    edge::blocking::blocking,
    facts::Fault,
    gate::{Assessment, Draft, Origin},
};

impl<E: Executor, J: Journal> Writer<E, J> {
    pub(super) async fn renewed(&self, assessment: Assessment) -> Result<Assessment, Fault> {
        let Some(draft) = of_the_file(&assessment) else {
            return Ok(assessment);
        };
        let Assessment {
            observed, undoes, ..
        } = assessment;
        let weighed = blocking(
            move || Assessment::weighed(draft, observed),
            "Weighing the change stopped halfway through a mistake of this program.",
            "Nothing was written. Report it with the log of the run.",
        )
        .await?;
        Ok(Assessment { undoes, ..weighed })
    }
}

/// The same draft with what the file says now; None: it is the same, or made of no file.
fn of_the_file(assessment: &Assessment) -> Option<Draft> {
    let Assessment {
        draft, observed, ..
    } = assessment;
    let Origin::Repository { path } = &draft.origin else {
        return None;
    };
    let file = observed.source.as_ref().filter(|file| file.path == *path)?;
    let write = draft.write.change().made_of(file.text.as_ref()?)?;
    (write != draft.write).then(|| Draft {
        write,
        ..draft.clone()
    })
}
