//! The ways WeChat's door says no.

use weilu_vocabulary::refusals;

refusals! {
    /// Why somebody did not come in by WeChat.
    pub enum WeChatRefusal {
        /// Not set up.
        Off => 409 "wechat.off" "这里还没有接上微信，请用手机号或邮箱登录。" "WeChat is not connected here yet; please sign in by phone or mail.";
        /// The browser keeps no cookie, so nothing can be bound to it.
        NoCookie => 409 "wechat.no_cookie" "浏览器没有保存 Cookie，没法确认是你本人。打开后再试，或用手机号登录。" "The browser keeps no cookies, so it cannot be told that it is you. Allow them, or sign in by phone.";
        /// The sign-in is used, too old, or was never begun.
        Spent => 422 "wechat.spent" "这次微信授权已经用过或过期了，请再点一次微信登录。" "This WeChat sign-in was used or is too old; please begin again.";
        /// It was begun in another browser.
        Forged => 403 "wechat.forged" "这次登录不是从这个浏览器开始的，为了你的账号安全没有继续。请从登录页再来一次。" "This sign-in was not begun in this browser and was stopped, to keep your account safe. Begin again from the sign-in page.";
        /// A stand-in, as WeChat shows pages to people who have not agreed.
        Snapshot => 409 "wechat.snapshot" "现在看到的是微信快照页。点右下角「使用完整服务」，再来登录。" "This is WeChat's snapshot of the page. Tap “Use full service” at the bottom right, then sign in.";
        /// The vendor is slow.
        Busy => 409 "wechat.busy" "微信那边暂时没有回应，请稍等一下再试。" "WeChat is not answering just now; please try again in a moment.";
        /// The vendor's limit is reached.
        Limited => 429 "wechat.limited" "今天的微信接口次数用完了，请先用手机号登录。" "Today's calls to WeChat are used up; please sign in by phone for now.";
        /// The account is not set up right.
        Misconfigured { code: i64 } => 409 "wechat.misconfigured" "公众号设置还差一点（{code}），请告诉我们的客服，先用手机号登录。" "The official account is not set up right ({code}); please tell our service, and sign in by phone for now.";
        /// A path of somebody else's.
        BadReturn => 422 "wechat.bad_return" "只能回到本站的页面。" "One can only return to a page of this site.";
        /// An address of another site.
        ForeignUrl => 422 "wechat.foreign_url" "只能为本站的页面签名。" "Only pages of this site are signed.";
        /// The ticket is not there yet.
        NotReady => 409 "wechat.not_ready" "微信分享还在准备，请稍后刷新。" "Sharing by WeChat is being prepared; reload in a moment.";
        /// The code on the desk is too old, used, or was never shown.
        DeskGone => 404 "wechat.desk_gone" "这个登录码过期了，请在电脑上刷新再扫。" "This code has expired; reload it on the computer and scan again.";
        /// The phone that confirms is not the one that scanned.
        NotScanner => 403 "wechat.not_scanner" "请用刚才扫码的那个微信来确认。" "Please confirm with the WeChat that scanned the code.";
    }
}

refusals! {
    /// Why a message of the vendor was not taken.
    pub enum CallbackRefusal {
        /// The signature does not fit.
        BadSignature => 403 "wechat.bad_signature" "签名不对。" "The signature does not fit.";
        /// Too old, or from the future.
        BadTime => 403 "wechat.bad_time" "消息的时间不对。" "The time of the message does not fit.";
        /// No message.
        BadMessage => 422 "wechat.bad_message" "看不懂这条消息。" "This is no message.";
    }
}
