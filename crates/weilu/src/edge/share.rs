//! What a shared address carries before any script runs: title, description and picture for chats and search
//! engines, and a page that can be read as it is. The page of the house takes over where it can.

use super::Edge;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::sync::Arc;
use weilu_kernel::{
    Act, ShareCard, Tx,
    share::{self, ShareAddress},
};
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Lang, Text};

const COME_IN: Text = Text::new("进来看看", "Come in");
const CLOSED: Text = Text::new("这里要进来才看得到", "This is seen from inside");
const IN_SPACE: Text = Text::new("来自 {space}", "From {space}");
const MEMBERS: Text = Text::new("{n} 位成员", "{n} members");

const STYLE: &str = ".wl{font:16px/1.7 'PingFang SC','HarmonyOS Sans SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif;color:#1c1917;background:#fbf9f6;min-height:100vh;box-sizing:border-box;padding:1.5rem 1rem 6rem}.wl>*{max-width:38rem;margin:0 auto .75rem}.wl .b{font-weight:600;color:#c2410c}.wl h1{font-size:1.5rem;line-height:1.4}.wl p{white-space:pre-line;overflow-wrap:anywhere}.wl small{display:block;color:#6b6259}.wl a{display:block;position:fixed;left:1rem;right:1rem;bottom:1rem;line-height:3.25rem;text-align:center;border-radius:8px;background:#c2410c;color:#fff;font-weight:600;text-decoration:none}@media(prefers-color-scheme:dark){.wl{color:#ede6df;background:#171412}.wl small{color:#a89e94}.wl a{background:#fb8a4c;color:#1c1917}.wl .b{color:#fb8a4c}}";

/// Whether a text says what a sentence cut from it says.
fn says(text: &str, line: &str) -> bool {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.contains(line.trim_end_matches('…'))
}

/// A shared address with its card.
pub(super) struct Shared {
    pub card: ShareCard,
    pub brand: String,
    address: ShareAddress,
    site: String,
    lang: Lang,
    in_wechat: bool,
}

/// The card of an address, when it is one that people pass on.
pub(super) async fn find(edge: &Edge, act: &Act, path: &str) -> Result<Option<Shared>, Failure> {
    let Some(address) = ShareAddress::read(path).filter(|_| share::is_shared(act, path)) else {
        return Ok(None);
    };
    let (asker, path) = (Arc::new(act.again()), path.to_owned());
    let read = edge.app.store.read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        let (asker, path) = (asker.clone(), path.clone());
        Box::pin(async move {
            Ok::<_, Failure>((share::card_of(tx, &asker, &path).await?, share::brand(tx).await?))
        })
    });
    let (card, brand) = read.await?;
    let in_wechat = act.channel == "wechat";
    Ok(Some(Shared { card, brand, address, site: act.site.clone(), lang: act.lang, in_wechat }))
}

impl Shared {
    /// Title of the page.
    pub fn title(&self) -> String {
        if self.card.open && self.card.title != self.brand {
            format!("{} · {}", self.card.title, self.brand)
        } else {
            self.brand.clone()
        }
    }

    /// The whole address, as it is passed on.
    pub fn url(&self) -> String {
        format!("{}{}", self.site, self.address.written())
    }

    /// What chats and search engines read.
    pub fn head(&self) -> String {
        let path = self.address.written();
        let picture = self.card.open.then(|| {
            let query = serde_html_form::to_string([("path", path.as_str())]).unwrap_or_default();
            format!("{}/poster/1x1.png?{query}", self.site)
        });
        html! {
            meta name="description" content=(self.card.line);
            meta property="og:type" content="article";
            meta property="og:site_name" content=(self.brand);
            meta property="og:title" content=(self.card.title);
            meta property="og:description" content=(self.card.line);
            meta property="og:url" content=(self.url());
            @if let Some(picture) = picture { meta property="og:image" content=(picture); }
            @if !self.card.open { meta name="robots" content="noindex"; }
        }
        .into_string()
    }

    fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// The page as it is read without script.
    pub fn landing(&self) -> Markup {
        let card = &self.card;
        html! {
            style { (PreEscaped(STYLE)) }
            article.wl {
                div.b { (self.brand) }
                @if card.open {
                    h1 { (card.title) }
                    @if let Some(by) = &card.by { small { (by) } }
                    @if let Some(space) = &card.space { small { (self.say(&IN_SPACE).replace("{space}", space)) } }
                    @if let Some(n) = card.members { small { (self.say(&MEMBERS).replace("{n}", &n.to_string())) } }
                    @if !says(&card.text, &card.line) { p { (card.line) } }
                    @if !card.text.is_empty() { p { (card.text) } }
                } @else {
                    h1 { (self.say(&COME_IN)) }
                    p { (self.say(&CLOSED)) }
                }
                a href=(self.way_in()) { (self.say(&COME_IN)) }
            }
        }
    }

    /// Where somebody goes on who has only this page.
    fn way_in(&self) -> String {
        let path = self.address.written();
        let (page, name) = if self.in_wechat { ("/wechat/go", "to") } else { ("/sign-in", "back") };
        format!("{page}?{}", serde_html_form::to_string([(name, path)]).unwrap_or_default())
    }

    /// A whole page, where the page of the house was not built.
    pub fn alone(&self) -> String {
        html! {
            (DOCTYPE)
            html lang=(if self.lang == Lang::En { "en" } else { "zh-CN" }) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    title { (self.title()) }
                    (PreEscaped(self.head()))
                }
                body style="margin:0" { (self.landing()) }
            }
        }
        .into_string()
    }
}
