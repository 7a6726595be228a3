//! The phrase that comes as a paste: marked, marked falsely, or not marked at all.
//!
//! Streams of keys at every pace go through a preview and through a naive model that
//! looks at the whole stream at once; both must agree on every yes.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use proptest::{prelude::*, test_runner::TestRunner};

use super::{PHRASE, later, opened};
use crate::{
    flow::Tick,
    shell::confirm::{
        preview::{Input, Preview},
        rhythm::Rhythm,
    },
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sent {
    Typed(char),
    Erase,
    Enter,
    Paste,
    NoKey,
}

/// What was sent, and how many microseconds after what came before.
type Stream = Vec<(u64, Sent)>;

/// Presses the keys as the state does; says at which Enter the preview would be confirmed.
fn confirmed(preview: &mut Preview, stream: &Stream) -> Vec<bool> {
    let (mut rhythm, mut micros, mut yes) = (Rhythm::default(), 0, Vec::new());
    for (gap, sent) in stream {
        micros += gap;
        let read = Tick::after(Duration::from_micros(micros));
        // The time of day does not move: the reader's clock alone judges here.
        let at = later(60);
        match sent {
            Sent::Typed(c) => {
                rhythm.key(true, read);
                preview.pressed(Input::Typed(*c), rhythm.pace(), at);
            }
            Sent::Erase => {
                rhythm.key(false, read);
                preview.pressed(Input::Erase, rhythm.pace(), at);
            }
            Sent::Enter => {
                rhythm.key(false, read);
                let heard = preview.hears_yes(rhythm.pace(), at);
                yes.push(heard && preview.is_ready(at));
            }
            Sent::Paste => {
                rhythm.upset(read);
                preview.pasted();
            }
            Sent::NoKey => rhythm.upset(read),
        }
    }
    yes
}

/// The rules, said once more over the whole stream.
fn expected(stream: &Stream) -> Vec<bool> {
    let mut at = 0;
    let times: Vec<u64> = stream
        .iter()
        .map(|(gap, _)| {
            at += gap;
            at
        })
        .collect();
    // What the field held before each key.
    let mut fields = vec![String::new()];
    let (mut upsets, mut counted) = (Vec::new(), Vec::<usize>::new());
    let mut yes = Vec::new();
    for (i, (gap, sent)) in stream.iter().enumerate() {
        let mut field = fields[i].clone();
        let silence = |since: usize| (since..i).all(|k| stream[k + 1].0 < 500_000);
        let quiet = !upsets.iter().any(|since| silence(*since));
        match sent {
            Sent::Paste => {
                field.clear();
                fields.iter_mut().for_each(String::clear);
                upsets.push(i);
            }
            Sent::NoKey => upsets.push(i),
            Sent::Enter => {
                let alone = i == 0 || *gap >= 100_000;
                yes.push(quiet && alone && field == PHRASE);
            }
            Sent::Erase if quiet => drop(field.pop()),
            Sent::Typed(c) if quiet => {
                field.push(*c);
                counted.push(i);
                let last = upsets.last().copied();
                let together = counted.iter().filter(|k| {
                    last.is_none_or(|upset| **k > upset) && times[i] - times[**k] <= 5_000
                });
                if together.count() > 6 {
                    let begins = (0..=i).rev().find(|k| *k == 0 || stream[*k].0 > 5_000);
                    field = fields[begins.unwrap()].clone();
                    upsets.push(i);
                }
            }
            Sent::Erase | Sent::Typed(_) => {}
        }
        fields.push(field);
    }
    yes
}

fn gap() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0..2_000_u64,
        2 => 2_000..12_000_u64,
        4 => 12_000..100_000_u64,
        2 => 100_000..500_000_u64,
        3 => 500_000..900_000_u64,
    ]
}

/// The phrase in pieces, each at a pace of its own, and what may come between.
fn streams() -> impl Strategy<Value = Stream> {
    let between = prop_oneof![
        6 => Just(vec![]),
        1 => Just(vec![Sent::Paste]),
        1 => Just(vec![Sent::NoKey]),
        1 => Just(vec![Sent::Enter]),
        1 => Just(vec![Sent::Typed('x'), Sent::Erase]),
        1 => Just(vec![Sent::Erase]),
    ];
    let piece = (1..14_usize, gap(), gap(), between);
    (prop::collection::vec(piece, 1..12), any::<bool>()).prop_map(|(pieces, steady)| {
        let mut rest = PHRASE.chars();
        let mut stream = Stream::new();
        for (length, first, each, between) in pieces {
            // A person keeps a pace; without such streams hardly any would end in a yes.
            let (first, each) = match steady {
                true => (first.max(501_000), each.max(5_001)),
                false => (first, each),
            };
            stream.extend(between.into_iter().map(|sent| (first, sent)));
            let piece = rest.by_ref().take(length).enumerate();
            stream.extend(piece.map(|(at, c)| match at {
                0 => (first, Sent::Typed(c)),
                _ => (each, Sent::Typed(c)),
            }));
            stream.push((first, Sent::Enter));
        }
        stream
    })
}

