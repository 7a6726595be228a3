//! Reading: refusals with their places, then what is kept.

use watchkeeper::template::{Format, Malformed, Node, Style, Value, parse};

use super::{DATAOPS, JSON, JSON_TABS, at, template};

fn refused(text: &str) -> Malformed {
    parse(text).unwrap_err()
}

fn place(text: &str) -> (u32, u32) {
    let place = refused(text).place;
    (place.line, place.column)
}

#[test]
fn an_empty_text_is_no_template() {
    assert!(refused("").what.contains("empty"));
    assert!(refused("# only a comment\n").what.contains("empty"));
}

#[test]
fn a_list_is_no_template() {
    assert!(refused("- a\n- b\n").what.contains("a list"));
}

#[test]
fn broken_yaml_names_line_and_column() {
    assert_eq!(place("Resources:\n  A: [1, 2\nB: 1\n").0, 3);
    assert_eq!(place("a: b\nc: d: e\n"), (2, 5));
    assert_eq!(place("A: \"open\n"), (1, 4));
}

#[test]
fn broken_json_names_line_and_column() {
    assert_eq!(place("{\n  \"A\": 1,\n  \"B\": }\n"), (3, 8));
    assert!(refused("{\"A\": 1,}").what.contains("JSON"));
    assert!(refused("{\"A\": 1} // no").what.contains("JSON"));
}

#[test]
fn of_a_key_given_twice_the_last_counts_and_both_places_are_named() {
    let yaml = template("Resources:\n  Role: 1\n  Other: 2\n  Role: 3\n");
    assert_eq!(outline(&yaml.root), "{Resources={Other=2,Role=3}}");
    let said = &yaml.repeated[0];
    assert_eq!((said.place.line, said.place.column), (4, 3));
    assert!(said.what.contains("line 2, column 3"), "{}", said.what);
    let json = template("{\"A\": 1,\n \"A\": 2}");
    assert_eq!(outline(&json.root), "{A=2}");
    let said = &json.repeated[0];
    assert_eq!((said.place.line, said.place.column), (2, 2));
    assert!(said.what.contains("line 1, column 2"), "{}", said.what);
}

#[test]
fn what_is_merged_into_a_mapping_repeats_no_key() {
    let read = template("x: &d {a: 1}\ny:\n  <<: *d\n  a: 2\n");
    assert_eq!(outline(&read.root), "{x={a=1},y={a=2}}");
    assert!(read.repeated.is_empty());
}

#[test]
fn brackets_and_quotes_may_close_at_the_column_of_their_key() {
    for text in [
        "s:\n  - Effect: Allow\n    Action: [\n      a,\n      b\n    ]\n    R: c\n",
        "s:\n  - Effect: Allow\n    Action: [\n    a,\n    b\n    ]\n    R: c\n",
    ] {
        let read = template(text);
        assert_eq!(outline(&read.root), "{s=[{Effect=Allow,Action=[a,b],R=c}]}");
    }
    let read = template("p:\n  D: {\"V\": 1,\n  \"S\": [2,\n3]}\n  E: 4\n");
    assert_eq!(outline(&read.root), "{p={D={V=1,S=[2,3]},E=4}}");
    for (text, meant) in [
        (
            "p:\n  - D: !Sub '{\n      \"V\": 1\n    }'\n    E: 4\n",
            "{ \"V\": 1 }",
        ),
        ("p:\n  - D: !Sub \"{\n  V: 1\n}\"\n    E: 4\n", "{ V: 1 }"),
    ] {
        let read = template(text);
        let expected = format!("{{p=[{{D=!Sub {meant},E=4}}]}}");
        assert_eq!(outline(&read.root), expected);
    }
}

#[test]
fn core_tags_say_how_a_scalar_is_read() {
    let read = template(
        "a: !!int 5\nb: !!int \"5\"\nc: !!str 5\nd: !!bool 'true'\ne: !!null x\nf: !!float 1.5\ng: !!seq [1]\nh: !!map {i: 1}\n",
    );
    let scalar = |key: &str| match &at(&read, &[key]).value {
        Value::Scalar(scalar) => scalar.clone(),
        other => panic!("{key}: {other:?}"),
    };
    for key in ["a", "b", "f"] {
        assert!(scalar(key).number().is_some(), "{key}");
    }
    assert_eq!(scalar("c").number(), None);
    assert_eq!(scalar("d").boolean(), Some(true));
    assert_eq!(at(&read, &["g"]).items().len(), 1);
    assert_eq!(at(&read, &["h"]).entries().len(), 1);
    for excluded in ["binary", "omap", "pairs", "set", "timestamp"] {
        let said = refused(&format!("a: !!{excluded} x\n")).what;
        assert!(said.contains(&format!("!!{excluded}")), "{said}");
    }
}

#[test]
fn a_number_with_a_leading_zero_is_octal() {
    let read = template(
        "a: 012345670123\nb: '012345670123'\nc: 098765432109\nd: 0\ne: -010\nf: 00\ng: 0_10\nh: 012x\n",
    );
    let number = |key: &str| match &at(&read, &[key]).value {
        Value::Scalar(scalar) => scalar.number().map(std::borrow::Cow::into_owned),
        other => panic!("{key}: {other:?}"),
    };
    let read: Vec<_> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(number).into();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        read,
        [
            some("1402433619"),
            None,
            None,
            some("0"),
            some("-8"),
            some("0"),
            some("8"),
            None
        ]
    );
}

