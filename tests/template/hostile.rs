//! Texts made to hurt: bombs, depths, bytes. None of them may cost memory or a panic.

use proptest::prelude::*;
use watchkeeper::template::{Inputs, MAX_BYTES, MAX_DEPTH, MAX_NODES, parse, roles};

use super::{DATAOPS, FUNCTIONS, JSON, PHASE1, inputs};

#[test]
fn a_billion_laughs_are_refused() {
    let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let refused = parse(&text).unwrap_err();
    assert!(refused.what.contains(&MAX_NODES.to_string()), "{refused:?}");
}

#[test]
fn anchors_within_anchors_are_counted_too() {
    let inside = "x, ".repeat(50_000);
    let text = format!("a: {}{inside}{}\n", "&a [".repeat(90), "]".repeat(90));
    assert!(parse(&text).unwrap_err().what.contains("values"));
}

#[test]
fn depth_is_bounded_in_both_formats() {
    let deep = MAX_DEPTH + 5;
    let yaml = format!("a: {}{}", "[".repeat(deep), "]".repeat(deep));
    assert!(parse(&yaml).unwrap_err().what.contains("deeper"));
    let json = format!("{{\"a\": {}", "[".repeat(400_000));
    assert!(parse(&json).unwrap_err().what.contains("deeper"));
    let block = (0..deep).map(|at| format!("{}a:\n", " ".repeat(at)));
    assert!(
        parse(&block.collect::<String>())
            .unwrap_err()
            .what
            .contains("deeper")
    );
}

#[test]
fn size_and_nul_are_refused_before_anything_is_read() {
    let large = format!("a: {}", "x".repeat(MAX_BYTES));
    assert!(parse(&large).unwrap_err().what.contains("bytes"));
    let nul = parse("a: b\n\0c: d").unwrap_err();
    assert_eq!((nul.place.line, nul.place.column), (2, 1));
}

#[test]
fn conditions_and_names_in_a_circle_end() {
    let text = "Conditions:\n  A: !And [!Condition B, !Condition B]\n  B: !Or [!Condition A]\nResources:\n  R:\n    Type: AWS::IAM::Role\n    Condition: A\n    Properties:\n      RoleName: !Sub '${R}${R}${S}'\n  S:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: !Join ['', [!Ref R, !Ref R, !GetAtt S.Arn]]\n";
    let found = roles(&parse(text).unwrap(), &Inputs::default());
    assert_eq!(found.role("R").unwrap().condition.as_deref(), Some("A"));
    assert!(
        found
            .role("R")
            .unwrap()
            .name
            .as_ref()
            .unwrap()
            .known()
            .is_none()
    );
}

#[test]
fn names_that_double_with_every_step_end_in_a_symbol() {
    let mut text = String::from("Resources:\n");
    for at in 0..60 {
        let name = match at {
            0 => "x".to_owned(),
            _ => format!("!Sub '${{R{0}}}${{R{0}}}'", at - 1),
        };
        text.push_str(&format!(
            "  R{at}:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: {name}\n"
        ));
    }
    let found = roles(&parse(&text).unwrap(), &Inputs::default());
    assert_eq!(
        found.role("R3").unwrap().name.as_ref().unwrap().known(),
        Some("xxxxxxxx")
    );
    assert!(
        found
            .role("R59")
            .unwrap()
            .name
            .as_ref()
            .unwrap()
            .known()
            .is_none()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(template) = parse(&String::from_utf8_lossy(&bytes)) {
            roles(&template, &inputs(&[]));
        }
    }

    /// Text that is nearly YAML reaches further than bytes do.
    #[test]
    fn no_tangle_of_indicators_makes_the_reader_panic(
        text in "([ \\n]{0,4}(- |: |\\? |\\[|\\]|\\{|\\}|,|!Sub |!|&a |\\*a|<<: |\\| |> |\"|'|#|%|---|\\.\\.\\.|\u{feff}|\\r|\t|é|a|Ref|Fn::If|\\$\\{)){0,40}"
    ) {
        if let Ok(template) = parse(&text) {
            roles(&template, &inputs(&[]));
        }
    }

    #[test]
    fn no_cut_or_paste_in_a_real_template_makes_the_reader_panic(
        which in 0..4_usize, from in any::<prop::sample::Index>(), length in 0..200_usize,
        into in any::<prop::sample::Index>(),
    ) {
        let text = [DATAOPS, PHASE1, FUNCTIONS, JSON][which];
        let from = text.floor_char_boundary(from.index(text.len()));
        let until = text.floor_char_boundary((from + length).min(text.len()));
        let into = text.floor_char_boundary(into.index(text.len()));
        let cut = format!("{}{}", &text[..from], &text[until..]);
        let pasted = format!("{}{}{}", &text[..into], &text[from..until], &text[into..]);
        for text in [cut, pasted] {
            if let Ok(template) = parse(&text) {
                roles(&template, &inputs(&[("Stage", "prod")]));
            }
        }
    }
}
