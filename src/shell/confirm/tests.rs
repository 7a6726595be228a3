//! A million people who type something like the phrase.
//!
//! Streams of keys near it (a character wrong, missing, more or of the other
//! case, pastes, Enter anywhere, sizes that change) never confirm; the phrase
//! itself, read and typed, always does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod pace;
mod pinned;

use jiff::{SignedDuration, Timestamp};

use super::{
    lines::Keys,
    preview::{Input, Preview},
};
use crate::{
    facts::{
        AccountId, Arn, Caller, Environment, GateSettings, InlinePolicy, Reading, Region, Remote,
        Role, Settings,
    },
    gate::{
        Assessment, Draft, FileState, GitState, Observed, Origin, Plan, RoleState, SessionId,
        TargetState, writes::PutRolePolicy,
    },
};

const STREAMS: u32 = 1_000_000;
const NAME: &str = "alpha-engine-executor-role";
const FILE: &str = "iam/alpha-engine-executor-role/metrics.json";
const PHRASE: &str = "alpha-engine-executor-role alpha-prod";

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn now() -> Timestamp {
    "2026-05-18T14:02:11Z".parse().unwrap()
}

fn document(namespaces: &str) -> Remote {
    Remote::new(format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{{"StringLike":{{"cloudwatch:namespace":{namespaces}}}}}}}]}}"#
    ))
}

fn settings() -> Settings {
    let environment = Environment {
        account: Some(AccountId::new("711398986525")),
        alias: Some("alpha-prod".to_owned()),
        allow_writes: true,
        ..Environment::unknown("alpha-prod".into())
    };
    Settings {
        environments: vec![environment],
        current: "alpha-prod".into(),
        gate: GateSettings {
            allow_writes: true,
            ..GateSettings::default()
        },
        ..Settings::default()
    }
}

fn server(address: &str) -> crate::facts::Server {
    crate::facts::Server::of(address).unwrap()
}

fn keys() -> Keys {
    Keys {
        applies: "enter".to_owned(),
        leaves: "Esc".to_owned(),
        unfolds: "ctrl-o".to_owned(),
        starts: None,
    }
}

