//! The distribution of a time: its kind, and the parameters of that kind.

use scenario::{Distribution, limits};
use yew::prelude::*;

use super::desk::labelled;
use crate::components::{Element, NumberFieldProps, Quantity, Select, el, number_field, three_digits};
use crate::words;

const KINDS: [&str; 6] = [
    words::network::CONSTANT,
    words::network::UNIFORM,
    words::network::EXPONENTIAL,
    words::network::LOG_NORMAL,
    words::network::PARETO_EXPONENTIAL,
    words::network::RECORDED,
];

/// The rows that set a distribution.
pub(crate) struct DistributionRows {
    /// What the ids of its fields begin with.
    pub(crate) id: &'static str,
    /// What it is the distribution of.
    pub(crate) label: &'static str,
    pub(crate) value: Distribution,
    pub(crate) on_change: Callback<Distribution>,
}

impl DistributionRows {
    /// The rows: the kind first, then a row for each parameter.
    pub(crate) fn rows(self) -> Element {
        let Self { id, label, value, on_change } = self;
        let (kind, parameters) = parameters(&value);
        let values: Vec<f64> = parameters.iter().flat_map(|(_, values)| values).copied().collect();
        let select = Select {
            id: id.into(),
            name: None,
            described_by: None,
            choices: KINDS.map(AttrValue::from).to_vec(),
            taken: Some(kind),
            on_change: on_change.reform(move |kind| converted(&value, kind)),
        };
        let row = |(index, (quantity, own)): (usize, (Quantity, Vec<f64>))| -> Html {
            let (values, whole) = (values.clone(), quantity.count_max > 1);
            let on_change = on_change.reform(move |new: Vec<f64>| {
                let mut values = values.clone();
                match (whole, values.get_mut(index), new.first()) {
                    (false, Some(value), Some(new)) => *value = *new,
                    _ => values = new,
                }
                built(kind, &values)
            });
            let id = AttrValue::from(format!("{id}-{index}"));
            let field = NumberFieldProps {
                id: id.clone(),
                quantity,
                label: None,
                values: own,
                empty: None,
                problem: None,
                on_change,
            };
            let label = el("label").with("for", id).text(quantity.name);
            el("li").key(index).class("choice-row").add(label).child(number_field(field)).into()
        };
        let rows = parameters.into_iter().enumerate().map(row).collect();
        el("div")
            .class("distribution")
            .add(labelled(id, label, select.view()).key(KINDS.len()))
            .add(el("ul").key(kind).list(rows))
    }
}

/// The kind of a distribution, and its parameters with their values.
fn parameters(distribution: &Distribution) -> (usize, Vec<(Quantity, Vec<f64>)>) {
    let ms = |name, value| (Quantity::of(name, 0.0, limits::DELAY_MS_MAX, 1.0, "ms"), vec![value]);
    let number = |name, low, high, step, value| (Quantity::of(name, low, high, step, ""), vec![value]);
    match *distribution {
        Distribution::Constant { ms: value } => (0, vec![ms(words::network::ALWAYS, value)]),
        Distribution::Uniform { low_ms, high_ms } => {
            (1, vec![ms(words::network::SHORTEST, low_ms), ms(words::network::LONGEST, high_ms)])
        }
        Distribution::Exponential { mean_ms } => (2, vec![ms(words::network::MEAN, mean_ms)]),
        Distribution::LogNormal { median_ms, tail } => {
            let (low, high) = limits::TAIL_RANGE;
            let tail = (Quantity::of(words::network::TAIL_SHAPE, low, high, 0.1, "").signed("×"), vec![tail]);
            (3, vec![ms(words::network::MEDIAN, median_ms), tail])
        }
        Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => (
            4,
            vec![
                number(words::network::PARETO_SHARE, 0.0, 1.0, 0.01, pareto_share),
                ms(words::network::PARETO_SCALE, scale_ms),
                number(words::network::PARETO_SHAPE, 0.1, 1_000.0, 0.1, shape),
                number(words::network::EXPONENTIAL_RATE, 1e-5, 1e5, 0.01, rate_per_ms),
            ],
        ),
        Distribution::Empirical { ref quantiles_ms } => {
            let (quantity, _) = ms(words::network::QUANTILES, 0.0);
            let quantity = Quantity { count_max: limits::EMPIRICAL_POINTS_MAX, ..quantity };
            (5, vec![(quantity, quantiles_ms.clone())])
        }
    }
}

/// A distribution of a kind from its parameters in order.
fn built(kind: usize, values: &[f64]) -> Distribution {
    let value = |index: usize| values.get(index).copied().unwrap_or(0.0);
    match kind {
        0 => Distribution::Constant { ms: value(0) },
        1 => Distribution::Uniform { low_ms: value(0), high_ms: value(1) },
        2 => Distribution::Exponential { mean_ms: value(0) },
        3 => Distribution::LogNormal { median_ms: value(0), tail: value(1) },
        4 => Distribution::ParetoExponential {
            pareto_share: value(0),
            scale_ms: value(1),
            shape: value(2),
            rate_per_ms: value(3),
        },
        _ => Distribution::Empirical { quantiles_ms: values.to_vec() },
    }
}

/// A distribution of another kind that is about as long: the medians agree.
fn converted(from: &Distribution, kind: usize) -> Distribution {
    let at = |u: f64| three_digits(diagram::number::within(from.at(u), 0.001, limits::DELAY_MS_MAX));
    let median = at(0.5);
    let values = match kind {
        1 => vec![median / 2.0, median * 1.5],
        2 => vec![median / std::f64::consts::LN_2],
        3 => vec![median, 2.0],
        // With nine tenths in a body of shape 3, the median is 1.31 times the scale.
        4 => vec![0.9, median / 1.31, 3.0, (0.2 / median).max(1e-5)],
        5 => [0.01, 0.25, 0.5, 0.75, 0.99].map(at).to_vec(),
        _ => vec![median],
    };
    let values: Vec<f64> = values.into_iter().map(|value| three_digits(value).min(limits::DELAY_MS_MAX)).collect();
    built(kind, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_read_back_as_the_same_distribution() {
        let start = Distribution::LogNormal { median_ms: 20.0, tail: 2.0 };
        for kind in 0..KINDS.len() {
            let distribution = converted(&start, kind);
            let (found, parameters) = parameters(&distribution);
            let values: Vec<f64> = parameters.into_iter().flat_map(|(_, values)| values).collect();
            assert_eq!((found, built(found, &values)), (kind, distribution));
        }
    }

    #[test]
    fn another_kind_is_about_as_long_and_can_be_drawn_from() {
        for median_ms in [0.001, 0.05, 20.0, 30_000.0] {
            let start = Distribution::Constant { ms: median_ms };
            for kind in 0..KINDS.len() {
                let distribution = converted(&start, kind);
                assert!((distribution.at(0.5) / median_ms - 1.0).abs() < 0.02, "{distribution:?}");
            }
        }
        for ms in [0.0, 60_000.0] {
            for kind in 0..KINDS.len() {
                let distribution = converted(&Distribution::Constant { ms }, kind);
                assert_eq!(distribution.problems(), [""; 0], "{distribution:?}");
            }
        }
    }
}
