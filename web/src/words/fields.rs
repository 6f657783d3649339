//! Fields, sliders and switches, whatever they set.

// What can be written in a field.
pub(crate) fn whole(name: &str, low: &str, high: &str) -> String {
    format!("{name}: a whole number from {low} to {high}")
}

pub(crate) fn number(name: &str, low: &str, high: &str) -> String {
    format!("{name}: a number from {low} to {high}")
}

pub(crate) fn numbers(name: &str, most: u32, low: &str, high: &str) -> String {
    format!("{name}: 1 to {most} numbers from {low} to {high}, with commas between")
}

// On a slider.
pub(crate) const RESET: &str = "Double-click to reset";

// The states of a switch.
pub(crate) const ON: &str = "on";
pub(crate) const OFF: &str = "off";
