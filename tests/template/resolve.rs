//! Intrinsics: what stays open first, then what is known.

use watchkeeper::template::{Inputs, Resolved, Resolver, Symbol, Text, parse};

use super::inputs;

const HEAD: &str = "
Parameters:
  Open: {Type: String}
  Given: {Type: String}
  Default: {Type: Number, Default: 7}
  List: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Secret: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /name/of/it}
Mappings:
  Sizes: {eu-west-1: {disk: 10, names: [x, y]}}
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
  Unsure: !Equals [!Ref Open, x]
  SureAnyway: !Or [!Condition Unsure, !Condition Yes]
  NeverAnyway: !And [!Condition Unsure, {Condition: No}]
Resources:
  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
  Bucket: {Type: 'AWS::S3::Bucket'}
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: deploy, Path: /ci/}}
Value: ";

fn resolved_with(value: &str, inputs: &Inputs) -> Resolved {
    let template = parse(&format!("{HEAD}{value}\n")).unwrap();
    Resolver::new(&template, inputs).resolve(template.root.get("Value").unwrap())
}

fn resolved(value: &str) -> Resolved {
    resolved_with(value, &inputs(&[("Given", "given")]))
}

fn text(value: &str) -> Text {
    resolved(value).text().unwrap()
}

fn known(value: &str) -> String {
    let text = text(value);
    text.known()
        .map(str::to_owned)
        .unwrap_or_else(|| panic!("{value} is open: {text:?}"))
}

#[test]
fn what_nobody_knows_stays_a_symbol() {
    let open = |value: &str, token: &str| {
        let text = text(value);
        assert_eq!(text.known(), None, "{value}");
        assert_eq!(text.with_tokens(), token, "{value}");
    };
    open("!Ref Open", "<Ref Open>");
    open("!Ref Secret", "<Ref Secret>");
    open("!Ref Bucket", "<Ref Bucket>");
    open("!GetAtt Bucket.Arn", "<GetAtt Bucket.Arn>");
    open("!GetAtt [Bucket, Arn]", "<GetAtt Bucket.Arn>");
    open("{'Fn::GetAtt': [Bucket, Arn]}", "<GetAtt Bucket.Arn>");
    open("!ImportValue 'net:vpc'", "<ImportValue net%3Avpc>");
    open("!Sub '${Bucket.Arn}/*'", "<GetAtt Bucket.Arn>/*");
    open("!Join ['/', [!Ref Bucket, a]]", "<Ref Bucket>/a");
    open("'x{{resolve:ssm:/a/b:1}}y'", "x<resolve ssm%3A/a/b%3A1>y");
    open(
        "!If [Unsure, a, b]",
        "<If Unsure %5B%22Unsure%22 %22a%22 %22b%22 %5D>",
    );
}

#[test]
fn an_unknown_account_is_a_symbol_and_never_a_guess() {
    let text = resolved_with(
        "!Sub 'arn:${AWS::Partition}:${AWS::AccountId}'",
        &Inputs::default(),
    );
    let text = text.text().unwrap();
    assert_eq!(text.with_tokens(), "arn:<AWS Partition>:<AWS AccountId>");
    assert_eq!(
        text.symbols().next(),
        Some(&Symbol::Pseudo("AWS::Partition".into()))
    );
    assert_eq!(text.to_pattern(), "arn:*:*");
    assert!(text.may_be("arn:aws:817685572750") && !text.may_be("urn:aws:817685572750"));
}

#[test]
fn different_arguments_never_share_a_token() {
    let long = "x".repeat(300);
    let tokens: std::collections::BTreeSet<String> = [
        "!ImportValue 'a:b'".to_owned(),
        "!ImportValue 'a%3Ab'".to_owned(),
        "!Select [0, !GetAZs '']".to_owned(),
        "!Select [1, !GetAZs '']".to_owned(),
        format!("!Cidr [{long}, 1]"),
        format!("!Cidr [{long}, 2]"),
    ]
    .iter()
    .map(|value| text(value).with_tokens())
    .collect();
    assert_eq!(tokens.len(), 6, "{tokens:?}");
}

#[test]
fn parameters_give_their_values_or_their_defaults() {
    assert_eq!(known("!Ref Given"), "given");
    assert_eq!(known("!Ref Default"), "7");
    assert_eq!(resolved("!Ref List").listed().len(), 3);
    let given = inputs(&[("Secret", "resolved")]);
    let secret = resolved_with("!Ref Secret", &given).text().unwrap();
    assert_eq!(secret.known(), Some("resolved"));
}

