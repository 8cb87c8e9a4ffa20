/**
 * A roster in the talk: on her phone somebody opens one with a limit of two portions (badly first); a second takes
 * both, a third finds it full; the second gives one back, the third takes it; at a desk the opener sees both lines in
 * order, takes the list along and closes it.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, settled } from './browser'
import { watchConsole } from './checks'
import { openFor } from './own-space'
import { act, member, sessionOf } from './people'
import { desk, look, phone, words } from './steps'

afterAll(closeBrowser)
const PATIENCE_MS = 15_000
const STORY_MS = 180_000
/** 老梁 and 大圆. */
const SECOND = 11
const THIRD = 15

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true })
const card = (page: Page) => page.locator('section.roster').first()
const sheet = (page: Page) => page.getByRole('dialog')

async function pageOf(who: number, size = phone, agent?: string) {
  const context = await contextFor(size, await sessionOf(who), agent)
  return { page: await context.newPage(), close: () => context.close() }
}

/** From ＋ to a roster that stands; what is missing is said where it is typed, and a page opened anew still knows it. */
async function open(page: Page, space: string, title: string): Promise<string> {
  await page.goto(`/write?space=${space}`)
  await settled(page)
  await page.getByText('接龙', { exact: true }).click()
  await page.getByRole('switch', { name: '每行填数量' }).click()
  await button(page, '发起接龙').click()
  await page.getByText('写一句话，说清楚这次接龙是做什么').waitFor()
  await page.getByLabel('接什么龙').fill(title)
  await page.getByRole('textbox', { name: '名额' }).fill('2')
  await look(page, 'roster-written')
  await page.reload()
  await settled(page)
  await page.getByText('接龙', { exact: true }).click()
  expect(await page.getByLabel('接什么龙').inputValue()).toBe(title)
  expect(await page.getByRole('textbox', { name: '名额' }).inputValue()).toBe('2')
  await button(page, '发起接龙').click()
  await page.waitForURL(/\/posts\//)
  await card(page).getByText('还没有人接').waitFor()
  return new URL(page.url()).pathname
}

/** Three taps from where everybody talks: join, one more (once for each beyond the first), done. */
async function join(page: Page, text: string, more: number) {
  await card(page).getByRole('button', { name: '我要接龙' }).click()
  await sheet(page).getByRole('textbox').first().fill(text)
  for (let at = 0; at < more; at++) await sheet(page).getByRole('button', { name: '数量：加一' }).click()
  await look(page, `roster-join-${more}`)
  await button(sheet(page), '接上').click()
  await card(page).locator('li.mine', { hasText: text }).waitFor({ timeout: PATIENCE_MS })
}

describe('a roster', () => {
  it('is opened, filled, given back, taken, and closed', { timeout: STORY_MS }, async () => {
    const space = await openFor(member, words('拼茶小桌').slice(0, 12))
    for (const who of [SECOND, THIRD]) await act('space/join', { space }, who)
    const [hers, his, theirs] = [await pageOf(member), await pageOf(SECOND), await pageOf(THIRD)]
    const errors = [hers, his, theirs].map((one) => watchConsole(one.page))
    const title = words('拼两份茶酥')
    const post = await open(hers.page, space, title)
    await look(hers.page, 'roster-opened')

    await his.page.goto(`/spaces/${space}`)
    await settled(his.page)
    await his.page.getByText(title).first().waitFor()
    await theirs.page.goto(post)
    await settled(theirs.page)
    await button(theirs.page, '我要接龙').waitFor()
    await join(his.page, '两份，都要无糖', 1)
    await card(his.page).getByText('共 2 份 / 2 份').waitFor()
    await look(his.page, 'roster-joined')

    // The third sees it without asking.
    await theirs.page.getByText('两份，都要无糖').waitFor({ timeout: PATIENCE_MS })
    expect(await button(theirs.page, '名额已满').isDisabled()).toBe(true)
    await look(theirs.page, 'roster-full')

    await card(his.page).getByRole('button', { name: '修改' }).click()
    await sheet(his.page).getByRole('textbox').first().fill('一份，无糖')
    await sheet(his.page).getByRole('textbox', { name: '数量' }).fill('3')
    await sheet(his.page).getByRole('button', { name: '保存修改' }).click()
    await sheet(his.page).getByText('名额不够了，最多还能填 2').waitFor()
    await sheet(his.page).getByRole('textbox', { name: '数量' }).fill('1')
    await sheet(his.page).getByRole('button', { name: '保存修改' }).click()
    await card(his.page).locator('li.mine', { hasText: '一份，无糖' }).waitFor({ timeout: PATIENCE_MS })

    await button(theirs.page, '我要接龙').waitFor({ timeout: PATIENCE_MS })
    await join(theirs.page, '一份原味', 0)

    // Whoever leaves is asked once, and may come back to the end.
    await card(theirs.page).getByRole('button', { name: '退出' }).click()
    await sheet(theirs.page).getByText('截止前还可以再接').waitFor()
    await sheet(theirs.page).getByRole('button', { name: '退出' }).click()
    await button(theirs.page, '我要接龙').waitFor({ timeout: PATIENCE_MS })
    await join(theirs.page, '还是要一份', 0)

    const screen = await pageOf(member, desk)
    errors.push(watchConsole(screen.page))
    await screen.page.goto(post)
    await settled(screen.page)
    await screen.page.getByRole('link', { name: '全部 2 人' }).click()
    await screen.page.waitForURL(`**${post}/roster`)
    await settled(screen.page)
    const lines = screen.page.locator('.part li')
    expect((await lines.allTextContents()).map((line) => /一份，无糖|还是要一份/.exec(line)?.[0])).toEqual(['一份，无糖', '还是要一份'])
    await look(screen.page, 'roster-list-desk', 'desk')
    const sheetLink = await screen.page.getByRole('link', { name: '导出 CSV' }).getAttribute('href')
    const csv = await screen.page.request.get(sheetLink ?? '')
    expect(csv.status()).toBe(200)
    expect(await csv.text()).toMatch(/一份，无糖[\s\S]*还是要一份/)
    expect((await theirs.page.request.get(sheetLink ?? '')).status()).toBe(403)
    // WeChat opens no files: it says where they open.
    const chat = await pageOf(member, phone, 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50')
    await chat.page.goto(`${post}/roster`)
    await settled(chat.page)
    await chat.page.getByRole('link', { name: '导出 Excel' }).click()
    await chat.page.getByText('选「在浏览器打开」').waitFor()
    await chat.page.getByText(`${post}/roster`).waitFor()
    await chat.close()

    await button(screen.page, '提前截止').click()
    await sheet(screen.page).getByRole('button', { name: '提前截止' }).click()
    await screen.page.getByText('已截止').first().waitFor({ timeout: PATIENCE_MS })
    await card(theirs.page).getByText('已截止').waitFor({ timeout: PATIENCE_MS })
    expect(await card(theirs.page).getByRole('button').count()).toBe(0)
    await look(theirs.page, 'roster-closed')
    await look(screen.page, 'roster-closed-desk', 'desk')
    expect(errors.flat()).toEqual([])
    await Promise.all([hers, his, theirs, screen].map((one) => one.close()))
  })

  it('tells whose line was taken out, and leads a stranger to the door', { timeout: STORY_MS }, async () => {
    const space = await openFor(member, words('拼茶小桌').slice(0, 12))
    await act('space/join', { space }, SECOND)
    const { roster, post } = await act<{ roster: string; post: string }>('roster/open', { space, title: words('谁来帮忙搬炉子') })
    await act('roster/join', { roster, text: '广告：低价炭火' }, SECOND)
    const hers = await pageOf(member)
    await hers.page.goto(`/posts/${post}/roster`)
    await settled(hers.page)
    await hers.page.getByRole('button', { name: /^把第 1 位.*移出$/ }).click()
    await sheet(hers.page).getByText('对方会收到一条消息').waitFor()
    await sheet(hers.page).getByRole('button', { name: '移出' }).click()
    await hers.page.getByText('第一行给你留着').waitFor({ timeout: PATIENCE_MS })
    await button(hers.page, '提前截止').waitFor()
    await look(hers.page, 'roster-struck')
    await hers.page.reload()
    await button(hers.page, '提前截止').waitFor()

    const his = await pageOf(SECOND)
    await his.page.goto('/messages')
    await settled(his.page)
    await his.page.getByText('你在接龙里的一行被').first().click()
    await his.page.waitForURL((url) => url.pathname === `/posts/${post}`)

    const stranger = await pageOf(THIRD)
    await stranger.page.goto(`/posts/${post}`)
    await settled(stranger.page)
    await button(stranger.page, '我要接龙').click()
    await sheet(stranger.page).getByRole('textbox').first().fill('我来搬')
    await button(stranger.page, '接上').click()
    await sheet(stranger.page).getByRole('link', { name: /去看看/ }).waitFor()
    await look(stranger.page, 'roster-stranger')
    await Promise.all([hers, his, stranger].map((one) => one.close()))
  })
})
