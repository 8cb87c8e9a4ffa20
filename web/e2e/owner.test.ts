/**
 * An owner who has no part at the desk, on his phone: he rewrites the charter of his circle (badly first, and half of
 * it twice), finds a nameless newcomer among his members, sets a gate with a scored question and reads what the door
 * will say; a stranger meets that gate, and a member who wants in answers wrongly, then rightly.
 */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled } from './browser'
import { watchConsole } from './checks'
import { CHARTER, openFor } from './own-space'
import { member, sessionOf } from './people'
import { desk, look, phone, signInAnew, words } from './steps'

afterAll(closeBrowser)
const STORY_MS = 300_000
/** 阿舟, who wants in. */
const GUEST = 23
const SENTENCE = '答过入群问卷并及格，并且入会满 3 天'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const turn = (page: Page, name: string) => page.getByRole('switch', { name: new RegExp(`^${name}`) }).click()
const partOf = (page: Page, label: string) => page.locator('.field', { hasText: label }).first()
const typing = (page: Page, label: string) => partOf(page, label).locator('input, textarea').first()
const asked = async <T>(path: string) => ((await (await fetch(`${base}/api/v1/${path}`)).json()) as { data: T }).data

async function pageOf(who: number | null, size = phone) {
  const context = await contextFor(size, who === null ? undefined : await sessionOf(who))
  const page = await context.newPage()
  return { page, errors: watchConsole(page), close: () => context.close() }
}
async function manage(page: Page, space: string, link: string) {
  await page.goto(`/spaces/${space}`)
  await settled(page)
  await page.getByRole('link', { name: '打理本群' }).click()
  await page.waitForURL(`**/spaces/${space}/manage`)
  await page.getByRole('link', { name: link, exact: true }).click()
  await settled(page)
}

/** What is wrong is said where it is typed; what was typed is there after leaving, until it is saved. */
async function rewrite(page: Page, space: string) {
  await manage(page, space, '群章程')
  await look(page, 'owner-charter')
  const topics = ['雨天的第一碗', '谁带点心', '今天见到的好事'].join('\n')
  await typing(page, '带来什么').fill('')
  await typing(page, '群规').fill(`先坐下，再说话\n${'慢慢说'.repeat(67)}`)
  await typing(page, '最初的话题').fill(topics)
  await partOf(page, '说好的好处').getByText('交友').click()
  await button(page, '保存章程').click()
  await partOf(page, '带来什么').getByText('这一项不能空着。').waitFor()
  await partOf(page, '说好的好处').getByText('这一项不能空着。').waitFor()
  await partOf(page, '群规').getByText('第 2 行太长了，一行最多 200 个字。').waitFor()
  await partOf(page, '最初的话题').getByText('至少写 4 个话题，现在有 3 个。').waitFor()
  await look(page, 'owner-charter-wrong')

  await button(page, '返回').click()
  await page.getByRole('link', { name: '群章程', exact: true }).click()
  await page.getByText('上次没存的改动，在下面。').waitFor()
  expect(await typing(page, '最初的话题').inputValue()).toBe(topics)
  await look(page, 'owner-charter-kept')
  await button(page, '放弃我的改动').click()
  expect(await typing(page, '最初的话题').inputValue()).toBe(CHARTER.first_topics.join('\n'))

  const value = words('雨天也有一盏灯')
  await typing(page, '带来什么').fill(value)
  await typing(page, '最初的话题').fill(`${topics}\n 下雪了去哪里 \n`)
  await button(page, '保存章程').click()
  await page.getByText('章程存好了，是第 2 版').waitFor()
  await page.waitForFunction(() => !document.querySelector('.toast'))
  await look(page, 'owner-charter-saved')
  const { charter, version } = await asked<{ charter: { value: string; first_topics: string[] }; version: number }>(`space/charter?space=${space}`)
  expect({ version, value: charter.value, topics: charter.first_topics }).toEqual({ version: 2, value, topics: [...topics.split('\n'), '下雪了去哪里'] })
  return value
}

