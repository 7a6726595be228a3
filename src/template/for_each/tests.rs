//! Loops as CloudFormation documents them; and the ones that are not expanded.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use super::*;
use crate::template::parse;

const HEAD: &str = "Transform: AWS::LanguageExtensions\n";

fn inputs(parameters: &[(&str, &str)]) -> Inputs {
    let parameters = parameters.iter();
    let parameters = parameters.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Inputs {
        parameters: parameters.collect(),
        ..Inputs::default()
    }
}

fn made(text: &str, inputs: &Inputs) -> (Template, Vec<String>) {
    let template = parse(text).unwrap();
    let (made, notes) = expanded(&template, inputs).unwrap();
    let notes = notes.into_iter().map(|note| note.what);
    (made, notes.collect())
}

/// The template comes to the same as the other, section by section.
fn comes_to(text: &str, wanted: &str) {
    let (made, notes) = made(&format!("{HEAD}{text}"), &inputs(&[]));
    assert_eq!(notes, Vec::<String>::new());
    let wanted = parse(wanted).unwrap();
    for section in ["Conditions", "Resources"] {
        let (made, wanted) = (made.root.get(section), wanted.root.get(section));
        let same = match (made, wanted) {
            (Some(made), Some(wanted)) => made.same_content(wanted),
            (made, wanted) => made.is_none() && wanted.is_none(),
        };
        assert!(same, "{made:#?}");
    }
}

fn refused(text: &str, inputs: &Inputs, why: &str) {
    let (made, notes) = made(text, inputs);
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains(why), "{notes:?}");
    assert!(notes[0].contains("is not expanded"), "{notes:?}");
    assert!(has_loop(&made.root), "it stays as it is written");
}

#[test]
fn a_list_that_is_not_known_is_not_run_over() {
    let text = format!(
        "{HEAD}Parameters:\n  Names: {{Type: CommaDelimitedList}}\nResources:\n  Fn::ForEach::R: [N, !Ref Names, {{'R${{N}}': {{Type: A::B::C}}}}]\n"
    );
    refused(&text, &inputs(&[]), "what it runs over is not known");
    let (made, notes) = made(&text, &inputs(&[("Names", "A, B")]));
    assert!(notes.is_empty());
    let ids: Vec<&str> = made.resources().map(|(id, _, _)| id).collect();
    assert_eq!(ids, ["RA", "RB"]);
}

#[test]
fn a_loop_needs_its_transform_and_its_form() {
    let good = "Resources:\n  Fn::ForEach::R: [N, [a], {'R${N}': {Type: A::B::C}}]\n";
    refused(good, &inputs(&[]), "does not name AWS::LanguageExtensions");
    for bad in ["[N, [a]]", "[[N], [a], {}]", "[N, [a], [b]]", "text"] {
        let text = format!("{HEAD}Resources:\n  Fn::ForEach::R: {bad}\n");
        refused(&text, &inputs(&[]), "since ");
    }
}

#[test]
fn what_would_be_made_twice_is_not_made() {
    for resources in [
        "  Fn::ForEach::R: [N, [a, a], {'R${N}': {Type: A::B::C}}]\n",
        "  Fn::ForEach::R: [N, [a, b], {R: {Type: A::B::C}}]\n",
        "  Ra: {Type: A::B::C}\n  Fn::ForEach::R: [N, [a, b], {'R${N}': {Type: A::B::C}}]\n",
        "  Fn::ForEach::R: [N, [a-b, ab], {'R&{N}': {Type: A::B::C}}]\n",
    ] {
        refused(
            &format!("{HEAD}Resources:\n{resources}"),
            &inputs(&[]),
            TWICE,
        );
    }
}

#[test]
fn loops_end_in_a_note_before_they_end_the_program() {
    let ten = "[a, b, c, d, e, f, g, h, i, j]";
    let nested = format!(
        "{HEAD}Resources:\n  Fn::ForEach::A:\n    - A\n    - {ten}\n    - Fn::ForEach::B:\n        - B\n        - {ten}\n        - Fn::ForEach::C:\n            - C\n            - {ten}\n            - 'R${{A}}${{B}}${{C}}': {{Type: A::B::C}}\n"
    );
    let (_, notes) = made(&nested, &inputs(&[]));
    assert!(
        notes.iter().all(|it| it.contains("more than 1000 things")),
        "{notes:?}"
    );
    assert!(!notes.is_empty() && notes.len() < 5);
    let long = "x".repeat(100);
    let wide = format!(
        "{HEAD}Resources:\n  Fn::ForEach::A: [A, [{}], {{'R${{A}}': {{Type: '{}'}}}}]\n",
        (0..900)
            .map(|at| format!("{long}{at}"))
            .collect::<Vec<_>>()
            .join(", "),
        "${A}".repeat(5000)
    );
    refused(&wide, &inputs(&[]), "too large");
}

