//! How a brand sends: read from its settings each time, so that a change counts for the next message.

use crate::mail::{MailSetup, MailTls};
use weilu_kernel::{Tx, settings, tenant};
use weilu_vocabulary::{Fault, Text};

settings! {
    pub SITE_ADDRESS: String = String::new(), "delivery.site_address" "网站地址：消息里的链接从这里打开，例如 https://club.example.cn" "Address of this site, where links in messages lead, such as https://club.example.com";
    pub MAIL_SERVER: String = String::new(), "delivery.mail_server" "邮件服务器，例如 smtp.example.cn；留空时邮件进模拟器信箱" "Mail server, such as smtp.example.com; letters go into the simulator's box while it is empty";
    pub MAIL_PORT: i64 = 465, "delivery.mail_port" "邮件服务器端口" "Port of the mail server";
    pub MAIL_TLS: MailTls = MailTls::Tls, "delivery.mail_tls" "加密方式（tls 直接加密，465；starttls 连上再加密，587；none 不加密，只用于本机）" "Encryption (tls from the start, 465; starttls, 587; none, for the same machine only)";
    pub MAIL_USER: String = String::new(), "delivery.mail_user" "邮件账号" "Mail account";
    pub MAIL_PASSWORD: String = String::new(), "delivery.mail_password" "邮件密码或授权码" "Mail password or app password";
    pub MAIL_SENDER: String = String::new(), "delivery.mail_sender" "发件地址" "Sender's address";
    pub MAIL_SENDER_NAME: String = String::new(), "delivery.mail_sender_name" "发件人名称，留空用品牌名" "Sender's name; the brand's when empty";
    pub SMS_SIGNATURE: String = String::new(), "delivery.sms_signature" "短信签名（2 到 12 个字），留空用品牌名" "Signature of short messages (2 to 12 characters); the brand's name when empty";
    pub BOX_DAYS: i64 = 30, "delivery.box_days" "模拟器信箱保留天数" "Days the simulator's box is kept";
}

const SIGNATURE_MAX: usize = 12;

/// Brand and its way to send.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// The brand's short name.
    pub brand: String,
    /// Address of the site without a slash at its end; empty when unknown.
    pub site: String,
    /// Where letters go out; `None`: into the box.
    pub mail: Option<MailSetup>,
    /// Who signs short messages.
    pub signature: String,
}

/// Reads how the brand sends.
pub(crate) async fn load(tx: &mut Tx) -> Result<Setup, Fault> {
    let tenant = tenant::load(tx).await?;
    let (brand, host) = tenant.map_or_else(Default::default, |t| (t.name, t.host));
    let site = SITE_ADDRESS.get(tx).await?;
    let signature = SMS_SIGNATURE.get(tx).await?;
    let server = MAIL_SERVER.get(tx).await?.trim().to_owned();
    let mail = if server.is_empty() { None } else { Some(mail(tx, server, &brand).await?) };
    Ok(Setup { site: site_of(&site, &host), signature: signature_of(&signature, &brand), mail, brand })
}

async fn mail(tx: &mut Tx, server: String, brand: &str) -> Result<MailSetup, Fault> {
    let name = MAIL_SENDER_NAME.get(tx).await?.trim().to_owned();
    Ok(MailSetup {
        server,
        port: u16::try_from(MAIL_PORT.get(tx).await?).unwrap_or_default(),
        tls: MAIL_TLS.get(tx).await?,
        user: MAIL_USER.get(tx).await?.trim().to_owned(),
        password: MAIL_PASSWORD.get(tx).await?,
        sender: MAIL_SENDER.get(tx).await?.trim().to_owned(),
        sender_name: if name.is_empty() { brand.to_owned() } else { name },
    })
}

/// The address of the site: as set, else made of the brand's host name.
pub(super) fn site_of(set: &str, host: &str) -> String {
    let set = set.trim().trim_end_matches('/');
    if set.starts_with("https://") || set.starts_with("http://") {
        return set.to_owned();
    }
    if host.is_empty() { String::new() } else { format!("https://{host}") }
}

/// Who signs: as set, else the brand, cut to what carriers take.
pub(super) fn signature_of(set: &str, brand: &str) -> String {
    let set = set.trim();
    if !set.is_empty() {
        return set.to_owned();
    }
    let name: String = brand.chars().filter(|c| c.is_alphanumeric()).take(SIGNATURE_MAX).collect();
    let stand_in = Text::new("围炉社区", "Weilu");
    if name.chars().count() < 2 { stand_in.zh.into_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_follows_from_the_brand() {
        assert_eq!(site_of(" https://a.example/ ", "b.example"), "https://a.example");
        assert_eq!(site_of("a.example", "b.example"), "https://b.example");
        assert_eq!(site_of("", ""), "");
        assert_eq!(signature_of("", "山脚茶事 · 老店"), "山脚茶事老店");
        assert_eq!(signature_of("", "茶"), "围炉社区");
        assert_eq!(signature_of("", &"茶".repeat(20)).chars().count(), 12);
        assert_eq!(signature_of("自家茶", "山脚茶事"), "自家茶");
    }
}