/** A place is picked and let go again; what is not written or out of reach is refused at its place. */
async function setGate(page: Page, space: string) {
  await manage(page, space, '入群条件')
  await page.getByText('门口现在写着').waitFor()
  await page.getByText('谁都可以进').waitFor()
  await look(page, 'owner-gate-open')

  await turn(page, '住在指定的地方')
  await button(page, '选城市或省份').click()
  await page.getByLabel('找城市或省份').fill('杭')
  await page.locator('.van-popup .city', { hasText: '杭州' }).click()
  await look(page, 'owner-gate-places')
  await button(page, '选好了').click()
  await page.getByText('住在杭州').waitFor()
  await button(page, '去掉杭州').click()
  await button(page, '保存入群条件').click()
  await page.getByText('还没选地方').waitFor()
  await turn(page, '住在指定的地方')

  await turn(page, '答几道题')
  await turn(page, '入会满几天')
  const days = page.getByLabel('至少满几天', { exact: true })
  await days.fill('')
  await button(page, '保存入群条件').click()
  await page.getByText('题目还没写。').waitFor()
  await page.getByText('请填 1 到 3650。').waitFor()
  await look(page, 'owner-gate-wrong')
  await days.fill('４')
  await button(page, '至少满几天：减一').click()
  expect(await days.inputValue()).toBe('3')

  await page.getByLabel('题目').fill('坐下来先做什么？')
  await page.getByLabel('选项 1', { exact: true }).fill('先喝一口，再说话')
  await page.getByLabel('选项 1 的得分').fill('100')
  await page.getByLabel('选项 2', { exact: true }).fill('先发个广告')
  await button(page, '加一个选项').click()
  await page.keyboard.type('先看看再说')
  await page.getByLabel('选项 3 的得分').fill('40')
  await page.getByText('满分 100 分；答到 60 分就算通过').waitFor()
  await page.getByLabel('及格线', { exact: true }).fill('101')
  await button(page, '保存入群条件').click()
  await page.getByText('满分只有 100 分，及格线不能比它高。').waitFor()
  await page.getByLabel('及格线', { exact: true }).fill('80')
  // A question too many goes, comes back, and goes.
  await button(page, '加一道文字题').click()
  await page.keyboard.type('想聊点什么')
  await button(page, '去掉第 2 题').click()
  await button(page, '恢复').click()
  expect(await page.getByLabel('题目').nth(1).inputValue()).toBe('想聊点什么')
  await button(page, '去掉第 2 题').click()
  await page.getByText('存好以后，门口会写').waitFor()
  await page.getByText(SENTENCE).waitFor()
  await look(page, 'owner-gate-written')
  await button(page, '保存入群条件').click()
  await page.getByText('入群条件已更新').waitFor()
  await page.getByText('门口现在写着').waitFor()
  // The server says it in the same words.
  await page.getByText(SENTENCE).waitFor()
  expect((await asked<{ sentence: { zh: string } }>(`gate/show?space=${space}`)).sentence.zh).toBe(SENTENCE)
  await look(page, 'owner-gate-set')
}

/** While the door is open somebody without a name comes in; among the members he is called what he is. */
async function namelessComesIn(owner: Page, space: string) {
  const { page, close } = await pageOf(null)
  await page.goto(`/sign-in?back=/spaces/${space}`)
  await signInAnew(page)
  await button(page, '进群').click()
  await page.getByText('说点什么，大家都在').waitFor()
  await close()
  await owner.goto(`/spaces/${space}`)
  await settled(owner)
  await owner.getByRole('tab', { name: '成员' }).click()
  await owner.getByText('一位新朋友').click()
  await owner.getByRole('heading', { name: '一位新朋友' }).waitFor()
  await look(owner, 'owner-nameless')
}

/** Without a name among us one reads what it takes; the questions do not show what they are worth. */
async function strangerAtTheDoor(space: string, value: string) {
  const { page, errors, close } = await pageOf(null)
  await page.goto(`/spaces/${space}`)
  await settled(page)
  await page.getByText(value).first().waitFor()
  await page.getByText(SENTENCE).waitFor()
  await look(page, 'owner-stranger-door')
  await button(page, '申请入群').click()
  await page.getByText('先看看再说').waitFor()
  expect(await page.getByRole('dialog').innerText()).not.toContain('100')
  await look(page, 'owner-stranger-questions')
  expect(errors).toEqual([])
  await close()
}
async function guestComesIn(space: string) {
  const { page, close } = await pageOf(GUEST)
  await page.goto(`/spaces/${space}`)
  await settled(page)
  await button(page, '申请入群').click()
  await page.getByText('先发个广告').click()
  await button(page, '交申请').click()
  await page.getByText('还可以申请 2 次').waitFor()
  await look(page, 'owner-guest-refused')
  await button(page, '申请入群').click()
  await page.getByText('先喝一口，再说话').click()
  await button(page, '交申请').click()
  await page.getByText('说点什么，大家都在').waitFor()
  await look(page, 'owner-guest-inside')
  await close()
}

describe('an owner without a desk', () => {
  it('rewrites the charter and sets the gate on his phone', { timeout: STORY_MS }, async () => {
    const space = await openFor(member, words('巷口茶摊').slice(0, 30))
    const { page, errors, close } = await pageOf(member)
    const value = await rewrite(page, space)
    await namelessComesIn(page, space)
    await setGate(page, space)
    await strangerAtTheDoor(space, value)
    await guestComesIn(space)
    const screen = await pageOf(member, desk)
    for (const path of ['charter', 'gate']) {
      await screen.page.goto(`/spaces/${space}/${path}`)
      await look(screen.page, `owner-${path}-desk`, 'desk')
    }
    expect([...errors, ...screen.errors]).toEqual([])
    await Promise.all([close(), screen.close()])
  })
})
