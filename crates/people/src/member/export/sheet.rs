//! A list as a file: CSV with a byte-order mark, or an Excel sheet.
//!
//! Rules: ids and phones stay text; a cell that a spreadsheet would take for a formula (it begins with = + - @
//! or a control character) is neutralised with an apostrophe, in both formats.

use rust_xlsxwriter::Workbook;
use weilu_vocabulary::Fault;

/// A cell as it may be written: what looks like a formula is only text.
#[must_use]
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The rows as CSV, lines ended as RFC 4180 wants, with the mark by which Excel knows UTF-8.
#[must_use]
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&harmless(cell))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The rows as an Excel sheet, every cell text, the head fixed.
///
/// # Errors
/// When there are more rows than a sheet holds.
pub fn xlsx(rows: &[Vec<String>]) -> Result<Vec<u8>, Fault> {
    write(rows).map_err(|error| Fault::new(error.to_string()))
}

fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (y, row) in rows.iter().enumerate() {
        let y = u32::try_from(y).map_err(|_| rust_xlsxwriter::XlsxError::RowColumnLimitError)?;
        for (x, cell) in row.iter().enumerate() {
            let x = u16::try_from(x).map_err(|_| rust_xlsxwriter::XlsxError::RowColumnLimitError)?;
            sheet.write_string(y, x, harmless(cell))?;
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_quotes_are_doubled() {
        let rows =
            vec![vec!["=1+1".to_owned(), "a,\"b\"".to_owned(), "12300000001".to_owned(), "@x".to_owned()]];
        let text = String::from_utf8(csv(&rows)).unwrap();
        assert_eq!(text, "\u{feff}'=1+1,\"a,\"\"b\"\"\",12300000001,'@x\r\n");
        for bad in ["=", "+1", "-1", "@a", "\t="] {
            assert!(harmless(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(harmless("周"), "周");
    }

    #[test]
    fn a_sheet_is_a_zip() {
        let bytes = xlsx(&[vec!["名字".to_owned()]]).unwrap();
        assert_eq!(bytes.get(..2), Some(&b"PK"[..]));
    }
}
