//! What `Ref` and `GetAtt` of a resource come to: by the name that the template gives
//! it, else by the physical id that CloudFormation says it has.
//!
//! A table of documented forms, by type. A resource of another type, or without a
//! name and without a physical id of that very type, comes to nothing here.

use std::{collections::HashMap, sync::OnceLock};

use super::{
    Physical, Resolver, Text,
    resolve::Resolved,
    sections::{Words, sections},
};

const DATA: &str = include_str!("names.txt");

#[derive(Clone, Debug)]
struct Form {
    /// The type that CloudFormation makes of it.
    kind: &'static str,
    /// The property that gives the name.
    property: &'static str,
    reference: &'static str,
    attributes: Vec<(&'static str, &'static str)>,
}

/// What is known of one resource.
enum Known {
    /// Its name, as the template gives it.
    Named(Text),
    /// Its physical id, which is what `Ref` gives.
    Physical(String),
}

pub(super) fn reference(resolver: &Resolver<'_>, logical_id: &str) -> Option<Text> {
    let (form, known) = find(resolver, logical_id)?;
    match known {
        Known::Named(name) => Some(fill(resolver, logical_id, form.reference, &name)),
        Known::Physical(id) => Some(Text::literal(id)),
    }
}

pub(super) fn attribute(
    resolver: &Resolver<'_>,
    logical_id: &str,
    attribute: &str,
) -> Option<Text> {
    let (form, known) = find(resolver, logical_id)?;
    let mut attributes = form.attributes.iter();
    let (_, wanted) = attributes.find(|(known, _)| *known == attribute)?;
    match known {
        Known::Named(name) => Some(fill(resolver, logical_id, wanted, &name)),
        // An ARN that CloudFormation gave has its path in it already.
        Known::Physical(id) if *wanted == form.reference => Some(Text::literal(id)),
        Known::Physical(id) => {
            let name = Text::literal(name_of(form, &id)?);
            Some(fill(resolver, logical_id, wanted, &name))
        }
    }
}

fn find(resolver: &Resolver<'_>, logical_id: &str) -> Option<(&'static Form, Known)> {
    let physical = resolver.inputs().physical.get(logical_id);
    let Some((node, kind)) = resolver.template().resource(logical_id) else {
        // Made by a transform: only CloudFormation knows of it.
        let physical = physical?;
        let form = table().get(physical.kind.as_str())?;
        return Some((form, Known::Physical(physical.id.clone())));
    };
    let form = table().get(kind)?;
    let given = node.property(form.property);
    if let Some(name) = given.and_then(|it| resolver.text(it)) {
        if form.kind != "AWS::IAM::OIDCProvider" {
            return Some((form, Known::Named(name)));
        }
        let url = name.known()?;
        let host = url.strip_prefix("https://").unwrap_or(url);
        return Some((form, Known::Named(Text::literal(host))));
    }
    // Not what was there under this logical id before its type was changed.
    let physical = physical.filter(|it: &&Physical| it.kind == form.kind)?;
    Some((form, Known::Physical(physical.id.clone())))
}

/// The name at the end of a physical id that is an ARN or a URL.
fn name_of<'i>(form: &Form, id: &'i str) -> Option<&'i str> {
    let before = form.reference.strip_suffix("${Name}")?;
    match before.chars().next_back() {
        None => Some(id),
        Some('/') => id.rsplit('/').next(),
        Some(':') => id.rsplit(':').next(),
        // A path may stand before it.
        Some(_) => id.rsplit('/').next(),
    }
}

fn fill(resolver: &Resolver<'_>, logical_id: &str, form: &str, name: &Text) -> Text {
    let template = resolver.template();
    let node = template.resource(logical_id).map(|(node, _)| node);
    let path = node.and_then(|it| it.property("Path"));
    let path = path.and_then(|it| resolver.text(it));
    let at = node.unwrap_or(&template.root);
    resolver.filled(form, at, |wanted| match wanted {
        "Name" => Some(Resolved::Text(name.clone())),
        "Path" => Some(Resolved::Text(
            path.clone().unwrap_or_else(|| Text::literal("/")),
        )),
        _ => None,
    })
}

fn table() -> &'static HashMap<&'static str, Form> {
    static TABLE: OnceLock<HashMap<&'static str, Form>> = OnceLock::new();
    TABLE.get_or_init(forms)
}

fn forms() -> HashMap<&'static str, Form> {
    let mut table: HashMap<&'static str, Form> = HashMap::new();
    for (heading, lines) in sections(DATA) {
        match heading.as_slice() {
            [kind, "as", becomes, property] => {
                if let Some(form) = table.get(becomes).cloned() {
                    table.insert(kind, Form { property, ..form });
                }
            }
            [kind, property, reference] => {
                let attribute = |words: &Words| Some((*words.first()?, *words.get(1)?));
                let form = Form {
                    kind,
                    property,
                    reference,
                    attributes: lines.iter().filter_map(attribute).collect(),
                };
                table.insert(kind, form);
            }
            _ => {}
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        let (attributes, kinds): (Vec<&str>, Vec<&str>) =
            lines.partition(|line| line.starts_with(' '));
        let table = forms();
        assert_eq!(table.len(), kinds.len());
        let read = table.iter().filter(|(kind, form)| **kind == form.kind);
        let read: usize = read.map(|(_, form)| form.attributes.len()).sum();
        assert_eq!(read, attributes.len());
    }

    #[test]
    fn a_name_is_read_off_a_physical_id_by_its_form() {
        fn of<'i>(kind: &str, id: &'i str) -> Option<&'i str> {
            name_of(table().get(kind)?, id)
        }
        assert_eq!(of("AWS::S3::Bucket", "st-b-1"), Some("st-b-1"));
        let url = "https://sqs.eu-west-1.amazonaws.com/123456789012/st-q";
        assert_eq!(of("AWS::SQS::Queue", url), Some("st-q"));
        let topic = "arn:aws:sns:eu-west-1:123456789012:st-t";
        assert_eq!(of("AWS::SNS::Topic", topic), Some("st-t"));
        let group = "/aws/lambda/f";
        assert_eq!(of("AWS::Logs::LogGroup", group), Some(group));
        let policy = "arn:aws:iam::123456789012:policy/a/b/st-p";
        assert_eq!(of("AWS::IAM::ManagedPolicy", policy), Some("st-p"));
    }
}
