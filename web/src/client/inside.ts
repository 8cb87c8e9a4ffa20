/** Which chat app's own browser shows the page, if one does. What it cannot do, pages say. */
const agent = navigator.userAgent

/** WeChat's browser on phones and desks (not WeCom's, which names itself too). */
export const inWeChat: boolean = /MicroMessenger/i.test(agent) && !/wxwork/i.test(agent)

/** On iOS, WeChat checks signatures against the address the page was opened with. */
export const onIos: boolean = /iPhone|iPad|iPod/.test(agent)
