//! `check pipeline`: what it says of a repository in each form, and how it exits. It needs
//! neither an account nor GitHub.

use serde_json::Value;

use super::process::Machine;

const SHA: &str = "e8ef132d6df98ed982188e460ebb3b5d4ef3a9cd";
const UNPINNED: &str = "on: pull_request\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: octo/`x`@v1\n      - run: pytest\n";

fn machine(workflow: &str) -> Machine {
    Machine::new().file(".github/workflows/ci.yml", workflow)
}

#[test]
fn a_repository_without_a_pipeline_is_not_well_but_unknown() {
    let ran = Machine::new().run(&["check", "pipeline"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.out.contains("could not tell"), "{}", ran.out);
}

#[test]
fn the_text_says_each_place_and_the_remedy_and_it_exits_1() {
    let ran = machine(UNPINNED).run(&["check", "pipeline"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for line in [
        "Pipeline audit: RED",
        "x CP-101 RED     Actions are pinned by commit (HIGH)",
        "    x .github/workflows/ci.yml:7:15 octo/`x`@v1 is not pinned",
    ] {
        assert!(ran.out.lines().any(|it| it == line), "{line}:\n{}", ran.out);
    }
}

#[test]
fn one_rule_alone_is_judged_by_its_number_and_another_name_is_wrong_usage() {
    let pinned = UNPINNED.replace("octo/`x`@v1", &format!("octo/x@{SHA}"));
    let ran = machine(&pinned).run(&["check", "pipeline", "--rule", "cp-101"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ran = machine(&pinned).run(&["check", "pipeline", "--rule", "CP-999"]);
    assert_eq!(ran.code, 64, "{}", ran.out);
    assert!(ran.err.contains("No rule CP-999"), "{}", ran.err);
}

#[test]
fn only_findings_of_the_wanted_level_fail_and_what_is_open_still_exits_2() {
    let rule = |number: &str, level: &str| {
        let arguments = ["check", "pipeline", "--rule", number, "--fail-on", level];
        machine(UNPINNED).run(&arguments).code
    };
    assert_eq!(rule("CP-101", "high"), 1);
    assert_eq!(rule("CP-402", "high"), 0);
    assert_eq!(rule("CP-402", "low"), 1);
    assert_eq!(rule("CP-401", "high"), 2);
}

#[test]
fn a_workflow_that_is_no_yaml_is_unknown_with_its_place() {
    let ran = machine("on: [\n").run(&["check", "pipeline"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(
        ran.out.contains("? .github/workflows/ci.yml: line"),
        "{}",
        ran.out
    );
}

#[test]
fn json_has_each_row_with_its_marks() {
    let ran = machine(UNPINNED).run(&["check", "pipeline", "--json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["command"], "check pipeline");
    assert_eq!(json["audit"], "RED");
    let mut rows = json["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["number"] == "CP-101").unwrap();
    assert_eq!(row["state"], "RED");
    let mark = &row["marks"][0];
    assert_eq!((&mark["line"], &mark["column"]), (&7.into(), &15.into()));
    assert_eq!(mark["excerpt"], "- uses: octo/`x`@v1");
    let mut findings = json["findings"].as_array().unwrap().iter();
    assert!(findings.any(|it| it["id"] == "pipeline/CP-101" && it["priority"] == "P1"));
}

/// What the schema of SARIF 2.1.0 requires of the parts that are used.
#[test]
fn sarif_has_what_its_schema_requires_and_fingerprints_that_outlive_a_moved_line() {
    let sarif = |workflow: &str| -> Value {
        let ran = machine(workflow).run(&["check", "pipeline", "--sarif"]);
        serde_json::from_str(&ran.out).unwrap()
    };
    let before = sarif(UNPINNED);
    assert_eq!(before["version"], "2.1.0");
    let run = &before["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string());
    let rules = driver["rules"].as_array().unwrap();
    let levels = ["none", "note", "warning", "error"];
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string());
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(levels.contains(&level));
    }
    assert!(run["invocations"][0]["executionSuccessful"].is_boolean());
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(levels.contains(&result["level"].as_str().unwrap()));
        assert!(result["message"]["text"].is_string());
        for location in result["locations"].as_array().into_iter().flatten() {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.starts_with('/') && !uri.contains(' '), "{uri}");
            assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
            assert!(place["region"]["startColumn"].as_u64().unwrap() > 0);
        }
    }
    let prints = |sarif: &Value| -> Vec<String> {
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let print = |it: &Value| it["partialFingerprints"]["watchkeeper/v1"].to_string();
        results.iter().map(print).collect()
    };
    let moved = format!("# a comment\n{UNPINNED}");
    assert_eq!(prints(&before), prints(&sarif(&moved)));
}

#[test]
fn markdown_is_a_document_with_a_plan_and_no_text_of_a_file_is_markup_in_it() {
    let ran = machine(UNPINNED).run(&["check", "pipeline", "--markdown"]);
    for line in [
        "# Pipeline audit",
        "**Status**: RED",
        "### Within 30 days",
        "### Within 90 days",
        "## Acceptance criteria",
        "**Reviewed by**: _nobody yet_",
    ] {
        assert!(ran.out.lines().any(|it| it == line), "{line}:\n{}", ran.out);
    }
    let quoted = "  `.github/workflows/ci.yml:7:15` `` - uses: octo/`x`@v1 ``";
    assert!(ran.out.lines().any(|it| it == quoted), "{}", ran.out);
    assert!(ran.out.contains("octo/\\`x\\`@v1 is not pinned"));
    let both = ["check", "pipeline", "--markdown", "--json"];
    assert_eq!(machine(UNPINNED).run(&both).code, 64);
}

#[test]
fn what_an_earlier_answer_has_is_no_news_and_what_is_new_fails() {
    let machine = machine(UNPINNED);
    let earlier = machine.run(&["check", "pipeline", "--json"]).out;
    let machine = machine.file("earlier.json", &earlier);
    let compared = [
        "check",
        "pipeline",
        "--rule",
        "CP-101",
        "--compare",
        "earlier.json",
    ];
    let ran = machine.run(&compared);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("k CP-101 KNOWN"), "{}", ran.out);
    let moved = format!("# moved\n{}", UNPINNED.replace("pytest", "make"));
    let machine = machine.file(".github/workflows/ci.yml", &moved);
    assert_eq!(machine.run(&compared).code, 0);
    let more = UNPINNED.replace("- run", "- uses: octo/new@v1\n      - run");
    let machine = machine.file(".github/workflows/ci.yml", &more);
    let ran = machine.run(&compared);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("octo/new@v1 is not pinned"), "{}", ran.out);
    let ran = machine.run(&["check", "pipeline", "--compare", ".github/workflows/ci.yml"]);
    assert_eq!(ran.code, 64, "{}", ran.err);
}

#[test]
fn what_the_project_accepts_is_known_until_its_day_and_matches_something() {
    let accepting = |path: &str, until: &str| {
        let toml = format!(
            "[[accept]]\nrule = \"CP-101\"\nsubject = \"{path}\"\nwhy = \"a fork\"\nuntil = \"{until}\"\nby = \"anna\"\n"
        );
        let machine = machine(UNPINNED).file("watchkeeper.toml", &toml);
        machine.run(&["check", "pipeline"]).out
    };
    let workflow = ".github/workflows/ci.yml";
    let accepted = accepting(workflow, "2999-12-31");
    assert!(accepted.contains("k CP-101 KNOWN"), "{accepted}");
    let over = accepting(workflow, "2020-12-31");
    assert!(over.contains("x CP-101 RED"), "{over}");
    assert!(over.contains("and that is over"), "{over}");
    let other = accepting(".github/workflows/cd.yml", "2999-12-31");
    assert!(other.contains("x CP-101 RED"), "{other}");
    assert!(other.contains("no such fault"), "{other}");
    let toml = "[[accept]]\nrule = \"CP-101\"\n";
    let machine = machine(UNPINNED).file("watchkeeper.toml", toml);
    let ran = machine.run(&["check", "pipeline"]);
    assert_eq!(ran.code, 64, "{}", ran.out);
}

#[test]
fn a_key_that_is_written_into_a_workflow_leaves_the_program_masked() {
    let workflow = "on: push\njobs:\n  a:\n    steps:\n      - run: sam deploy\n        env:\n          AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMIK7MDENGbPxRfiCY\n";
    for form in ["--json", "--sarif", "--markdown"] {
        let ran = machine(workflow).run(&["check", "pipeline", form]);
        assert!(ran.out.contains("AWS_SECRET_ACCESS_KEY"), "{form}");
        assert!(!ran.out.contains("wJalr"), "{form}: {}", ran.out);
    }
}
