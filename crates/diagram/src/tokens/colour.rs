//! The colours, for light and for dark. Contrast against the surface of the same theme: text at
//! least 4.5, marks that carry meaning at least 3; a test computes them.

/// A colour by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// The page.
    Surface,
    /// The pressed half of a toggle.
    Raised,
    /// Dividers.
    Hairline,
    /// Borders of fields, slider tracks.
    HairlineStrong,
    /// Ruler lines behind a timeline.
    Grid,
    /// An idle lifeline.
    Lifeline,
    /// Text.
    Ink,
    /// Secondary text.
    Ink2,
    /// Axis text and notes, on the plain surface only.
    Ink3,
    /// What is live: cursor, focus, active tab.
    Accent,
    /// Behind an invitation.
    AccentTint,
    /// Around an invitation.
    AccentLine,
    /// A guarantee that holds.
    Holds,
    /// A guarantee that is violated.
    Violated,
    /// A verdict nobody knows.
    Unknown,
    /// Reads.
    Read,
    /// Writes.
    Write,
    /// Faults and losses.
    Fault,
    /// The inside of a read's bar.
    ReadFill,
    /// The inside of a written value's chip.
    WriteFill,
}

/// Which colours a picture takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the reader's system has it.
    #[default]
    Auto,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Surface,
        Self::Raised,
        Self::Hairline,
        Self::HairlineStrong,
        Self::Grid,
        Self::Lifeline,
        Self::Ink,
        Self::Ink2,
        Self::Ink3,
        Self::Accent,
        Self::AccentTint,
        Self::AccentLine,
        Self::Holds,
        Self::Violated,
        Self::Unknown,
        Self::Read,
        Self::Write,
        Self::Fault,
        Self::ReadFill,
        Self::WriteFill,
    ];

    /// Its name in a stylesheet, without the dashes in front.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.swatch().0
    }

    /// Its value on light ground.
    #[must_use]
    pub const fn light(self) -> &'static str {
        self.swatch().1
    }

    /// Its value on dark ground.
    #[must_use]
    pub const fn dark(self) -> &'static str {
        self.swatch().2
    }

    const fn swatch(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Surface => ("surface", "#fcfcfb", "#101214"),
            Self::Raised => ("raised", "#f5f5f3", "#181b1e"),
            Self::Hairline => ("hairline", "#e6e6e2", "#26292d"),
            Self::HairlineStrong => ("hairline-strong", "#cfcfca", "#3a3e43"),
            Self::Grid => ("grid", "#f0f0ed", "#1a1d20"),
            Self::Lifeline => ("lifeline", "#b9bbb8", "#4d5258"),
            Self::Ink => ("ink", "#16181b", "#ecedee"),
            Self::Ink2 => ("ink-2", "#565b62", "#a8adb3"),
            Self::Ink3 => ("ink-3", "#6e747b", "#878d94"),
            Self::Accent => ("accent", "#4a4fd8", "#989cff"),
            Self::AccentTint => ("accent-tint", "#eeeefc", "#1d1f38"),
            Self::AccentLine => ("accent-line", "#b9bbf0", "#4a4d85"),
            Self::Holds => ("holds", "#0b7a5f", "#45c2a0"),
            Self::Violated => ("violated", "#c0330c", "#ff8059"),
            Self::Unknown => ("unknown", "#6b6f76", "#9ba0a6"),
            Self::Read => ("read", "#0a6fa6", "#5db8e8"),
            Self::Write => ("write", "#946000", "#e2a83e"),
            Self::Fault => ("fault", "#9a2c7f", "#e283c8"),
            Self::ReadFill => ("read-fill", "#e4f1f8", "#10283a"),
            Self::WriteFill => ("write-fill", "#fbf1dc", "#33270f"),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::Colour;

    /// Contrast as WCAG 2.2 defines it. The sRGB curve is taken by linear interpolation of
    /// `x^2.4` between its exact values at the 32nds, which is close enough for a bound.
    pub(in crate::tokens) fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(hex: &str) -> f64 {
        let channel = |from: usize| {
            let value = u8::from_str_radix(&hex[from..from + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                return value / 12.92;
            }
            let base = (value + 0.055) / 1.055;
            // x^2.4 = x^2 · (x^2)^(1/5), the fifth root by Newton.
            let square = base * base;
            let mut root = 1.0_f64;
            for _ in 0..60 {
                let fourth = root * root * root * root;
                root -= (fourth * root - square) / (5.0 * fourth);
            }
            square * root
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn check(colour: Colour, ground: Colour, least: f64) {
        for (theme, fore, back) in [("light", colour.light(), ground.light()), ("dark", colour.dark(), ground.dark())] {
            let found = contrast(fore, back);
            assert!(found >= least, "{colour:?} on {ground:?}, {theme}: {found:.2}");
        }
    }

    #[test]
    fn words_stand_out_from_the_surface() {
        use Colour::*;
        for colour in [Ink, Ink2, Ink3, Accent, Holds, Violated, Unknown, Read, Write, Fault] {
            check(colour, Surface, 4.5);
        }
    }

    #[test]
    fn words_stand_out_from_the_fills_they_lie_on() {
        use Colour::*;
        check(Write, WriteFill, 4.5);
        check(Ink, Raised, 4.5);
        check(Ink2, Raised, 4.5);
        check(Accent, AccentTint, 4.5);
        check(Surface, Violated, 4.5);
        check(Surface, Accent, 4.5);
    }
}
