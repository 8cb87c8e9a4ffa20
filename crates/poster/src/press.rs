//! From SVG to PNG, with the fonts of the machine, read once.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, fontdb},
};
use std::sync::Arc;
use weilu_vocabulary::{Fault, Faulty};

/// Families that have Chinese, the nicest first.
const FAMILIES: [&str; 12] = [
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "SimHei",
];

/// The machine has no font with Chinese characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFont;

/// What draws posters.
pub struct Press {
    fonts: Arc<fontdb::Database>,
    family: &'static str,
}

impl Press {
    /// Reads which fonts the machine has; this takes a moment and is done once.
    ///
    /// # Errors
    /// [`NoFont`] when none of them has Chinese.
    pub fn open() -> Result<Press, NoFont> {
        let mut fonts = fontdb::Database::new();
        fonts.load_system_fonts();
        let has =
            |family: &&&str| fonts.faces().any(|face| face.families.iter().any(|(name, _)| name == **family));
        let family = FAMILIES.iter().find(has).copied().ok_or(NoFont)?;
        Ok(Press { fonts: Arc::new(fonts), family })
    }

    /// The family that is used.
    #[must_use]
    pub const fn family(&self) -> &'static str {
        self.family
    }

    /// Draws an SVG of [`crate::svg`] as PNG.
    ///
    /// # Errors
    /// When it is no SVG, or memory is short.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, Fault> {
        let options = usvg::Options {
            font_family: self.family.to_owned(),
            fontdb: self.fonts.clone(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(svg, &options).context("reading a poster")?;
        let size = tree.size().to_int_size();
        let mut map = Pixmap::new(size.width(), size.height())
            .ok_or_else(|| Fault::new("no room for the picture of a poster"))?;
        resvg::render(&tree, Transform::identity(), &mut map.as_mut());
        map.encode_png().context("writing the picture of a poster")
    }
}
