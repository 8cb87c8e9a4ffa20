/** Chats, driven as people do: a picture is sent and opened, one that broke off is sent again, a line is reported and put away. */
import { type Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled, shoot, type Variant } from './browser'
import { inspect, watchConsole } from './checks'
import { drawing } from './drawing'
import { act, member, sessionOf, staff } from './people'

afterAll(closeBrowser)
const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
const desk: Variant = { lang: 'zh-CN', theme: 'light', size: 'desk' }

const idOf = async (who: number) => {
  const headers = { cookie: `weilu_session=${await sessionOf(who)}` }
  return ((await (await fetch(`${base}/api/v1/account/me`, { headers })).json()) as { data: { me: { id: string } } }).data.me.id
}

/** The talk of the host and the member; both have said something. */
async function talk(): Promise<string> {
  const { chat } = await act<{ chat: string }>('chat/open', { member: await idOf(member) }, staff)
  await act('chat/send', { chat, text: '周六的开场想好了吗' }, staff)
  await act('chat/send', { chat, text: '想好了，三分钟' }, member)
  return chat
}
async function opened(who: number, chat: string, variant: Variant): Promise<Page> {
  const context = await contextFor(variant, await sessionOf(who))
  const page = await context.newPage()
  await page.goto(`/chats/${chat}`)
  await settled(page)
  return page
}
const pick = (page: Page) => page.locator('.composer input[type=file]').first()

describe('chat', () => {
  it('a picture goes out with a line, is seen by the other, and opens', async () => {
    const chat = await talk()
    const [mine, theirs] = [await opened(member, chat, phone), await opened(staff, chat, desk)]
    const errors = watchConsole(mine)
    await pick(mine).setInputFiles([await drawing(mine, '#C2410C'), await drawing(mine, '#2F7D5B')])
    await mine.locator('.composer [role=progressbar]').first().waitFor({ state: 'detached' })
    await mine.locator('.composer textarea').fill('新到的两只杯子')
    await shoot(mine, 'chat-about-to-send')
    await mine.getByRole('button', { name: '发送' }).click()
    const shown = theirs.locator('.message:not(.mine)').last()
    await shown.locator('.grid button').nth(1).waitFor()
    expect(await shown.locator('.words').innerText()).toBe('新到的两只杯子')
    await mine.locator('.message.mine .grid img').first().waitFor()
    await mine.waitForTimeout(400)
    await shoot(mine, 'chat-picture')
    await shoot(theirs, 'chat-picture-desk')
    expect([...errors, ...(await inspect(mine, true))]).toEqual([])
    await shown.locator('.grid button').first().click()
    await theirs.getByRole('dialog').getByText('1 / 2').waitFor()
    await theirs.keyboard.press('Escape')
    await theirs.locator('.row.open .line', { hasText: '[图片]' }).waitFor()
    await Promise.all([mine.context().close(), theirs.context().close()])
  })

  it('a picture that broke off says so and is sent again', async () => {
    const page = await opened(member, await talk(), phone)
    let broken = true
    await page.route('**/blob/upload', (route) => (broken ? route.fulfill({ status: 503, body: '{"code":"page.busy","text":{"zh":"忙","en":"busy"}}' }) : route.continue()))
    await pick(page).setInputFiles([await drawing(page, '#2B5C8A')])
    const again = page.getByRole('button', { name: '没传上去，点一下重传' })
    await again.waitFor({ timeout: 30_000 })
    expect(await page.getByRole('button', { name: '发送' }).isDisabled()).toBe(true)
    await shoot(page, 'chat-broke-off')
    broken = false
    await again.click()
    await again.waitFor({ state: 'detached' })
    await page.locator('.composer button[type=submit]:not([disabled])').click()
    await page.locator('.message.mine .grid img').last().waitFor()
    await page.context().close()
  })

  it('a line is reported with what stands around it, put away by a reviewer, and its author reads why', async () => {
    const chat = await talk()
    const { message } = await act<{ message: string }>('chat/send', { chat, text: '不合适的一句话' }, member)
    const [page, author] = [await opened(staff, chat, phone), await opened(member, chat, phone)]
    await page.locator('.message:not(.mine) .bubble').last().dispatchEvent('contextmenu')
    await page.getByRole('button', { name: '举报' }).click()
    await page.getByText('和它前后各三条').waitFor()
    await page.waitForTimeout(400)
    await shoot(page, 'chat-report')
    await page.getByRole('button', { name: '辱骂、骚扰' }).click()
    await page.getByText('收到了，谢谢').waitFor()

    const desk_ = await contextFor(desk, await sessionOf(staff))
    const reviewer = await desk_.newPage()
    const { data } = (await (await desk_.request.get('/api/v1/review/queue?state=waiting')).json()) as { data: { items: { id: string; about: string }[] } }
    await reviewer.goto(`/console/review?open=${data.items.find((one) => one.about === message)?.id ?? ''}`)
    await settled(reviewer)
    expect(await reviewer.locator('.talk .reported .words').innerText()).toBe('不合适的一句话')
    await shoot(reviewer, 'chat-case')
    const why = `说话请留余地 ${Date.now() % 100_000}`
    await reviewer.locator('.decide input[type=text]').fill(why)
    await reviewer.getByRole('button', { name: '收起', exact: true }).click()
    await page.getByText(`已被收起：${why}`).waitFor()
    await author.locator('.away', { hasText: why }).getByRole('link', { name: '去看决定' }).waitFor()
    await shoot(author, 'chat-put-away')
    await Promise.all([author.context().close(), desk_.close()])
    await page.context().close()
  })
})
