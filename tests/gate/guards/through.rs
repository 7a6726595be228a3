//! Proxies and trust stores between here and AWS.

use watchkeeper::facts::Through;

use super::{Fixture, ask};
use crate::gate::fixture::{World, server};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "through",
    objects,
    passes,
};

fn proxy(address: &str) -> Through {
    Through::Proxy(server(address))
}

fn store(content: &str) -> Through {
    Through::Trust {
        path: "/etc/ssl/ours \"x\".pem".to_owned(),
        sha256: content.repeat(32),
    }
}

fn passing(ways: &[Through]) -> World {
    let mut world = World::narrowing();
    world.observed.caller.as_mut().unwrap().through = ways.to_vec();
    world
}

fn objects() -> World {
    passing(&[proxy("http://10.0.0.1:3128")])
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn what_nobody_named_stops_and_the_line_that_names_it_is_said() {
    let mut world = passing(&[proxy("http://10.0.0.1:3128"), store("ab")]);
    let why = world.stop("through");
    assert!(why.contains("http://10.0.0.1:3128"), "{why}");
    assert!(why.contains("ours \"x\".pem"), "{why}");
    world.settings.gate.through = vec![proxy("https://old:1")];
    let line = ask(&world, "through");
    let (_, line) = line.split_once("config.toml: ").unwrap();
    // The line, as a person would paste it, makes it pass.
    let read: toml::Table = toml::from_str(line).unwrap();
    let texts = read["through"].as_array().unwrap().iter();
    let texts = texts.map(|text| Through::parse(text.as_str().unwrap()).unwrap());
    world.settings.gate.through = texts.collect();
    assert_eq!(world.settings.gate.through.len(), 3);
    assert_eq!(world.warnings("through").len(), 2);
}

#[test]
fn a_trust_store_with_another_content_is_another_one() {
    let mut world = passing(&[store("ab")]);
    world.settings.gate.through = vec![store("cd")];
    assert!(world.stop("through").contains("another content"));
}

#[test]
fn another_port_or_scheme_of_a_named_proxy_stops() {
    for other in ["http://10.0.0.1:3129", "https://10.0.0.1:3128"] {
        let mut world = passing(&[proxy(other)]);
        world.settings.gate.through = vec![proxy("http://10.0.0.1:3128")];
        assert!(world.stop("through").contains(other), "{other}");
    }
}

#[test]
fn one_named_and_one_not_stops() {
    let mut world = passing(&[proxy("http://10.0.0.1:3128"), store("ab")]);
    world.settings.gate.through = vec![store("ab")];
    let why = world.stop("through");
    assert!(why.contains("10.0.0.1") && !why.contains(".pem"), "{why}");
}

#[test]
fn a_proxy_whose_address_means_several_machines_stops_even_when_its_text_is_named() {
    let odd = Through::Ambiguous("http://0x7f.1:3128".to_owned());
    let mut world = passing(std::slice::from_ref(&odd));
    world.settings.gate.through = vec![odd];
    assert!(world.stop("through").contains("more than one way"));
}

#[test]
fn what_changed_since_the_preview_is_said() {
    let (was, is) = (
        passing(&[store("ab")]).plan(),
        passing(&[store("cd")]).plan(),
    );
    assert_ne!(was.fingerprint(), is.fingerprint());
    let moved = was.moved(&is).join(" ");
    assert!(moved.contains(&"cd".repeat(32)), "{moved}");
    let none = passes().plan();
    assert_ne!(was.fingerprint(), none.fingerprint());
    assert!(was.moved(&none).join(" ").contains("no proxy"));
}
