//! Whether those who run the house can come back to it: the first link from the command line opens once.

use super::state;
use weilu_kernel::{Finding, Role, Tx};
use weilu_vocabulary::{Fault, Text};

pub(super) async fn way_back(tx: &mut Tx) -> Result<Vec<Finding>, Fault> {
    let stranded = state::link::without_way_in(tx, Role::Headquarters.word()).await?;
    if stranded == 0 {
        return Ok(Vec::new());
    }
    let text = Text::new(
        "有管理员还没有留下手机号或邮箱，退出登录后就回不来了。到「我 · 账号安全」加上一个。",
        "An administrator has left no phone or mail address yet and could not come back after signing out. Add one under Me · Account safety.",
    );
    Ok(vec![Finding::new("account.way_back", "/me/safety", text).grave()])
}