fn plan() -> Plan {
    let live = document(r#"["AlphaEngine","AlphaEngine/*"]"#);
    let role = Role {
        name: NAME.into(),
        arn: Arn::new(format!("arn:aws:iam::711398986525:role/{NAME}")),
        path: "/".to_owned(),
        trust: Reading::Known(Remote::new(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
        )),
        inline: Reading::Known(vec![InlinePolicy {
            name: "metrics".into(),
            document: Reading::Known(live),
        }]),
        attached: Reading::Known(Vec::new()),
        boundary: Reading::Known(None),
    };
    let caller = Caller {
        account: AccountId::new("711398986525"),
        arn: Arn::new("arn:aws:sts::711398986525:assumed-role/oncall/anna"),
        region: Region::new("us-east-1"),
        endpoints: Vec::new(),
        through: Vec::new(),
        checked_at: now(),
        clock_ahead: None,
    };
    let draft = Draft {
        environment: "alpha-prod".into(),
        write: PutRolePolicy {
            role: NAME.into(),
            policy: "metrics".into(),
            document: document(r#"["AlphaEngine/*"]"#),
        }
        .into(),
        origin: Origin::Repository {
            path: FILE.to_owned(),
        },
        uses: Vec::new(),
        peers: None,
    };
    let observed = Observed {
        caller: Some(caller),
        partition: "aws".to_owned(),
        hosts: vec![
            server("https://sts.us-east-1.amazonaws.com"),
            server("https://iam.amazonaws.com"),
        ],
        target: TargetState::Role(RoleState {
            name: NAME.into(),
            role: Reading::Known(role),
            managed: Vec::new(),
            versions: Vec::new(),
            also_attached_to: Vec::new(),
            owner: Reading::Known(None),
            asked: Vec::new(),
        }),
        source: Some(FileState {
            path: FILE.to_owned(),
            text: Some(document(r#"["AlphaEngine/*"]"#)),
            git: GitState::Clean,
        }),
        at: now(),
    };
    let session_id = SessionId {
        session: 1,
        world: "demo".to_owned(),
    };
    Plan::of(
        Assessment::weighed(draft, observed),
        &settings(),
        session_id,
        now(),
    )
}

fn opened(at: Timestamp) -> Preview {
    let plan = plan();
    let stops: Vec<_> = plan.stops().collect();
    assert!(stops.is_empty(), "{stops:?}");
    let mut preview = Preview::new(plan, Vec::new(), (160, 50), 1, keys());
    preview.drawn(now());
    read(&mut preview, at);
    preview
}

/// Scrolls to the end, with time to look.
fn read(preview: &mut Preview, at: Timestamp) {
    let mut at = at;
    for _ in 0..preview.page().lines.len() {
        preview.input(Input::Page(1), at);
        preview.drawn(at);
        at += SignedDuration::from_millis(150);
    }
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

#[derive(Clone, Copy)]
enum Press {
    Key(char),
    Enter,
    Paste,
    Size,
    Erase,
    Look,
}

/// The phrase with something wrong about it, as keys.
fn near(dice: &mut Dice, keys: &mut Vec<Press>) {
    const OTHERS: [char; 8] = ['x', ' ', 'E', '-', '\u{430}', 'a', '0', 'y'];
    keys.clear();
    keys.extend(PHRASE.chars().map(Press::Key));
    let at = dice.roll(keys.len());
    let Press::Key(there) = keys[at] else {
        panic!("only characters so far");
    };
    match dice.roll(1_000) {
        // The size changes in the middle: what was typed before is gone.
        0 => keys.insert(at.max(1), Press::Size),
        1..200 => {
            let other = OTHERS[dice.roll(OTHERS.len())];
            keys[at] = Press::Key(if other == there { 'z' } else { other });
        }
        200..400 => drop(keys.remove(at)),
        400..600 => keys.insert(at, Press::Key(OTHERS[dice.roll(OTHERS.len())])),
        600..800 if there.is_ascii_alphabetic() => {
            keys[at] = Press::Key(there.to_ascii_uppercase());
        }
        600..800 => keys[at] = Press::Key('_'),
        800..900 => {
            keys.truncate(at);
            keys.push(Press::Paste);
        }
        _ => {
            keys.truncate(at);
            keys.push(Press::Look);
        }
    }
    // Enter wherever it may be pressed, and always at the end.
    for _ in 0..dice.roll(3) {
        let at = dice.roll(keys.len() + 1);
        keys.insert(at, Press::Enter);
    }
    if dice.roll(4) == 0 {
        let c = OTHERS[dice.roll(OTHERS.len())];
        let at = dice.roll(keys.len() + 1);
        keys.splice(at..at, [Press::Key(c), Press::Erase]);
    }
    keys.push(Press::Enter);
}

/// Presses the keys; says whether Enter ever meant something.
fn confirms(preview: &mut Preview, keys: &[Press], at: Timestamp) -> bool {
    let mut confirmed = false;
    for key in keys {
        match key {
            Press::Key(c) => preview.input(Input::Typed(*c), at),
            Press::Enter => confirmed |= preview.is_ready(at),
            Press::Paste => preview.pasted(),
            Press::Size => {
                preview.resized((160, 50));
                preview.drawn(at);
                preview.settled(at);
            }
            Press::Erase => preview.input(Input::Erase, at),
            Press::Look => preview.left_alone(),
        }
    }
    confirmed
}

#[test]
fn a_million_streams_near_the_phrase_never_confirm_and_the_phrase_does() {
    let at = later(60);
    let mut preview = opened(later(1));
    assert_eq!(preview.plan().phrase().text(), PHRASE);
    let exact: Vec<Press> = PHRASE
        .chars()
        .map(Press::Key)
        .chain([Press::Enter])
        .collect();
    let (mut dice, mut keys) = (Dice(0x9e37_79b9_7f4a_7c15), Vec::new());
    for stream in 0..STREAMS {
        near(&mut dice, &mut keys);
        assert!(!confirms(&mut preview, &keys, at), "stream {stream}");
        if keys.iter().any(|key| matches!(key, Press::Size)) {
            // What was read at the size before counts no more: it is read again.
            preview = again(preview, at);
        }
        preview.input(Input::Clear, at);
        if stream % 1_000 == 0 {
            assert!(confirms(&mut preview, &exact, at), "stream {stream}");
            preview.input(Input::Clear, at);
        }
    }
    assert!(confirms(&mut preview, &exact, at));
    let approved = preview.approve(at).ok().unwrap();
    assert_eq!(approved.plan().phrase().text(), PHRASE);
}

/// Read at this size, so that the next stream finds the field open.
fn again(mut preview: Preview, at: Timestamp) -> Preview {
    preview.resized((160, 50));
    preview.drawn(at - SignedDuration::from_secs(30));
    preview.settled(at - SignedDuration::from_secs(30));
    read(&mut preview, at - SignedDuration::from_secs(29));
    preview
}

#[test]
fn enter_without_the_phrase_gives_the_preview_back_as_it_was() {
    let at = later(60);
    let mut preview = opened(later(1));
    preview.input(Input::Typed('a'), at);
    let preview = preview.approve(at).err().unwrap();
    assert_eq!(preview.typed(), "a");
    assert_eq!(preview.plan().phrase().text(), PHRASE);
}

#[test]
fn nothing_is_approved_in_the_first_half_second_nor_after_five_minutes() {
    let mut preview = opened(later(1));
    for c in PHRASE.chars() {
        preview.input(Input::Typed(c), later(60));
    }
    assert!(preview.is_ready(later(60)));
    assert!(!preview.is_ready(now() + SignedDuration::from_millis(499)));
    assert!(!preview.is_ready(later(300)));
    let preview = preview.approve(later(300)).err().unwrap();
    assert!(preview.approve(later(299)).is_ok());
}

#[test]
fn keys_that_were_pressed_before_a_frame_showed_the_preview_are_no_reading_and_no_phrase() {
    // A terminal that takes no output for a while: everything is read at once, late.
    let mut preview = Preview::new(plan(), Vec::new(), (80, 18), 1, keys());
    let mut at = now();
    for _ in 0..preview.page().lines.len() {
        preview.input(Input::Page(1), at);
        at += SignedDuration::from_millis(150);
    }
    for c in PHRASE.chars() {
        preview.input(Input::Typed(c), at);
    }
    assert!(!preview.is_ready(at));
    preview.drawn(at);
    assert!(preview.typed().is_empty() && preview.reading().unread() != (0, 0));
}