#[test]
fn a_template_without_loops_is_left_alone() {
    let template =
        parse("Resources:\n  R: {Type: A::B::C}\nOutputs:\n  Fn::ForEach::O: [N, [a], {}]\n")
            .unwrap();
    assert_eq!(expanded(&template, &inputs(&[])), None);
}

#[test]
fn four_topics_of_one_fragment() {
    comes_to(
        "Resources:
  'Fn::ForEach::Topics':
    - TopicName
    - [Success, Failure, Timeout, Unknown]
    - 'SnsTopic${TopicName}':
        Type: 'AWS::SNS::Topic'
        Properties:
          TopicName: !Sub '${TopicName}.fifo'
          FifoTopic: true
",
        "Resources:
  SnsTopicSuccess: {Type: AWS::SNS::Topic, Properties: {TopicName: Success.fifo, FifoTopic: true}}
  SnsTopicFailure: {Type: AWS::SNS::Topic, Properties: {TopicName: Failure.fifo, FifoTopic: true}}
  SnsTopicTimeout: {Type: AWS::SNS::Topic, Properties: {TopicName: Timeout.fifo, FifoTopic: true}}
  SnsTopicUnknown: {Type: AWS::SNS::Topic, Properties: {TopicName: Unknown.fifo, FifoTopic: true}}
",
    );
}

#[test]
fn nested_loops_and_what_stands_beside_the_inner_one() {
    comes_to(
        "Resources:
  VPC: {Type: 'AWS::EC2::VPC'}
  'Fn::ForEach::SubnetResources':
    - Prefix
    - [Transit, Public]
    - 'Nacl${Prefix}Subnet':
        Type: 'AWS::EC2::NetworkAcl'
        Properties: {VpcId: !Ref VPC}
      'Fn::ForEach::LoopInner':
        - Suffix
        - [A, B]
        - '${Prefix}Subnet${Suffix}':
            Type: 'AWS::EC2::Subnet'
          'Nacl${Prefix}Subnet${Suffix}Association':
            Type: 'AWS::EC2::SubnetNetworkAclAssociation'
            Properties:
              SubnetId: !Ref
                'Fn::Sub': '${Prefix}Subnet${Suffix}'
              Arn: !GetAtt [!Sub 'Nacl${Prefix}Subnet', Id]
",
        "Resources:
  VPC: {Type: 'AWS::EC2::VPC'}
  NaclTransitSubnet: {Type: 'AWS::EC2::NetworkAcl', Properties: {VpcId: !Ref VPC}}
  TransitSubnetA: {Type: 'AWS::EC2::Subnet'}
  NaclTransitSubnetAAssociation: {Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: {SubnetId: !Ref TransitSubnetA, Arn: !GetAtt [NaclTransitSubnet, Id]}}
  TransitSubnetB: {Type: 'AWS::EC2::Subnet'}
  NaclTransitSubnetBAssociation: {Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: {SubnetId: !Ref TransitSubnetB, Arn: !GetAtt [NaclTransitSubnet, Id]}}
  NaclPublicSubnet: {Type: 'AWS::EC2::NetworkAcl', Properties: {VpcId: !Ref VPC}}
  PublicSubnetA: {Type: 'AWS::EC2::Subnet'}
  NaclPublicSubnetAAssociation: {Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: {SubnetId: !Ref PublicSubnetA, Arn: !GetAtt [NaclPublicSubnet, Id]}}
  PublicSubnetB: {Type: 'AWS::EC2::Subnet'}
  NaclPublicSubnetBAssociation: {Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: {SubnetId: !Ref PublicSubnetB, Arn: !GetAtt [NaclPublicSubnet, Id]}}
",
    );
}

#[test]
fn names_with_other_characters_properties_and_conditions() {
    comes_to(
        "Mappings:
  Of: {web: {Kinds: [Key, Value]}}
Conditions:
  Fn::ForEach::C: [Stage, [dev, prod], {'Is${Stage}': !Equals [!Ref AWS::StackName, !Ref Stage]}]
Resources:
  Fn::ForEach::R:
    - Address
    - [10.0.2.1, 10.0.2.2]
    - 'Host&{Address}':
        Type: A::B::C
        Properties:
          Fn::ForEach::P: [Kind, !FindInMap [Of, web, Kinds], {'The${Kind}': !Sub '${Kind} of ${Address} in ${AWS::Region}'}]
          Same: '${!Address}'
",
        "Conditions:
  Isdev: !Equals [!Ref AWS::StackName, dev]
  Isprod: !Equals [!Ref AWS::StackName, prod]
Resources:
  Host10021:
    Type: A::B::C
    Properties: {TheKey: !Sub 'Key of 10.0.2.1 in ${AWS::Region}', TheValue: !Sub 'Value of 10.0.2.1 in ${AWS::Region}', Same: '${!Address}'}
  Host10022:
    Type: A::B::C
    Properties: {TheKey: !Sub 'Key of 10.0.2.2 in ${AWS::Region}', TheValue: !Sub 'Value of 10.0.2.2 in ${AWS::Region}', Same: '${!Address}'}
",
    );
}
