/**
 * WeChat's door, walked with the stand-in beside the village: the server runs with
 * `--demo --wechat-simulator`. A phone is WeChat's browser by its name; the stand-in knows
 * whose it is by `wx-person/NAME`.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled, shoot, type Variant } from './browser'
import { inspect, watchConsole } from './checks'
import { sessionOf, staff } from './people'
import { firstSpace } from './pages'

const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
const desk: Variant = { lang: 'zh-CN', theme: 'light', size: 'desk' }
let vendor = ''

const post = async <T>(path: string, session: string, input: object): Promise<T> => {
  const headers = { 'Content-Type': 'application/json', Origin: base, Cookie: `weilu_session=${session}` }
  const response = await fetch(`${base}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(input) })
  return ((await response.json()) as { data: T }).data
}
/** WeChat's browser on somebody's phone; the bridge to the app writes down what it is asked. */
async function wechatOf(person: string, variant: Variant = phone): Promise<BrowserContext> {
  const agent = `Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50 wx-person/${person} `
  const context = await contextFor(variant, undefined, agent)
  await context.addInitScript(() => {
    const asked: [string, Record<string, string>][] = []
    Object.assign(window, {
      asked,
      WeixinJSBridge: {
        invoke: (name: string, input: Record<string, string>, done: (answer: object) => void) => {
          asked.push([name, input])
          done({ err_msg: `${name}:ok` })
        },
        on: () => {},
      },
    })
  })
  return context
}
const asked = (page: Page, name: string) =>
  page.waitForFunction((wanted) => (window as unknown as { asked: [string, Record<string, string>][] }).asked.filter(([one]) => one === wanted).at(-1)?.[1], name)

/** A code on paper: the counter of the liveliest space. */
async function printed(): Promise<{ path: string; space: string }> {
  const space = await firstSpace()
  const made = await post<{ token: string }>('entry_code/make', await sessionOf(staff), { space, name: '柜台' })
  return { path: `/e/${made.token}`, space }
}

beforeAll(async () => {
  const away = await fetch(`${base}/wechat/go?to=/`, { redirect: 'manual' })
  const to = away.headers.get('location') ?? ''
  if (!to.startsWith('http://127.0.0.1')) throw new Error('start the server with `--demo --wechat-simulator`')
  vendor = new URL(to).origin
})
afterAll(closeBrowser)

describe('wechat', () => {
  it('a stranger scans a printed code, agrees, and lands inside', async () => {
    const { path, space } = await printed()
    const context = await wechatOf('xiaoma')
    const page = await context.newPage()
    const errors = watchConsole(page)
    await page.goto(path)
    await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
    await settled(page)
    await page.getByRole('button', { name: '进群' }).click()
    // Silently to WeChat and back; he is new, so he is asked.
    await page.getByRole('heading', { name: '第一次来，认识一下' }).waitFor()
    await shoot(page, 'wechat-first')
    expect(await inspect(page, true)).toEqual([])
    await page.getByRole('button', { name: '同意并进来' }).click()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '同意并进来' }).click()
    await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
    await page.getByRole('button', { name: '进群' }).click()
    await page.getByText('说点什么，大家都在').waitFor()
    // The next time nothing is asked at all.
    await page.goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click()
    await page.goto(`/sign-in?back=/me/safety`)
    await page.waitForURL((url) => url.pathname === '/me/safety')
    await page.getByText('微信', { exact: true }).waitFor()
    await shoot(page, 'wechat-safety')
    expect(await inspect(page, true)).toEqual([])
    // Being asked to sign in is an answer, not a fault.
    expect(errors.filter((line) => !line.includes('401'))).toEqual([])
    await context.close()
  })

  it('the menu of WeChat sends title, sentence and picture of the page', async () => {
    const context = await wechatOf('atao')
    const page = await context.newPage()
    const space = await firstSpace()
    await page.goto(`/spaces/${space}?from=singlemessage`)
    const signed = await (await asked(page, 'preVerifyJSAPI')).jsonValue()
    expect(signed?.['verifySignature']).toMatch(/^[0-9a-f]{40}$/)
    const sent = await (await asked(page, 'updateAppMessageShareData')).jsonValue()
    const card = (await (await fetch(`${base}/api/v1/share/card?path=/spaces/${space}`)).json()) as { data: { title: string; line: string } }
    expect(sent).toMatchObject({ title: card.data.title, desc: card.data.line, link: `${base}/spaces/${space}` })
    expect(await (await fetch(sent?.['imgUrl'] ?? '')).blob().then((picture) => picture.type)).toBe('image/png')
    // Sharing from the page itself points at the menu.
    await settled(page)
    await page.getByRole('button', { name: '分享' }).first().click()
    await page.getByRole('button', { name: '发给朋友' }).click()
    await page.getByText('点右上角').waitFor()
    await shoot(page, 'wechat-guide')
    expect(await inspect(page, true)).toEqual([])
    await page.getByRole('button', { name: '知道了' }).click()
    await context.close()
  })

  it('a download inside WeChat is no dead end', async () => {
    const context = await wechatOf('atao')
    const page = await context.newPage()
    await page.goto(`/poster?path=/spaces/${await firstSpace()}`)
    await page.getByRole('link', { name: '保存图片' }).click()
    await page.getByText('在浏览器打开').waitFor()
    await page.getByRole('button', { name: '复制链接' }).last().waitFor()
    await shoot(page, 'wechat-outside')
    expect(await inspect(page, true)).toEqual([])
    await context.close()
  })

  it('a desk comes in after a scan and a yes on the phone', async () => {
    const at = await contextFor(desk)
    const screen = await at.newPage()
    await screen.goto('/sign-in')
    await settled(screen)
    await screen.getByRole('button', { name: '用微信扫码登录' }).click()
    await screen.getByRole('img', { name: '登录码' }).waitFor()
    await shoot(screen, 'wechat-desk')
    expect(await inspect(screen, false)).toEqual([])
    const code = await (await fetch(`${vendor}/phone/laozhou/newest`)).json() as { text: string }
    const scanned = await fetch(`${vendor}/phone/laozhou/scan`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text: code.text }) })
    const { reply } = (await scanned.json()) as { reply: string }
    const link = /href="([^"]+)"/.exec(reply)?.[1] ?? ''
    await screen.getByText('请在手机上点「确认登录」').waitFor()
    const context = await wechatOf('laozhou')
    const page = await context.newPage()
    await page.goto(link)
    await page.getByRole('button', { name: '先用扫码的微信登录' }).click()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '同意并进来' }).click()
    await page.getByRole('button', { name: '确认登录' }).waitFor()
    await shoot(page, 'wechat-confirm')
    expect(await inspect(page, true)).toEqual([])
    await page.getByRole('button', { name: '确认登录' }).click()
    await page.getByText('电脑上已经登录').waitFor()
    await screen.waitForURL((url) => url.pathname === '/')
    await Promise.all([context.close(), at.close()])
  })
})
