//! Tables and times for a terminal.

use history::Duration;

/// A table: the first column to the left, the others to the right, two spaces between them.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let room = " ".repeat(width - cell.chars().count());
            if column == 0 { format!("{cell}{room}") } else { format!("{room}{cell}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A length of time with its unit, for people.
pub(crate) fn time(us: u64) -> String {
    plain(&Duration::from_us(us).to_string())
}

/// Text for a terminal, where nothing breaks lines: no-break spaces become spaces, so that what
/// is typed into a search finds it.
pub(crate) fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let text = table(&[row(&["", "p50", "p99"]), row(&["reads", "7.2", "118.0"]), row(&["→", "-"])]);
        assert_eq!(text, "       p50    p99\nreads  7.2  118.0\n→        -\n");
    }
}
