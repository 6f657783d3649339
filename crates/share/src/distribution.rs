//! A distribution of a time in a link: `40` is always 40 ms, `exp:40`, `uniform:10,20`,
//! `lognormal:40,2.5` (median, tail), `pareto:share,scale,shape,rate`, `quantiles:1,2,5`.

use scenario::Distribution;

use crate::number::{read_float, write_float};

/// Reads a distribution.
///
/// # Errors
/// A sentence, if it is none.
pub(crate) fn read_distribution(text: &str) -> Result<Distribution, String> {
    let Some((name, list)) = text.split_once(':') else {
        return Ok(Distribution::Constant { ms: read_float(text)? });
    };
    let numbers = match list {
        "" => Vec::new(),
        _ => list.split(',').map(read_float).collect::<Result<Vec<f64>, String>>()?,
    };
    Ok(match (name, numbers.as_slice()) {
        ("exp", &[mean_ms]) => Distribution::Exponential { mean_ms },
        ("uniform", &[low_ms, high_ms]) => Distribution::Uniform { low_ms, high_ms },
        ("lognormal", &[median_ms, tail]) => Distribution::LogNormal { median_ms, tail },
        ("pareto", &[pareto_share, scale_ms, shape, rate_per_ms]) => {
            Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms }
        }
        ("quantiles", _) => Distribution::Empirical { quantiles_ms: numbers },
        _ => {
            return Err(format!(
                "`{text}` is not a time in ms, exp:MEAN, uniform:LOW,HIGH, lognormal:MEDIAN,TAIL, \
                 pareto:SHARE,SCALE,SHAPE,RATE or quantiles:A,B,…"
            ));
        }
    })
}

/// Writes a distribution; nothing where a parameter is undefined or infinite.
pub(crate) fn write_distribution(distribution: &Distribution, link: &mut String) -> Option<()> {
    let (name, numbers): (&str, &[f64]) = match distribution {
        Distribution::Constant { ms } => return write_float(*ms, link),
        Distribution::Exponential { mean_ms } => ("exp:", &[*mean_ms]),
        Distribution::Uniform { low_ms, high_ms } => ("uniform:", &[*low_ms, *high_ms]),
        Distribution::LogNormal { median_ms, tail } => ("lognormal:", &[*median_ms, *tail]),
        Distribution::ParetoExponential { pareto_share, scale_ms, shape, rate_per_ms } => {
            ("pareto:", &[*pareto_share, *scale_ms, *shape, *rate_per_ms])
        }
        Distribution::Empirical { quantiles_ms } => ("quantiles:", quantiles_ms),
    };
    link.push_str(name);
    for (index, number) in numbers.iter().enumerate() {
        if index > 0 {
            link.push(',');
        }
        write_float(*number, link)?;
    }
    Some(())
}
