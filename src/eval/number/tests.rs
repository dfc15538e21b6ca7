//! What Terraform prints and accepts, against this module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::Number;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
}

#[test]
fn reads_what_terraform_converts_to_a_number() {
    let cases = [
        ("1e2", "100"),
        ("007", "7"),
        ("+1", "1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1p3", "8"),
        ("1E2", "100"),
        ("-0", "0"),
        ("1.50", "1.5"),
        ("1e-30", "0.000000000000000000000000000001"),
        ("9007199254740993", "9007199254740993"),
        ("12345678901234567890123456789012345678901234567890", "12345678901234567890123456789012345678901234567890"),
        ("1e25", "10000000000000000000000000"),
        ("-9223372036854775809", "-9223372036854775809"),
    ];
    for (text, printed) in cases {
        assert_eq!(number(text).to_string(), printed, "{text}");
    }
}

#[test]
fn refuses_what_is_not_a_number_or_too_large() {
    let refused = [
        "",
        "-",
        " 3",
        "3 ",
        "0x10",
        "1_000",
        "1e",
        "1e+",
        "0b1",
        ".",
        "--1",
        "+-1",
        "1e999999999",
        "1e-999999999",
        "1.2.3",
        "١",
    ];
    for text in refused {
        assert_eq!(Number::parse(text), None, "{text:?}");
    }
    assert_eq!(Number::parse(&"9".repeat(20_000)), None);
}

#[test]
fn calculates_with_512_bits() {
    let third = number("1").div(&number("3")).unwrap();
    assert_eq!(third.to_string(), format!("0.{}5", "3".repeat(154)));
    let two_thirds = number("2").div(&number("3")).unwrap();
    assert_eq!(two_thirds.to_string(), format!("0.{}7", "6".repeat(153)));
    assert_eq!(two_thirds.mul(&number("3")).unwrap().to_string(), "2");
    let sum = number("0.1").add(&number("0.2")).unwrap();
    assert_eq!((sum.to_string().as_str(), &sum), ("0.3", &number("0.3")));
    assert_eq!(number("9223372036854775807").add(&1.into()).unwrap().to_string(), "9223372036854775808");
    assert_eq!(number("9223372036854775808").sub(&1.into()).unwrap().as_i64(), Some(i64::MAX));
    assert_eq!(Number::from(i64::MIN).neg().to_string(), "9223372036854775808");
    assert_eq!(number("1e600").div(&3.into()).unwrap().to_string(), format!("{}5{}", "3".repeat(154), "0".repeat(445)));
}

#[test]
fn divides_and_takes_remainders_as_terraform_does() {
    let cases = [("7", "3", "1"), ("-7", "3", "-1"), ("7.5", "2", "1.5"), ("-7.5", "2", "-1.5"), ("7", "0", "7")];
    for (a, b, rest) in cases {
        assert_eq!(number(a).rem(&number(b)).unwrap().to_string(), rest, "{a} % {b}");
    }
    assert_eq!(number("1").div(&Number::ZERO), None);
    assert_eq!(number("7").div(&number("2")).unwrap().to_string(), "3.5");
}

#[test]
fn orders_and_rounds() {
    assert!(number("1.5") < number("2") && number("-1.5") < number("-1") && number("1e30") > number("1e29"));
    let cases = [("1.2", "1", "2"), ("-1.5", "-2", "-1"), ("3", "3", "3"), ("-0.5", "-1", "0")];
    for (text, floor, ceil) in cases {
        assert_eq!(number(text).floor().to_string(), floor, "floor({text})");
        assert_eq!(number(text).ceil().to_string(), ceil, "ceil({text})");
    }
    assert!(number("3.0").is_integer() && !number("3.5").is_integer());
    assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(number("1.5").as_i64(), None);
}

#[test]
fn repeated_squaring_ends() {
    let mut value = number("1e1000");
    let mut steps = 0;
    while let Some(square) = value.mul(&value) {
        value = square;
        steps += 1;
    }
    assert!(steps < 10, "magnitudes are bounded");
}

#[test]
fn rounds_to_places_and_to_doubles() {
    let cases = [("2.5", 0, "2"), ("3.5", 0, "4"), ("2.675", 2, "2.67"), ("-1", 2, "-1.00"), ("0.001", 2, "0.00")];
    for (text, places, rounded) in cases {
        assert_eq!(number(text).to_fixed(places).as_deref(), Some(rounded), "{text}");
    }
    assert_eq!(number("0.1").to_f64(), 0.1);
    assert_eq!(number("-12").to_f64(), -12.0);
}
