//! How a program writes the request behind an IAM action, and whether a line does.
//!
//! `cloudwatch:PutMetricData` is `PutMetricData`, `put-metric-data`,
//! `put_metric_data` or `putMetricData`. Pure text: knows no files.

use memchr::memmem::{self, Finder};

/// Actions whose request has another name than the action. AWS's service
/// authorization reference, as of 2026.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("bedrock:InvokeModel", &["InvokeModel", "Converse"]),
    (
        "bedrock:InvokeModelWithResponseStream",
        &["InvokeModelWithResponseStream", "ConverseStream"],
    ),
    (
        "lambda:InvokeFunction",
        &["Invoke", "InvokeWithResponseStream"],
    ),
    ("s3:DeleteObject", &["DeleteObject", "DeleteObjects"]),
    ("s3:GetObject", &["GetObject", "HeadObject"]),
    ("s3:ListAllMyBuckets", &["ListBuckets"]),
    (
        "s3:ListBucket",
        &["ListObjects", "ListObjectsV2", "HeadBucket"],
    ),
    ("s3:ListBucketMultipartUploads", &["ListMultipartUploads"]),
    ("s3:ListBucketVersions", &["ListObjectVersions"]),
    ("s3:ListMultipartUploadParts", &["ListParts"]),
    (
        "s3:PutObject",
        &[
            "PutObject",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "UploadPart",
        ],
    ),
    ("sns:Publish", &["Publish", "PublishBatch"]),
    (
        "sqs:ChangeMessageVisibility",
        &["ChangeMessageVisibility", "ChangeMessageVisibilityBatch"],
    ),
    (
        "sqs:DeleteMessage",
        &["DeleteMessage", "DeleteMessageBatch"],
    ),
    ("sqs:SendMessage", &["SendMessage", "SendMessageBatch"]),
];

/// How the SDKs of JavaScript, Java, Go, .NET, C++ and Rust go on behind the name of
/// a request: `PutObjectCommand`, `PutObjectWithContext`. Whatever else follows makes
/// it another name: `PutObjectTagging`, `AssumeRolePolicyDocument`.
const GOES_ON: &[&str] = &[
    "Async",
    "AsyncRequest",
    "Callable",
    "Command",
    "CommandInput",
    "CommandOutput",
    "Error",
    "FluentBuilder",
    "Input",
    "Outcome",
    "Output",
    "Pages",
    "PagesWithContext",
    "Paginator",
    "Request",
    "RequestBuilder",
    "Response",
    "Result",
    "Sync",
    "WithContext",
];

/// One action in all its spellings.
#[derive(Debug)]
pub(super) struct Spellings {
    service: String,
    spellings: Vec<Spelling>,
}

#[derive(Debug)]
struct Spelling {
    finder: Finder<'static>,
    /// `PutMetricData` may go on as `PutMetricDataCommand`, `put-metric-data` may not go on.
    camel: bool,
    /// It begins with a capital.
    pascal: bool,
    /// `publish` alone is a word of English: the service's name must stand nearby.
    single: bool,
}