#[test]
fn functions_come_to_what_cloudformation_makes_of_them() {
    assert_eq!(
        known("!Sub '${Given}-${!Literal}-${AWS::Region}'"),
        "given-${Literal}-eu-west-1"
    );
    assert_eq!(
        known("!Sub ['${a}/${Given}', {a: !Ref Default}]"),
        "7/given"
    );
    assert_eq!(known("!Sub\n  - ${a}\n  - a: !Select [1, !Ref List]"), "b");
    assert_eq!(known("!Join [':', !Ref List]"), "a:b:c");
    assert_eq!(known("!Select ['2', !Split ['-', 'x-y-z']]"), "z");
    assert_eq!(known("!FindInMap [Sizes, !Ref 'AWS::Region', disk]"), "10");
    assert_eq!(
        known("!Select [0, !FindInMap [Sizes, eu-west-1, names]]"),
        "x"
    );
    assert_eq!(known("!Base64 hi"), "aGk=");
    assert_eq!(known("!Length [a, b]"), "2");
    assert_eq!(
        known("!GetAtt Queue.Arn"),
        "arn:aws:sqs:eu-west-1:817685572750:jobs"
    );
    assert_eq!(
        known("!GetAtt Role.Arn"),
        "arn:aws:iam::817685572750:role/ci/deploy"
    );
    assert_eq!(known("{Ref: Role}"), "deploy");
}

#[test]
fn conditions_are_true_false_or_open() {
    assert_eq!(known("!If [Yes, a, b]"), "a");
    assert_eq!(known("!If [No, a, b]"), "b");
    assert_eq!(known("!If [SureAnyway, a, b]"), "a");
    assert_eq!(known("!If [NeverAnyway, a, b]"), "b");
    assert_eq!(known("!If [Unsure, same, same]"), "same");
}

#[test]
fn what_has_no_value_is_not_there() {
    let Resolved::List(items) =
        resolved("[a, !Ref AWS::NoValue, !If [No, b, !Ref 'AWS::NoValue']]")
    else {
        panic!("a list");
    };
    assert_eq!(items.len(), 1);
    assert_eq!(
        resolved("{k: !Ref 'AWS::NoValue'}"),
        Resolved::Map(Vec::new())
    );
}

#[test]
fn a_policy_variable_outside_sub_is_plain_text() {
    assert_eq!(
        known("'arn:aws:s3:::b/${aws:username}'"),
        "arn:aws:s3:::b/${aws:username}"
    );
    assert_eq!(known("!Sub 'b/${!aws:username}'"), "b/${aws:username}");
}

#[test]
fn the_partition_follows_the_region() {
    let mut china = inputs(&[]);
    china.surroundings.region = Some("cn-north-1".into());
    let text = resolved_with("!Sub '${AWS::Partition} ${AWS::URLSuffix}'", &china).text();
    assert_eq!(text.unwrap().known(), Some("aws-cn amazonaws.com.cn"));
}

#[test]
fn mistakes_are_told_with_their_places() {
    let text = format!(
        "{HEAD}[!Ref Nowhere, !Join x, !Nonsense y, !If [Nope, a, b], !FindInMap [Sizes, a, b]]\n"
    );
    let template = parse(&text).unwrap();
    let inputs = inputs(&[]);
    let resolver = Resolver::new(&template, &inputs);
    resolver.resolve(template.root.get("Value").unwrap());
    let told: Vec<String> = resolver.problems().into_iter().map(|it| it.what).collect();
    for word in ["Nowhere", "Join", "Nonsense", "Nope", "Sizes"] {
        assert!(
            told.iter().any(|what| what.contains(word)),
            "{word}: {told:?}"
        );
    }
}

#[test]
fn objects_and_lists_become_json_in_a_string() {
    let object = "{key1: value1, key2: !Ref Given}";
    assert_eq!(
        known(&format!("{{'Fn::ToJsonString': {object}}}")),
        r#"{"key1":"value1","key2":"given"}"#
    );
    assert_eq!(
        known(&format!("!ToJsonString [{object}]")),
        r#"[{"key1":"value1","key2":"given"}]"#
    );
    assert_eq!(
        known(r#"!ToJsonString {n: 7, t: "7", q: 'a "b"', gone: !Ref AWS::NoValue, e: []}"#),
        r#"{"n":7,"t":"7","q":"a \"b\"","e":[]}"#
    );
    let open = text("!ToJsonString {a: !GetAtt Bucket.Arn}");
    assert_eq!(open.with_tokens(), r#"{"a":"<GetAtt Bucket.Arn>"}"#);
    assert_eq!(text("!ToJsonString text").known(), None);
    assert_eq!(known("!Sub ['${n}', {n: !Length [a, b, !Ref Given]}]"), "3");
}

#[test]
fn what_is_referred_to_may_be_computed() {
    assert_eq!(known("!Ref {'Fn::Join': ['', [Gi, ven]]}"), "given");
    assert_eq!(
        known("!GetAtt [!Sub Queue, QueueName]"),
        known("!GetAtt Queue.QueueName")
    );
    assert_eq!(text("!Ref {Ref: Open}").known(), None);
}
