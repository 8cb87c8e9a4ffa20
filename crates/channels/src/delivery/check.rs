//! Whether messages reach anybody: until a carrier is set up they stay in the simulator's box, and nobody outside
//! ever gets a one-time code.

use weilu_kernel::{Act, Finding, Tx};
use weilu_vocabulary::{Fault, Text};

const TO: &str = "/console/settings?drawer=messages";

pub(super) async fn carriers(_: &mut Tx, _: &Act) -> Result<Vec<Finding>, Fault> {
    Ok(vec![
        Finding::new(
            "delivery.sms",
            TO,
            Text::new(
                "短信还没有接通：验证码只留在模拟信箱里，别人收不到，也就注册不了。",
                "SMS is not set up: codes stay in the simulator's box, so nobody outside can sign up by phone.",
            ),
        )
        .grave(),
        Finding::new(
            "delivery.mail",
            TO,
            Text::new(
                "邮件还没有接通：用邮箱注册的人收不到验证码。",
                "Mail is not set up: nobody can sign up by mail.",
            ),
        )
        .grave(),
    ])
}