#[test]
fn a_second_document_is_refused() {
    assert!(
        refused("a: 1\n---\nb: 2\n")
            .what
            .contains("second document")
    );
}

#[test]
fn a_key_that_is_no_text_is_refused() {
    assert!(refused("{a: 1}: 2\n").place.line == 1);
    assert!(refused("a: 1\n[b]: 2\n").what.contains("key"));
}

#[test]
fn a_tag_of_another_world_is_refused() {
    assert!(refused("a: !!binary aGk=\n").what.contains("binary"));
    assert!(
        refused("a: !!python/object:os.system x\n")
            .what
            .contains("means nothing")
    );
}

#[test]
fn an_unknown_alias_and_one_within_itself_are_refused() {
    assert!(refused("a: *nothing\n").what.contains("YAML"));
    assert!(refused("a: &x [*x]\n").what.contains("alias"));
}

#[test]
fn every_scalar_keeps_its_spelling() {
    let read = template("a: 2012-10-17\nb: yes\nc: 010\nd: 1.50\ne: ~\nf:\ng: 0x1F\nh: 'it''s'\n");
    let text = |key: &str| at(&read, &[key]).text().unwrap().to_owned();
    let read_texts: Vec<String> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(text).into();
    assert_eq!(
        read_texts,
        ["2012-10-17", "yes", "010", "1.50", "~", "", "0x1F", "it's"]
    );
    let Value::Scalar(date) = &at(&read, &["a"]).value else {
        panic!("a date is a scalar");
    };
    assert_eq!(date.style, Style::Plain);
    assert!(date.number().is_none() && date.boolean().is_none());
}

#[test]
fn every_short_form_is_a_tag_before_its_argument() {
    for name in [
        "Ref",
        "Sub",
        "GetAtt",
        "Join",
        "If",
        "FindInMap",
        "Select",
        "Split",
        "ImportValue",
        "Equals",
        "And",
        "Or",
        "Not",
        "Condition",
        "Base64",
        "Cidr",
        "GetAZs",
        "Transform",
        "Length",
        "ToJsonString",
    ] {
        for argument in ["x", "[a, !Ref b]", "{k: v}"] {
            let text = format!("a:\n  b: !{name} {argument} # why\n");
            let read = template(&text);
            let node = at(&read, &["a", "b"]);
            let Value::Tagged(tag, _) = &node.value else {
                panic!("{name} {argument}: {node:?}");
            };
            assert_eq!(tag, name);
            assert_eq!(
                &text[node.span.start..node.span.end],
                format!("!{name} {argument}")
            );
        }
    }
}

#[test]
fn a_tag_may_stand_on_the_line_before_a_block() {
    let read = template("a: !Join\n  - ''\n  - - x\n    - !Sub\n      - ${y}\n      - y: z\n");
    let Value::Tagged(tag, list) = &at(&read, &["a"]).value else {
        panic!("a tag");
    };
    assert_eq!((tag.as_str(), list.items().len()), ("Join", 2));
}

#[test]
fn spans_cover_what_was_written_and_no_comment() {
    let text = "a: \"x\"  # c\nb: 'y' # d\nc: plain text # e\nd: |  # f\n  one\n\n  two\n\ne:   # g\nf: [1, 2] # h\ng: é\nh: é # i\n";
    let read = template(text);
    let written = |key: &str| {
        let span = at(&read, &[key]).span;
        text[span.start..span.end].to_owned()
    };
    assert_eq!(written("a"), "\"x\"");
    assert_eq!(written("b"), "'y'");
    assert_eq!(written("c"), "plain text");
    assert_eq!(written("d"), "|  # f\n  one\n\n  two");
    assert_eq!(written("e"), "");
    assert_eq!(written("f"), "[1, 2]");
    assert_eq!(written("h"), "é");
    assert_eq!(at(&read, &["h"]).span.place.column, 4);
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let text = "\u{feff}a: b\nc: d\n";
    let read = template(text);
    let span = at(&read, &["c"]).span;
    assert_eq!(&text[span.start..span.end], "d");
}

#[test]
fn aliases_and_merges_bring_what_they_stand_for() {
    let read = template("x: &d {a: 1, b: 2}\ny: *d\nz:\n  <<: *d\n  b: 3\n");
    assert_eq!(at(&read, &["y", "a"]).text(), Some("1"));
    assert_eq!(at(&read, &["z", "a"]).text(), Some("1"));
    assert_eq!(at(&read, &["z", "b"]).text(), Some("3"));
    assert!(at(&read, &["y"]).linked && at(&read, &["z"]).linked);
}

/// Keys and texts alone, in one line.
pub(super) fn outline(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::Seq(items) => format!(
            "[{}]",
            items.iter().map(outline).collect::<Vec<_>>().join(",")
        ),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|e| format!("{}={}", e.key.text, outline(&e.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        Value::Tagged(tag, of) => format!("!{tag} {}", outline(of)),
    }
}

#[test]
fn carriage_returns_and_tabs_change_nothing_that_is_read() {
    let crlf = DATAOPS.replace('\n', "\r\n");
    assert_eq!(
        outline(&template(DATAOPS).root),
        outline(&template(&crlf).root)
    );
    assert_eq!(
        outline(&template(JSON).root),
        outline(&template(JSON_TABS).root)
    );
    assert_eq!(template(JSON_TABS).format, Format::Json);
}
