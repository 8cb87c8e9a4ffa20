//! What is missing from the brand's face.

use super::{SLOGAN, state};
use weilu_kernel::{Finding, Tx};
use weilu_vocabulary::{Fault, Text};

const TO: &str = "/console/settings?drawer=brand";

pub(super) async fn look(tx: &mut Tx) -> Result<Vec<Finding>, Fault> {
    let (_, host) = state::row(tx).await?;
    let mut found = Vec::new();
    if host.is_empty() {
        found.push(Finding::new(
            "brand.host",
            TO,
            Text::new(
                "还没有自己的域名，现在什么地址都能打开。域名解析好以后，填到品牌设置里。",
                "There is no domain of your own yet; any address opens the house. When yours points here, enter it in the brand's settings.",
            ),
        ));
    }
    if SLOGAN.get(tx).await?.trim().is_empty() {
        found.push(Finding::new(
            "brand.slogan",
            TO,
            Text::new(
                "品牌还没有一句话介绍，分享出去的卡片会空着。",
                "The brand has no sentence about itself yet; cards that are shared stay bare.",
            ),
        ));
    }
    Ok(found)
}
