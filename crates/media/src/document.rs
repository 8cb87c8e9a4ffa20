//! Documents: PDF and the Office formats, told by what they hold and not by their names. They are kept as they came
//! and only ever handed out to be saved. Office files with macros are not taken.

use std::{fs::File, io::BufReader};

/// The kind of a document in a zip; `None` when it is none that is taken.
pub fn office(file: &mut File) -> Option<&'static str> {
    let archive = zip::ZipArchive::new(BufReader::new(file)).ok()?;
    let has = |wanted: &str| archive.file_names().flatten().any(|name| name == wanted);
    let macros = archive.file_names().flatten().any(|name| name.ends_with("vbaProject.bin"));
    if macros || !has("[Content_Types].xml") {
        return None;
    }
    match () {
        () if has("word/document.xml") => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        () if has("xl/workbook.xml") => {
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        () if has("ppt/presentation.xml") => {
            Some("application/vnd.openxmlformats-officedocument.presentationml.presentation")
        }
        () => None,
    }
}
