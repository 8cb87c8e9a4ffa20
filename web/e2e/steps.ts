/** What people do on the way through a house, for every walk: looking, pinning a notice, printing a code, proving a phone. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { base, contextFor, settled, shoot, type Variant } from './browser'
import { inspect } from './checks'
import { codesSentTo, newCode } from './letters'

export const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
export const desk: Variant = { lang: 'zh-CN', theme: 'light', size: 'desk' }

/** Words that nobody said before. */
export const words = (text: string) => `${text} ${Math.random().toString(36).slice(2, 8)}`

/** Looks at a page with all checks; its picture is kept under this name. */
export async function look(page: Page, name: string, size: Variant['size'] = 'phone') {
  await settled(page)
  await shoot(page, `walk-${name}`)
  expect(await inspect(page, size === 'phone'), name).toEqual([])
}

/** Where a code on paper leads: the owner makes it on his phone, the picture shows it, the list knows its address. */
export async function printCode(owner: Page, space: string): Promise<string> {
  await owner.goto(`/spaces/${space}/codes`)
  await settled(owner)
  const name = words('柜台')
  await owner.getByRole('textbox').first().fill(name)
  await owner.getByRole('button', { name: '做一张新码' }).click()
  await owner.getByText(name).first().waitFor()
  await look(owner, 'code')
  const listed = await owner.request.get(`/api/v1/entry_code/list?space=${space}`)
  const { data } = (await listed.json()) as { data: { items: { name: string; token: string }[] } }
  const token = data.items.find((one) => one.name === name)?.token
  expect(token).toBeTruthy()
  return `/e/${token}`
}

/** Pins a notice that asks to be confirmed. */
export async function pinNotice(owner: Page, space: string, text: string) {
  await owner.goto(`/spaces/${space}/announcements`)
  await settled(owner)
  await owner.getByRole('button', { name: '发布公告' }).first().click()
  await owner.getByLabel('公告内容').fill(text)
  const must = owner.getByRole('switch', { name: '需要大家确认已读' })
  if ((await must.getAttribute('aria-checked')) !== 'true') await must.click()
  await owner.getByRole('button', { name: '发布并置顶' }).click()
  await owner.getByText(text).first().waitFor()
}

/** Somebody's phone with WeChat's browser, as the stand-in knows it. */
export const inWeChat = (person: string): Promise<BrowserContext> =>
  contextFor(phone, undefined, `Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50 wx-person/${person} `)

/** What the law wants before one publishes: a phone of his own, proven by a code. */
export async function addPhone(page: Page) {
  const to = `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
  const headers = { Origin: base }
  const earlier = codesSentTo(to)
  expect((await page.request.post('/api/v1/account/request_code', { headers, data: { to } })).status()).toBe(200)
  const code = await newCode(to, earlier)
  expect((await page.request.post('/api/v1/account/add_address', { headers, data: { to, code } })).status()).toBe(200)
}

/** Signs in on the page that asks for it, by a code to a mail address nobody used before: a member without name and phone. */
export async function signInAnew(page: Page) {
  const to = `newcomer-${Math.random().toString(36).slice(2, 10)}@example.com`
  const earlier = codesSentTo(to)
  await page.getByLabel('手机号或邮箱').fill(to)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('checkbox').check()
  await page.getByLabel('验证码').fill(await newCode(to, earlier))
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await settled(page)
}
