//! The quantile of the standard normal distribution.
//!
//! Algorithm AS 241, PPND16 (M. J. Wichura, "The Percentage Points of the Normal Distribution",
//! Applied Statistics 37, 1988): relative error about 1e-16. Built on `libm`, so that a delay is
//! the same number natively and in wasm.

const NEAR: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_6,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const MIDDLE: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

/// The `x` below which a standard normal number lies with probability `u`, for 0 < `u` < 1.
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&NEAR, 0.180_625 - q * q);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = (-libm::log(tail)).sqrt();
    let x = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if q < 0.0 { -x } else { x }
}

fn ratio((above, below): &([f64; 8], [f64; 8]), x: f64) -> f64 {
    polynomial(above, x) / polynomial(below, x)
}

/// Estrin's scheme: pairs, then pairs of pairs. Horner's would be as short, but each of its steps
/// waits for the one before, and every message draws here. For the same reason always inline: the
/// page compiles this room for size, and would call it twice a draw.
#[inline(always)]
fn polynomial([a, b, c, d, e, f, g, h]: &[f64; 8], x: f64) -> f64 {
    let square = x * x;
    let low = (a + b * x) + (c + d * x) * square;
    let high = (e + f * x) + (g + h * x) * square;
    low + high * (square * square)
}

#[cfg(test)]
mod tests {
    use super::normal_quantile;

    #[test]
    fn it_equals_published_percentage_points() {
        // Abramowitz and Stegun, table 26.5, and the check values of AS 241 itself.
        for (u, x) in [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.975, 1.959_963_984_540_054),
            (0.99, 2.326_347_874_040_841),
            (0.999, 3.090_232_306_167_813),
            (0.001, -3.090_232_306_167_813),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((normal_quantile(u) - x).abs() < 1e-12, "{u}: {} is not {x}", normal_quantile(u));
        }
    }
}
