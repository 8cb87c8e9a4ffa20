//! The brand as its members see it: its logo on every page, in the tab and on what is sent.
//!
//! Rules: the logo is a setting and belongs to the brand, not to whoever sent it; it is for anyone, because it stands
//! before the sign-in. The brand's name is its row (`tenant`); this keeps no table.

use weilu_kernel::{Feature, Seers, Viewer, settings};
use weilu_vocabulary::{BlobId, RefKind};

settings! {
    pub LOGO: Option<BlobId> = None, "brand.logo" "品牌标志：显示在每一页和浏览器标签上，最好是方形" "Logo of the brand, on every page and in the tab; square is best";
}

/// The brand as a feature.
pub const FEATURE: Feature = Feature {
    name: "brand",
    zh: "品牌",
    en: "Brand",
    settings: SETTINGS,
    viewers: &[Viewer { kind: RefKind::Tenant, who: Seers::Anyone }],
    ..Feature::EMPTY
};
