//! The rows of a sweep as Apache Parquet: a flat table whose columns can all be absent, uncompressed.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::table::{Cell, Column, Kind, Row};

/// Writes the table.
///
/// # Errors
/// A sentence, if it cannot be written.
pub(crate) fn write(columns: &[Column], rows: &[Row]) -> Result<Vec<u8>, String> {
    whole(columns, rows).map_err(|error| error.to_string())
}

fn whole(columns: &[Column], rows: &[Row]) -> Result<Vec<u8>, ParquetError> {
    let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("sweep").with_fields(fields).build()?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default())?;
    let mut group = writer.next_row_group()?;
    for (place, column) in columns.iter().enumerate() {
        let Some(mut out) = group.next_column()? else { break };
        let cells = || rows.iter().map(|row| &row.cells[place]);
        match column.kind {
            Kind::Text => put::<ByteArrayType>(&mut out, cells(), |cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                _ => None,
            })?,
            Kind::Whole => put::<Int64Type>(&mut out, cells(), |cell| match cell {
                Cell::Whole(number) => Some(*number),
                _ => None,
            })?,
            Kind::Real => put::<DoubleType>(&mut out, cells(), |cell| match cell {
                Cell::Real(number) => Some(*number),
                _ => None,
            })?,
        }
        out.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical, converted) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), ConvertedType::UTF8),
        Kind::Whole => (Physical::INT64, None, ConvertedType::NONE),
        Kind::Real => (Physical::DOUBLE, None, ConvertedType::NONE),
    };
    let field = Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .with_converted_type(converted);
    field.build().map(Arc::new)
}

/// The values that are there, and by row whether one is.
fn put<'r, T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'r Cell>,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = value(cell);
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    out.typed::<T>().write_batch(&values, Some(&levels), None).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn what_is_written_reads_back_cell_by_cell() {
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        let columns = [column("point", Kind::Whole), column("k.write_back", Kind::Text), column("share", Kind::Real)];
        let rows = [
            vec![Cell::Whole(0), Cell::Text("on, „off“\n".to_owned()), Cell::Real(1.0 / 3.0)],
            vec![Cell::Whole(1), Cell::Absent, Cell::Absent],
            vec![Cell::Whole(-2), Cell::Text(String::new()), Cell::Real(-0.0)],
        ];
        let rows: Vec<Row> = (0..).zip(rows).map(|(point, cells)| Row { point, cells }).collect();
        let path = std::env::temp_dir().join(format!("quorate-{}-cells.parquet", std::process::id()));
        std::fs::write(&path, write(&columns, &rows).unwrap()).unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
        std::fs::remove_file(&path).unwrap();
        let read = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        for (row, read) in rows.iter().zip(read) {
            for ((column, cell), (name, field)) in columns.iter().zip(&row.cells).zip(read.get_column_iter()) {
                let same = match (cell, field) {
                    (Cell::Absent, Field::Null) => true,
                    (Cell::Text(text), Field::Str(field)) => text == field,
                    (Cell::Whole(number), Field::Long(field)) => number == field,
                    (Cell::Real(number), Field::Double(field)) => number.to_bits() == field.to_bits(),
                    _ => false,
                };
                assert!(same && column.name == *name, "{cell:?} came back as {field:?}");
            }
        }
        assert_eq!(reader.metadata().file_metadata().num_rows(), 3);
    }
}
