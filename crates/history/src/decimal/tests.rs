//! Against the standard library, on numbers of all sizes.

use super::*;

/// Numbers of all sizes, and those where rounding is hardest.
fn numbers() -> Vec<f64> {
    let mut state = 1_u64;
    let mut list = vec![0.0, 1.0, 0.1, 0.3, 2.5, 1e21, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, f64::MAX];
    for power in -1074..1024 {
        let two = if power < -1022 {
            f64::from_bits(1 << (power + 1074))
        } else {
            f64::from_bits(((power + 1023) as u64) << 52)
        };
        list.extend([two, two.next_up(), two.next_down()]);
    }
    for round in 0..1_000_u64 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.push(f64::from_bits(state >> 1));
        list.push((state >> 40) as f64 / 1000.0);
        // Quarters, of which two texts of equal length are equally near.
        list.push((9_007_199_254_740_992_u64 - round) as f64 / 4.0);
    }
    list.retain(|number| number.is_finite());
    list
}

#[test]
fn numbers_are_written_as_the_standard_library_writes_them() {
    for number in numbers().into_iter().flat_map(|number| [number, -number]) {
        assert_eq!(plain(number), number.to_string());
        assert_eq!(scientific(number), format!("{number:e}"));
    }
    for number in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(plain(number), number.to_string());
        assert_eq!(Decimal(number).to_string(), number.to_string());
    }
}

#[test]
fn numbers_are_read_as_the_standard_library_reads_them() {
    for number in numbers() {
        for text in [number.to_string(), format!("{number:e}"), format!("{number:.3e}"), format!("-{number:.20e}")] {
            assert_eq!(
                read(&text).map(f64::to_bits),
                text.parse().ok().filter(|read: &f64| read.is_finite()).map(f64::to_bits),
                "{text}"
            );
        }
        // A little above a number, and with more digits than are kept.
        let (digits, point) = write::exact(number.max(f64::MIN_POSITIVE));
        let (above, _) = write::exact(number.max(f64::MIN_POSITIVE).next_up().min(f64::MAX));
        for text in [format!("0.{digits}5e{point}"), format!("0.{above}{}1e{point}", "0".repeat(900))] {
            assert_eq!(read(&text), text.parse().ok().filter(|read: &f64| read.is_finite()), "{text}");
        }
    }
}

#[test]
fn what_lies_halfway_goes_to_the_even_number() {
    for (text, number) in [
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("9007199254740993.0000000000000000000000000000001", 9_007_199_254_740_994.0),
        ("9007199254740995", 9_007_199_254_740_996.0),
        ("2.4703282292062327e-324", 0.0),
        ("2.4703282292062328e-324", 5e-324),
        ("1.7976931348623158e308", f64::MAX),
    ] {
        assert_eq!(read(text), Some(number), "{text}");
    }
    assert_eq!(read("1.7976931348623159e308"), None);
}

#[test]
fn every_way_to_write_a_number_is_read() {
    for text in ["5.", ".5", "+5", "-0", "-.5e1", "5E+2", "00012", "1e-99999999999999999999", "0e99999999999999999999"]
    {
        assert_eq!(read(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
    }
    for text in [
        "", ".", "+", "-", "e5", ".e5", "5e", "5e+", "1_0", " 1", "1 ", "0x10", "--1", "+-1", "1e5.5", "é", "inf",
        "NaN", "1e400",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn fixed_decimals_keep_their_zeros() {
    for (number, places, text) in [
        (12.0, 1, "12.0"),
        (0.96, 1, "1.0"),
        (0.04, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (-2.56, 1, "-2.6"),
        (7.5, 0, "8"),
        (3.014_2, 3, "3.014"),
    ] {
        assert_eq!(fixed(number, places), text);
    }
}