impl Spellings {
    /// None for an action with wildcards: it names no one request.
    pub(super) fn of(action: &str) -> Option<Self> {
        let (service, api) = action.split_once(':')?;
        let plain = |c: char| c.is_ascii_alphanumeric();
        if !api.chars().all(plain) || !service.chars().all(|c| plain(c) || c == '-') {
            return None;
        }
        let known = OTHER_NAMES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(action));
        let names = known.map_or_else(|| vec![api], |(_, names)| names.to_vec());
        let spellings: Vec<Spelling> = names.into_iter().flat_map(spelled).collect();
        (!spellings.is_empty()).then(|| Self {
            service: service.to_ascii_lowercase(),
            spellings,
        })
    }

    /// A quick no for a whole file.
    pub(super) fn occur_in(&self, text: &[u8]) -> bool {
        self.spellings
            .iter()
            .any(|spelling| spelling.finder.find(text).is_some())
    }

    pub(super) fn named_in(&self, line: &str) -> Option<Named> {
        let mut found = None;
        for spelling in &self.spellings {
            for at in spelling.finder.find_iter(line.as_bytes()) {
                if !self.stands_alone(line, at, spelling) {
                    continue;
                }
                if !spelling.single {
                    return Some(Named::Surely);
                }
                found = Some(Named::IfServiceIsNear);
            }
        }
        found
    }

    pub(super) fn service_in(&self, line: &str) -> bool {
        let line = line.to_ascii_lowercase();
        memmem::find_iter(line.as_bytes(), self.service.as_bytes()).any(|at| {
            let (before, after) = around(&line, at, self.service.len());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    }

    fn stands_alone(&self, line: &str, at: usize, spelling: &Spelling) -> bool {
        let (before, after) = around(line, at, spelling.finder.needle().len());
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        // `cloudwatch:PutMetricData` is the action in a policy: a grant, not a use. A state
        // machine makes a request by `arn:aws:states:::dynamodb:putItem`.
        let prefix = line[..at].strip_suffix(':').unwrap_or_default();
        let before_it = prefix
            .len()
            .checked_sub(self.service.len())
            .and_then(|at| prefix.split_at_checked(at));
        let is_grant = before_it.is_some_and(|(before, end)| {
            end.eq_ignore_ascii_case(&self.service) && !before.ends_with(":states:::")
        });
        let begins = !before.is_some_and(if spelling.camel {
            char::is_alphanumeric
        } else {
            word
        });
        let rest = &line[at + spelling.finder.needle().len()..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let rest = &rest[..length.unwrap_or(rest.len())];
        let ends = match (spelling.camel, spelling.single) {
            (true, false) => rest.is_empty() || GOES_ON.contains(&rest),
            // `publishResult` is anybody's word.
            (true, true) => !after.is_some_and(word) || spelling.pascal && GOES_ON.contains(&rest),
            (false, _) => !after.is_some_and(word),
        };
        begins && ends && !is_grant
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Surely,
    IfServiceIsNear,
}

/// Whether the value stands in the line as a whole: `AlphaEngine` does not stand
/// in `AlphaEngine/Foo`, in `AlphaEngine-dev` or in `$AlphaEngine`.
pub(super) fn stands_in(value: &str, line: &str) -> bool {
    if value.is_empty() {
        return false;
    }
    memmem::find_iter(line.as_bytes(), value.as_bytes()).any(|at| {
        let (before, after) = around(line, at, value.len());
        let joins = |c: char| c.is_alphanumeric() || "_-/*?".contains(c);
        // A stop or colon joins only when a word goes on behind it.
        let beyond = line[at + value.len()..].chars().nth(1);
        let goes_on = after.is_some_and(|c| ".:".contains(c)) && beyond.is_some_and(joins);
        let variable = before == Some('$') || line[..at].ends_with("${");
        !before.is_some_and(joins) && !after.is_some_and(joins) && !goes_on && !variable
    })
}

fn around(line: &str, at: usize, length: usize) -> (Option<char>, Option<char>) {
    (
        line[..at].chars().next_back(),
        line[at + length..].chars().next(),
    )
}

fn spelled(api: &str) -> Vec<Spelling> {
    let words = words(api);
    let single = words.len() < 2;
    let lower: String = words.first().cloned().unwrap_or_default();
    let camel = lower.clone() + api.get(lower.len()..).unwrap_or_default();
    let is_pascal = api.starts_with(|c: char| c.is_ascii_uppercase());
    let mut texts = vec![(api.to_owned(), true), (camel, true)];
    if !single {
        texts.push((words.join("-"), false));
        texts.push((words.join("_"), false));
    }
    texts
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, camel)| Spelling {
            finder: Finder::new(&text).into_owned(),
            pascal: is_pascal && text == api,
            camel,
            single,
        })
        .collect()
}

/// `DescribeDBInstances` is describe, db, instances: a capital begins a word after
/// a small letter or before one, and a plural `s` stays with its capitals.
fn words(api: &str) -> Vec<String> {
    let chars: Vec<char> = api.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let next = chars.get(i + 1);
        let plural = next == Some(&'s') && i + 2 == chars.len();
        let begins = c.is_uppercase()
            && (before.is_some_and(|b| !b.is_uppercase())
                || (next.is_some_and(|n| n.is_lowercase()) && !plural));
        match words.last_mut() {
            Some(word) if !begins => word.push(c.to_ascii_lowercase()),
            _ => words.push(c.to_ascii_lowercase().to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn apis_fall_into_the_words_that_the_command_line_uses() {
        for (api, expected) in [
            ("PutMetricData", "put-metric-data"),
            ("DescribeDBInstances", "describe-db-instances"),
            ("ListSAMLProviders", "list-saml-providers"),
            ("GetSSHPublicKey", "get-ssh-public-key"),
            ("ListObjectsV2", "list-objects-v2"),
            ("DescribeVpcs", "describe-vpcs"),
            ("Publish", "publish"),
        ] {
            assert_eq!(words(api).join("-"), expected);
        }
    }
}
