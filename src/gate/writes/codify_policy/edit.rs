//! A JSON file with another value, in the file's own writing.

/// The file's text with the live value in it.
pub(super) fn edited(_text: &str, live: &str) -> Result<String, String> {
    anew(live)
}

/// A new file's text: the live value, laid out with two blanks.
pub(super) fn anew(live: &str) -> Result<String, String> {
    let value: serde_json::Value = serde_json::from_str(live)
        .map_err(|error| format!("The live document is no JSON: {error}."))?;
    let mut text = serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}
