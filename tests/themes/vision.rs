//! The four states can be told apart with deuteranopia, simulated after Machado,
//! Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
//! Vision Deficiency" (2009), severity 1.0, and compared as CIE 1976 differences.

use watchkeeper::ui::{Role, Theme, theme::xterm_rgb};

use super::built_in::with_own_colours;

const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

const TO_XYZ: [[f64; 3]; 3] = [
    [0.412_4, 0.357_6, 0.180_5],
    [0.212_6, 0.715_2, 0.072_2],
    [0.019_3, 0.119_2, 0.950_5],
];

fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// CIE L*a*b* under D65 as a person with deuteranopia would see the colour.
fn seen(rgb: [u8; 3]) -> [f64; 3] {
    let simulated = times(DEUTERANOPIA, rgb.map(linear)).map(|part| part.clamp(0.0, 1.0));
    let [x, y, z] = times(TO_XYZ, simulated);
    let f = |t: f64| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn difference(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (seen(a), seen(b));
    (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f64>().sqrt()
}

/// The two states, or state and plain text, that are hardest to tell apart.
fn hardest(theme: &Theme) -> (f64, Role, Role) {
    let roles = [Role::Text, Role::Bad, Role::Warn, Role::Good, Role::Info];
    let colour = |role| xterm_rgb(theme.style(role).fg.unwrap()).unwrap();
    let mut found = (f64::MAX, Role::Text, Role::Text);
    for (at, a) in roles.into_iter().enumerate() {
        for b in roles.into_iter().skip(at + 1) {
            let apart = difference(colour(a), colour(b));
            if apart < found.0 {
                found = (apart, a, b);
            }
        }
    }
    found
}

#[test]
fn the_simulation_confuses_what_it_should_and_nothing_else() {
    let red_and_green = difference([0xaf, 0, 0], [0x5f, 0x5f, 0]);
    let blue_and_orange = difference([0, 0x87, 0xff], [0xff, 0x87, 0]);
    assert!(red_and_green < 15.0, "{red_and_green}");
    assert!(blue_and_orange > 100.0, "{blue_and_orange}");
}

#[test]
fn the_four_states_are_told_apart_in_every_theme_with_its_own_colours() {
    for theme in with_own_colours() {
        let (apart, a, b) = hardest(&theme);
        // Ten is clearly different side by side; the theme made for it does better.
        let least = if theme.name() == "deuteranopia" {
            25.0
        } else {
            10.0
        };
        assert!(
            apart >= least,
            "{}: {a:?} and {b:?} {apart:.1}",
            theme.name()
        );
    }
}
