//! Version 1 of every policy text: plain words, true of what this program does, with the names of brand and company.
//!
//! The list of what is collected is derived from what the features declare, so that it cannot be forgotten.

use super::Kind;
use weilu_kernel::App;
use weilu_vocabulary::Text;

const TERMS: Text = Text::new(
    "## 欢迎\n{brand}的社区由{company}运营。注册或使用，就表示你同意下面的约定。\n\n## 账号\n- 用手机号或邮箱登录，请保管好验证码和密码。\n- 名字可以自己取；按规定，发言前需要验证手机号。\n- 未满 14 周岁，需要监护人同意并陪同使用。\n- 随时可以在「我 · 隐私」里注销账号。\n\n## 你发布的内容\n- 内容归你所有。你允许我们在社区里保存、展示和搜索它，以便大家看到。\n- 请不要发布违法、侵权、欺诈、骚扰、色情、暴力或泄露他人隐私的内容。\n- 违反约定的内容会被隐藏或移除，严重的会限制发言或停用账号。每一次处理都会说明原因，你可以申诉。\n\n## 群规和群主\n- 进群前会看到群规，群主按群规管理，管理动作会留下记录，可以申诉。\n\n## 责任\n- 我们尽力让服务稳定、数据安全，但不保证没有中断。\n- 成员之间的约定和交易由双方自己负责，我们会配合处理纠纷。\n\n## 变更与联系\n- 约定更新时会重新征得你的同意；不同意，可以停止使用并注销。\n- 有问题，可以在社区里联系{brand}的客服。\n- 本约定适用中华人民共和国法律。",
    "## Welcome\nThe community of {brand} is run by {company}. By joining or using it you accept what follows.\n\n## Your account\n- You sign in by phone or mail; keep codes and passwords to yourself.\n- The name you show is yours to choose; the law asks for a verified phone before you publish.\n- Under the age of 14 a guardian must agree and accompany you.\n- You can close your account at any time under Me · Privacy.\n\n## What you publish\n- It stays yours. You allow us to keep, show and search it inside the community so that others can see it.\n- Please publish nothing unlawful, infringing, fraudulent, harassing, pornographic or violent, and nothing private about others.\n- What breaks these terms is hidden or removed; in grave cases publishing is limited or the account suspended. Every decision names its reason, and you can appeal.\n\n## Charters and owners\n- You see the charter before you enter a group. Owners act by it, their acts are recorded, and you can appeal.\n\n## Liability\n- We do what we can to keep the service steady and data safe, but promise no freedom from interruption.\n- Agreements and trades between members are their own affair; we help to settle disputes.\n\n## Changes and contact\n- When these terms change we ask for your consent again; if you do not agree you can stop and close your account.\n- For questions, write to the service of {brand} in the community.\n- The law of the People's Republic of China applies.",
);

const PRIVACY: Text = Text::new(
    "## 我们怎样对待你的信息\n{company}只为下面写明的用途处理你的个人信息，每一种用途你都可以单独同意或撤回。\n\n## 收集什么\n- 手机号或邮箱：用来登录和找回账号。\n- 你填写的资料、发布的内容、参加的活动。\n- 登录设备的名称和所在省份。我们不保存你的网络地址，只用它换算省份并防止滥用。\n- 完整的清单见《个人信息收集清单》。\n\n## 用来做什么\n- 提供社区服务、保障安全、履行法律义务。\n- 发送营销消息、个性化推荐、把入群回答用于资料：只有在你同意之后，可以一键关闭。\n\n## 和谁共享\n- 不出售个人信息。共享的对象和内容见《个人信息共享清单》。\n- 法律要求时，会依法提供。\n\n## 保存多久\n- 账号存在期间保存；注销后删除。\n- 法律要求保留的记录（如安全日志至少六个月）去掉资料后封存，需要两位负责人一起才能打开。\n\n## 你的权利\n- 在「我 · 隐私」里查看和撤回同意、导出自己的全部信息、查看谁看过你的资料、注销账号。\n- 注销前有冷静期，期间可以反悔。\n\n## 未成年人\n- 未满 14 周岁须由监护人同意。我们不把儿童的信息用于营销和分群。\n\n## 更新与联系\n- 本政策更新时会重新征得你的同意。有问题请联系{brand}的客服。",
    "## How we treat your data\n{company} handles your personal data only for the purposes named here; you can agree to each of them, or take that back, on its own.\n\n## What we collect\n- Your phone number or mail address: to sign in and to recover your account.\n- The profile you fill in, what you publish, what you take part in.\n- The name of the device you sign in with and its province. We do not keep your network address; it only tells us the province and helps against abuse.\n- The whole list stands under “Data we collect”.\n\n## What for\n- To run the community, keep it safe and obey the law.\n- Marketing messages, personal recommendation and the use of your entry answers for your profile: only after you agreed, and one tap turns each off.\n\n## With whom\n- We sell no personal data. With whom we share what stands under “Data we share”.\n- Where the law demands it, we hand over what it names.\n\n## How long\n- As long as your account exists; closing it deletes your data.\n- Records that the law wants kept (such as security logs for six months) are sealed without your profile; two officers must open them together.\n\n## Your rights\n- Under Me · Privacy you see and withdraw consents, export everything about you, see who read your data, and close your account.\n- Closing has a cooling-off time in which you can change your mind.\n\n## Minors\n- Under the age of 14 a guardian must agree. We use no data of children for marketing or segments.\n\n## Changes and contact\n- When this policy changes we ask for your consent again. For questions, write to the service of {brand}.",
);

const SHARED: Text = Text::new(
    "我们目前不与第三方共享你的个人信息。发送验证码和邮件时，短信和邮件服务商会得到你的手机号或邮箱，只用于送达。",
    "At present we share no personal data with third parties. To deliver codes and mail, the SMS and mail carriers receive your number or address, for delivery only.",
);

const COLLECTED: Text = Text::new(
    "下面是这个社区会保存的与你有关的信息。你可以在「我 · 隐私」里导出或删除它们。",
    "This is what the community keeps about you. You can export or delete it under Me · Privacy.",
);

/// The built-in text of a kind.
pub(super) fn text(app: &App, kind: Kind, brand: &str, company: &str) -> Text {
    let template = match kind {
        Kind::Terms => TERMS,
        Kind::Privacy => PRIVACY,
        Kind::Shared => SHARED,
        Kind::Collected => return collected(app),
    };
    let fill = |text: &str| text.replace("{brand}", brand).replace("{company}", company);
    Text::owned(fill(&template.zh), fill(&template.en))
}

fn collected(app: &App) -> Text {
    let (mut zh, mut en) = (COLLECTED.zh.into_owned(), COLLECTED.en.into_owned());
    for feature in app.features.iter().filter(|f| !f.personal.is_empty()) {
        zh.push_str(&format!("\n\n## {}", feature.zh));
        en.push_str(&format!("\n\n## {}", feature.en));
        for part in feature.personal {
            zh.push_str(&format!("\n- {}", part.title.0));
            en.push_str(&format!("\n- {}", part.title.1));
        }
    }
    Text::owned(zh, en)
}
