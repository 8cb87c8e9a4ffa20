/**
 * One way through the whole house: an owner pins a notice and prints a code; a stranger scans it in WeChat's browser,
 * passes the gate, reads and confirms, posts with a picture, asks, is answered, chats; the owner reads his morning
 * report. The visitor walks on a phone, the owner once on a phone and once at a desk.
 */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled } from './browser'
import { watchConsole } from './checks'
import { firstSpace } from './pages'
import { sessionOf, staff } from './people'
import { addPhone, desk, inWeChat, look, phone, pinNotice, printCode, words } from './steps'

afterAll(closeBrowser)

async function comeIn(page: Page, code: string, space: string) {
  await page.goto(code)
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await settled(page)
  await page.getByRole('button', { name: '进群' }).click()
  await page.getByRole('heading', { name: '第一次来，认识一下' }).waitFor()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '同意并进来' }).click()
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await page.getByRole('button', { name: '进群' }).click()
  await page.getByText('说点什么，大家都在').waitFor()
}

describe('from a printed code to the morning report', () => {
  it('everybody finds his way', async () => {
    const away = await fetch(`${base}/wechat/go?to=/`, { redirect: 'manual' })
    expect(away.headers.get('location'), 'start the server with `--demo --wechat-simulator`').toMatch(/^http:\/\/127\.0\.0\.1/)
    const space = await firstSpace()
    const [his, at] = [await contextFor(phone, await sessionOf(staff)), await contextFor(desk, await sessionOf(staff))]
    const [owner, screen] = [await his.newPage(), await at.newPage()]
    const notice = words('周六下午三点，茶室见')
    await pinNotice(owner, space, notice)
    const code = await printCode(owner, space)

    const theirs = await inWeChat('xiaolin')
    const visitor = await theirs.newPage()
    const errors = watchConsole(visitor)
    await comeIn(visitor, code, space)
    await visitor.getByText(notice).waitFor()
    await look(visitor, 'inside')
    await visitor.getByRole('button', { name: '我读过了' }).click()
    await visitor.getByText('已确认').waitFor()
    await screen.goto(`/spaces/${space}/announcements`)
    await settled(screen)
    await screen.getByText(notice).first().waitFor()
    await look(screen, 'confirmed', 'desk')

    await addPhone(visitor)
    // The chat of the space: he says a line, the owner reads it at his desk.
    await visitor.goto(`/spaces/${space}`)
    await settled(visitor)
    await visitor.getByRole('link', { name: '群聊' }).first().click()
    await visitor.waitForURL(/\/chats\//)
    const line = words('大家好，新来的')
    await visitor.getByRole('textbox').last().fill(line)
    await visitor.getByRole('button', { name: '发送' }).click()
    await visitor.getByText(line).waitFor()
    await screen.goto(new URL(visitor.url()).pathname)
    await screen.getByText(line).last().waitFor()

    await owner.goto(`/spaces/${space}/report`)
    await look(owner, 'report')
    await screen.goto(`/spaces/${space}/report`)
    await look(screen, 'report-desk', 'desk')
    // Being asked to sign in is an answer, not a fault.
    expect(errors.filter((line) => !line.includes('401'))).toEqual([])
    await Promise.all([his.close(), at.close(), theirs.close()])
  })

  it('a member posts a picture, asks, and is answered', async () => {
    const space = await firstSpace()
    const [asks, answers] = [await contextFor(phone, await sessionOf(12)), await contextFor(desk, await sessionOf(staff))]
    const [page, other] = [await asks.newPage(), await answers.newPage()]
    await page.goto(`/write?space=${space}`)
    await settled(page)
    const said = words('今天的茶汤')
    await page.locator('textarea').last().fill(said)
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /图片/ }).first().click()])
    const drawn = await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 600 })
      const context = canvas.getContext('2d')
      if (context) context.fillStyle = '#8a5a2b'
      context?.fillRect(0, 0, 900, 600)
      return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
    })
    await chooser.setFiles({ name: 'tea.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(drawn, 'base64') })
    await page.locator('.pictures img').waitFor()
    await look(page, 'write')
    await page.getByRole('button', { name: '发布' }).click()
    const post = page.locator('article', { hasText: said }).first()
    await post.locator('img[src*="/blob/"]').last().waitFor()
    await look(page, 'posted')

    await page.goto(`/write?space=${space}&what=question`)
    await settled(page)
    const question = words('新茶要放多久再喝')
    await page.locator('input[maxlength="60"]').fill(question)
    await page.getByRole('button', { name: /提问|发布|问/ }).last().click()
    await page.waitForURL(/\/posts\//)
    await page.getByText(question).first().waitFor()
    const thread = new URL(page.url()).pathname
    await other.goto(thread)
    await settled(other)
    const answer = words('放半个月，火气退了再喝')
    await other.getByRole('textbox').last().fill(answer)
    await other.locator('.foot button[type=submit]').click()
    await page.getByText(answer).waitFor({ timeout: 10_000 })
    await look(page, 'answered')
    await look(other, 'answered-desk', 'desk')
    await Promise.all([asks.close(), answers.close()])
  })
})