/// Every case on the same preview, with an empty field: to weigh one takes longer than
/// a thousand streams.
fn always<S: Strategy>(
    streams: S,
    holds: impl Fn(&mut Preview, S::Value) -> Result<(), TestCaseError>,
) {
    let preview = RefCell::new(opened(later(1)));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(20_000));
    let outcome = runner.run(&streams, |stream| {
        let mut preview = preview.borrow_mut();
        preview.input(Input::Clear, later(60));
        holds(&mut preview, stream)
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn a_yes_is_what_the_rules_say_whatever_the_pace() {
    let yes = Cell::new(0);
    always(streams(), |preview, stream| {
        let wanted = expected(&stream);
        yes.set(yes.get() + wanted.iter().filter(|yes| **yes).count());
        prop_assert_eq!(confirmed(preview, &stream), wanted);
        Ok(())
    });
    assert!(
        yes.get() > 500,
        "the streams prove something: {}",
        yes.get()
    );
}

/// However it is torn: what brings all of the phrase within 25 ms is no person.
#[test]
fn the_phrase_in_a_burst_is_never_a_yes() {
    let gaps = prop::collection::vec(0..650_u64, PHRASE.len());
    let enters = prop::collection::vec(0..2_000_000_u64, 1..4);
    // The beginning may have been typed by a person, as long as a burst brings the rest.
    let typed = 0..PHRASE.len() - 6;
    always((gaps, typed, enters), |preview, (gaps, typed, enters)| {
        let keys = PHRASE.chars().zip(gaps).enumerate();
        let keys = keys.map(|(at, (c, gap))| match at < typed {
            true => (150_000, Sent::Typed(c)),
            false => (gap, Sent::Typed(c)),
        });
        let enters = enters.into_iter().map(|gap| (gap, Sent::Enter));
        let stream: Stream = keys.chain(enters).collect();
        let yes = confirmed(preview, &stream);
        prop_assert!(!yes.contains(&true), "{:?}", preview.typed());
        Ok(())
    });
}

/// A slow line brings a few keys together, Enter among them: pressed once more by
/// itself, it is a yes.
#[test]
fn a_slow_line_that_brings_six_together_hinders_nobody() {
    let sizes = prop::collection::vec(1..=6_usize, PHRASE.len());
    let stalls = prop::collection::vec(5_001..2_000_000_u64, PHRASE.len());
    let again = 100_000..3_000_000_u64;
    always((sizes, stalls, again), |preview, (sizes, stalls, again)| {
        let mut rest = PHRASE.chars().peekable();
        let mut stream = Stream::new();
        for (size, stall) in sizes.into_iter().zip(stalls) {
            let together = rest.by_ref().take(size).enumerate();
            let gap = |at| if at == 0 { stall } else { 0 };
            stream.extend(together.map(|(at, c)| (gap(at), Sent::Typed(c))));
        }
        prop_assert!(rest.peek().is_none());
        stream.extend([(0, Sent::Enter), (again, Sent::Enter)]);
        prop_assert_eq!(confirmed(preview, &stream), [false, true]);
        Ok(())
    });
}

#[test]
fn what_was_typed_before_a_burst_stays_and_the_rest_can_be_typed_after_it() {
    let mut stream: Stream = PHRASE[..5]
        .chars()
        .map(|c| (80_000, Sent::Typed(c)))
        .collect();
    stream.push((300_000, Sent::Typed('x')));
    stream.extend(vec![(100, Sent::Typed('x')); 40]);
    let mut preview = opened(later(1));
    confirmed(&mut preview, &stream);
    assert_eq!(preview.typed(), &PHRASE[..5]);
    let rest = PHRASE[5..].chars().map(|c| (80_000, Sent::Typed(c)));
    let mut rest: Stream = rest.chain([(200_000, Sent::Enter)]).collect();
    rest[0].0 = 500_000;
    assert_eq!(confirmed(&mut preview, &rest), [true]);
}

#[test]
fn an_enter_that_is_held_down_is_never_a_yes() {
    let mut stream: Stream = PHRASE.chars().map(|c| (80_000, Sent::Typed(c))).collect();
    stream.extend(vec![(33_000, Sent::Enter); 100]);
    let mut preview = opened(later(1));
    assert_eq!(confirmed(&mut preview, &stream), vec![false; 100]);
    assert!(preview.is_ready(later(60)), "only the pace was wrong");
}
