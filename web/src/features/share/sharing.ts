/** What is being shared, and what WeChat's own menu would send: one state for every page. */
import { ref, shallowRef } from 'vue'
import { query } from '@/client/http'
import { inWeChat, onIos } from '@/client/inside'

/** The path that the sheet is open for. */
export const shared = shallowRef<string | null>(null)
/** The overlay that points at WeChat's menu, and the address it can copy. */
export const guide = ref<{ kind: 'share' | 'outside'; url: string } | null>(null)

/** Opens the sheet for a page; the present one when none is named. */
export function shareThis(path: string = location.pathname + location.search): void {
  shared.value = path
}

export const wholeUrl = (path: string): string => new URL(path, location.origin).href
export const posterUrl = (path: string, shape: string): string =>
  `/poster/${shape}.png?${new URLSearchParams({ path }).toString()}`

/** Copies an address; false when the browser would not. */
export async function copied(url: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(url)
    return true
  } catch {
    return false
  }
}

const opened = location.href
let announced = ''

/**
 * Tells WeChat what its menu sends: title, sentence and picture of this page, as a stranger
 * may see them. Without an official account, or outside of WeChat, nothing happens.
 */
export async function announce(path: string): Promise<void> {
  if (!inWeChat || announced === path) return
  announced = path
  try {
    const url = (onIos ? opened : location.href).split('#')[0] ?? ''
    const [{ default: wx }, card, signed] = await Promise.all([
      import('weixin-js-sdk'),
      query('share.card', { path }),
      query('wechat.signature', { url }),
    ])
    if (announced !== path) return
    wx.config({
      debug: false,
      appId: signed.app_id,
      timestamp: signed.timestamp,
      nonceStr: signed.nonce,
      signature: signed.signature,
      jsApiList: ['updateAppMessageShareData', 'updateTimelineShareData'],
      openTagList: [],
    })
    const link = wholeUrl(card.path)
    // What becomes of it is between people.
    const success = () => undefined
    const imgUrl = card.open ? wholeUrl(posterUrl(card.path, '1x1')) : ''
    wx.ready(() => {
      wx.updateAppMessageShareData({ title: card.title, desc: card.line, link, imgUrl, success })
      // Friends' moments show one line only.
      wx.updateTimelineShareData({ title: card.line ? `${card.title} · ${card.line}` : card.title, link, imgUrl, success })
    })
  } catch {
    // WeChat then sends the page's own title; the next page tries again.
    announced = ''
  }
}
