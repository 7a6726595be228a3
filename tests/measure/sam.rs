//! Roles that SAM makes: how many agree with what its translator makes of the templates
//! of a folder, `--inputs FOLDER`. The translator's own test inputs are such a folder:
//! `tests/translator/input` of the repository aws/serverless-application-model.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::{
    Plan,
    oracle::{Counts, translate},
    venv,
};

pub(crate) fn measure(plan: &Plan) -> Value {
    let Some(folder) = &plan.inputs else {
        return json!("name a folder of SAM templates: --inputs FOLDER");
    };
    let files = fs::read_dir(folder).expect("a folder of templates");
    let mut files: Vec<String> = files
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "yaml" || it == "json")
        })
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    files.sort();
    let python = venv::python("sam", "tests/template/requirements-sam.txt");
    let mut counts = Counts::default();
    let mut refused = 0;
    let mut unreadable = BTreeMap::new();
    for translated in translate(&python, &files) {
        refused += usize::from(translated.refused.is_some());
        let text = fs::read_to_string(&translated.file).expect("the file");
        match watchkeeper::template::parse(&text) {
            Ok(_) => counts.add(&translated),
            Err(malformed) if translated.refused.is_none() => {
                unreadable.insert(translated.file, malformed.what);
            }
            Err(_) => {}
        }
    }
    json!({
        "templates": files.len(),
        "refused by the translator": refused,
        "not read by us": unreadable,
        "counts": counts,
    })
}
