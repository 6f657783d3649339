//! The rows of a sweep as a file: its form goes by the end of its name.

use super::parquet_file;
use super::table::{Column, Row};

/// The forms, by how names of files end.
const FORMS: [(&str, Write); 3] = [(".csv", csv), (".jsonl", json_lines), (".parquet", parquet_file::write)];

type Write = fn(&[Column], &[Row]) -> Result<Vec<u8>, String>;

/// What is wrong with the name of a file.
pub(crate) fn problem(path: &str) -> Option<String> {
    let ends = FORMS.map(|(end, _)| end).join(", ");
    form(path).is_none().then(|| format!("--out {path}: its name has to end in one of {ends}"))
}

/// Writes rows to a file.
///
/// # Errors
/// A sentence, if they cannot be written.
pub(crate) fn write(path: &str, columns: &[Column], rows: &[Row]) -> Result<(), String> {
    let form = form(path).ok_or_else(|| problem(path).unwrap_or_default())?;
    let bytes = form(columns, rows).map_err(|problem| format!("{path}: {problem}"))?;
    std::fs::write(path, bytes).map_err(|error| format!("{path}: {error}"))
}

fn form(path: &str) -> Option<Write> {
    FORMS.iter().find(|(end, _)| path.ends_with(end)).map(|(_, form)| *form)
}

/// A first line with the names, then a line a row; what is absent is empty.
fn csv(columns: &[Column], rows: &[Row]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| &column.name)).map_err(|error| error.to_string())?;
    for row in rows {
        writer.write_record(row.cells.iter().map(ToString::to_string)).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// An object a line; what is absent is null.
pub(crate) fn json_lines(columns: &[Column], rows: &[Row]) -> Result<Vec<u8>, String> {
    let mut text = String::new();
    for row in rows {
        text.push_str(&row.json(columns)?);
        text.push('\n');
    }
    Ok(text.into_bytes())
}
