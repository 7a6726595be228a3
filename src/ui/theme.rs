//! A theme: a style for every role, read from TOML, fitted to the terminal.
//!
//! Widgets ask for roles, never for colours. A style always says foreground and
//! background, so that what is drawn over something else hides it.

use ratatui::style::{Color, Style};

mod colour;
mod depth;
mod file;
mod role;

pub use colour::{contrast, xterm_rgb};
pub use depth::ColorDepth;
pub use role::Role;

/// The themes that come with the program, by the name `inherits` uses.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../../themes/default.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    (
        "high-contrast",
        include_str!("../../themes/high-contrast.toml"),
    ),
    (
        "deuteranopia",
        include_str!("../../themes/deuteranopia.toml"),
    ),
    ("mono", include_str!("../../themes/mono.toml")),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The same theme in the colours that a terminal of this depth has.
    #[must_use]
    pub fn at(&self, depth: ColorDepth) -> Self {
        Self {
            name: self.name.clone(),
            styles: self.styles.map(|style| depth.fit(style)),
        }
    }
}

impl Default for Theme {
    /// The terminal's own colours and no emphasis: what is left when no theme can be read.
    fn default() -> Self {
        let plain = Style::new().fg(Color::Reset).bg(Color::Reset);
        Self {
            name: "plain".into(),
            styles: [plain; Role::ALL.len()],
        }
    }
}
