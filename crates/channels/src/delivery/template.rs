//! Texts of messages, by name, in both languages. They are what carriers of short messages approve.

use serde_json::{Map, Value as Json};
use weilu_vocabulary::{Lang, Text};

/// A text with places.
#[derive(Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What stands above, in a letter.
    pub subject: Text,
    /// What it says.
    pub body: Text,
}

/// Every template. Each is about a code or the safety of an account, so that none waits for the morning.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "one_time_code",
        subject: Text::new("你的验证码 {code}", "Your code is {code}"),
        body: Text::new(
            "验证码 {code}，{minutes} 分钟内有效。不是你本人操作的话，不用理会这条消息，也不要告诉任何人。",
            "Your code is {code}, valid for {minutes} minutes. If this was not you, ignore this message and tell nobody the code.",
        ),
    },
    Template {
        name: "password_set",
        subject: Text::new("你的密码改好了", "Your password was set"),
        body: Text::new(
            "你的账号刚刚设置了新密码，其他设备已退出登录。不是你本人操作的话，请马上用验证码登录并重设密码。",
            "A new password was just set and your other devices were signed out. If this was not you, sign in with a code at once and set another.",
        ),
    },
    Template {
        name: "way_added",
        subject: Text::new("你的账号多了一个登录方式", "Your account has another way to sign in"),
        body: Text::new(
            "{new} 刚刚加进了你的账号。不是你本人操作的话，请马上到「账号安全」移除它并修改密码。",
            "{new} was just added to your account. If this was not you, remove it under Account safety at once and change your password.",
        ),
    },
    Template {
        name: "way_changed",
        subject: Text::new("你的登录方式换好了", "Your way to sign in was changed"),
        body: Text::new(
            "你的账号已从 {old} 换成 {new}。不是你本人操作的话，请马上联系我们的客服。",
            "Your account was changed from {old} to {new}. If this was not you, write to our service at once.",
        ),
    },
    Template {
        name: "way_removed",
        subject: Text::new("你的账号少了一个登录方式", "A way to sign in was removed"),
        body: Text::new(
            "{old} 已从你的账号移除。不是你本人操作的话，请马上到「账号安全」查看并修改密码。",
            "{old} was removed from your account. If this was not you, look under Account safety at once and change your password.",
        ),
    },
    Template {
        name: "admission_approved",
        subject: Text::new("你的入会申请通过了", "You may come in"),
        body: Text::new(
            "{name}，你的入会申请通过了。用这个号码或邮箱登录，就可以进来坐坐。",
            "{name}, your application was approved. Sign in with this number or address and come in.",
        ),
    },
    Template {
        name: "admission_refused",
        subject: Text::new("你的入会申请有回音了", "About your application"),
        body: Text::new(
            "{name}，你的入会申请这次没有通过，原因是：{reason}",
            "{name}, your application was not approved this time, because: {reason}",
        ),
    },
    Template {
        name: "erasure_asked",
        subject: Text::new("你申请了注销账号", "You asked to close your account"),
        body: Text::new(
            "你的账号会在 {days} 天后注销，所有资料会被删除。想留下来的话，在这之前登录，到「我 · 隐私」取消就好。",
            "Your account will be closed in {days} days and everything about you erased. To stay, sign in before then and take it back under Me · Privacy.",
        ),
    },
    Template {
        name: TEST,
        subject: Text::new("试一下：信能收到", "A test: letters arrive"),
        body: Text::new(
            "这是一条测试消息，看到它就说明设置好了。",
            "This is a test message. When you read it, everything is set up.",
        ),
    },
];

/// Sent when an operator tries whether messages arrive.
pub const TEST: &str = "test";

/// The template of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|t| t.name == name)
}

impl Template {
    /// Subject and body, filled.
    #[must_use]
    pub fn render(&self, lang: Lang, values: &Map<String, Json>) -> (String, String) {
        let fill = |text: &Text| text.fill(values).get(lang).to_owned();
        (fill(&self.subject), fill(&self.body))
    }
}
