/** The thin thread, driven as people do: sign in, join, write; a second browser sees it without reload. */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, settled, type Variant } from './browser'
import { watchConsole } from './checks'
import { pages } from './pages'
import { codesSentTo, newCode } from './letters'
import { member, sessionOf, staff } from './people'

afterAll(closeBrowser)
const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
const words = (text: string) => `${text} ${Math.random().toString(36).slice(2, 8)}`
/** A number nobody has used before. */
const freshPhone = () => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
const spacePath = async () => {
  const path = pages.find((page) => page.name === 'space')?.path
  return typeof path === 'function' ? path() : (path ?? '/')
}

const at = (page: Page, path: string) => page.waitForURL((url) => url.pathname === path)

async function signInByHand(page: Page, to: string) {
  const earlier = codesSentTo(to)
  await page.getByLabel('手机号或邮箱').fill(to)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const consent = page.getByRole('checkbox')
  await consent.waitFor()
  expect(await consent.isChecked()).toBe(false)
  await consent.check()
  await page.getByLabel('验证码').fill(await newCode(to, earlier))
}

describe('thin thread', () => {
  it('a visitor reads, signs in when he wants to join, comes back, posts, and a second browser sees it', async () => {
    const space = await spacePath()
    const [first, second] = [await contextFor(phone), await contextFor(phone)]
    const [writer, reader] = [await first.newPage(), await second.newPage()]
    const errors = watchConsole(reader)
    await Promise.all([writer.goto(space), reader.goto(space)])
    await Promise.all([settled(writer), settled(reader)])

    await writer.getByRole('button', { name: '进群' }).click()
    await writer.waitForURL(/\/sign-in\?back=/)
    await signInByHand(writer, freshPhone())
    await at(writer, space)
    await writer.getByRole('button', { name: '进群' }).click()
    await writer.getByText('说点什么，大家都在').click()

    const text = words('今天的水开了')
    await writer.getByRole('textbox', { name: /说点什么/ }).fill(text)
    await writer.getByRole('button', { name: '发布' }).click()
    await at(writer, space)
    await writer.locator('article', { hasText: text }).waitFor()
    // At the top of the page: it simply appears.
    await reader.locator('article', { hasText: text }).waitFor({ timeout: 5_000 })

    // Further down: a bar says so, and nothing jumps.
    await reader.mouse.wheel(0, 1500)
    await reader.waitForTimeout(300)
    const below = words('第二句')
    await writer.getByText('说点什么，大家都在').click()
    await writer.getByRole('textbox', { name: /说点什么/ }).fill(below)
    await writer.getByRole('button', { name: '发布' }).click()
    const bar = reader.getByRole('button', { name: '1 条新内容' })
    await bar.waitFor({ timeout: 5_000 })
    expect(await reader.locator('article', { hasText: below }).count()).toBe(0)
    await bar.click()
    await reader.locator('article', { hasText: below }).waitFor()
    expect(errors).toEqual([])
    await Promise.all([first.close(), second.close()])
  })

  it('a wrong code is refused in words and the box is empty again', async () => {
    const context = await contextFor(phone)
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('手机号或邮箱').fill(freshPhone())
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('checkbox').check()
    await page.getByLabel('验证码').fill('000000')
    await page.getByText(/验证码不/).waitFor()
    expect(await page.getByLabel('验证码').inputValue()).toBe('')
    await context.close()
  })

  it('what was typed survives leaving the page, and a like shows at once', async () => {
    const context = await contextFor(phone, await sessionOf(member))
    const page = await context.newPage()
    await page.goto('/write')
    const text = words('写到一半')
    await page.getByRole('textbox', { name: /说点什么/ }).fill(text)
    await page.goto('/me')
    await page.goto('/write')
    await settled(page)
    expect(await page.getByRole('textbox', { name: /说点什么/ }).inputValue()).toBe(text)

    await page.goto(await spacePath())
    await settled(page)
    const like = page.locator('article .acts').first().getByRole('button').first()
    const before = await like.getAttribute('aria-pressed')
    await like.click()
    expect(await like.getAttribute('aria-pressed')).not.toBe(before)
    await like.click()
    await context.close()
  })

  it('offline is said, and going back online takes it away', async () => {
    const context = await contextFor(phone)
    const page = await context.newPage()
    await page.goto('/')
    await settled(page)
    await context.setOffline(true)
    await page.getByText('没有网络').waitFor()
    await context.setOffline(false)
    await page.getByText('没有网络').waitFor({ state: 'detached' })
    await context.close()
  })
})

describe('desk', () => {
  const desk: Variant = { lang: 'zh-CN', theme: 'light', size: 'desk' }
  it('Ctrl-K opens a page by keyboard alone, arrows and Enter open a row, Escape closes it', async () => {
    const context = await contextFor(desk, await sessionOf(staff))
    const page = await context.newPage()
    await page.goto('/console')
    await settled(page)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('社群')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/spaces')
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').waitFor()
    expect(new URL(page.url()).searchParams.get('open')).not.toBeNull()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary').waitFor({ state: 'detached' })
    await context.close()
  })
})
