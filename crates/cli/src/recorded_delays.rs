//! What recorded delays look like, in sentences.

use theory::{Likeness, family, in_words};

/// A sentence for each.
pub(crate) fn told(likenesses: &[Likeness]) -> String {
    let mut text = String::new();
    for Likeness { recorded, delays, fits } in likenesses {
        let Some(nearest) = fits.first() else { continue };
        let rest = fits[1..].iter().map(|fit| format!("{} {:.4}", family(&fit.distribution), fit.ks_distance));
        let rest: Vec<String> = rest.collect();
        let rest = if rest.is_empty() { String::new() } else { format!("; {}", rest.join(", ")) };
        text.push_str(&format!(
            "{recorded}: {delays} delays, nearest to {} (Kolmogorov–Smirnov distance {:.4}{rest})\n",
            in_words(&nearest.distribution),
            nearest.ks_distance
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use theory::Recorded;

    #[test]
    fn what_they_look_like_is_told_in_a_sentence() {
        let text: String = (0..=2_000).map(|ms| format!("{ms}\n")).collect();
        let told = told(&Recorded::read(&text).unwrap().likenesses("lan.csv"));
        let start = "lan.csv: 2001 delays, nearest to uniform, 0 to 2000.0 ms (Kolmogorov–Smirnov distance 0.0005; ";
        assert!(told.starts_with(start), "{told}");
    }
}
