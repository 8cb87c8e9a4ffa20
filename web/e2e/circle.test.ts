/**
 * A circle founded by members: on her phone somebody writes a charter (badly first) and gathers signatures; a
 * stranger follows the link, signs in, signs, takes it back and signs again; others sign on phones and at a desk; she
 * accepts to own it, and with the last signature it opens by itself, everybody inside, and is talked in.
 */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled } from './browser'
import { watchConsole } from './checks'
import { codesSentTo, newCode } from './letters'
import { act, member, sessionOf, staff } from './people'
import { addPhone, desk, look, phone, words } from './steps'

afterAll(closeBrowser)
const PATIENCE_MS = 15_000
const STORY_MS = 300_000
/** Members of the village without a part at its desk. */
const CAST = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25]
const CHARTER = { value: '下班路上有人一起看晚霞', for_whom: '住在江边、下班想走一走的人', topic: '江边散步', rules: '先到先走，不催人\n不发广告' }
const TOPICS = '今天的云像什么\n哪一段路最好走\n下雨了去哪里\n拍到的一张晚霞'

const ask = async <T>(path: string): Promise<T> => ((await (await fetch(`${base}/api/v1/${path}`)).json()) as { data: T }).data
const standing = (id: string) => ask<{ signed: number; needs: number; owner: string | null; space: string | null }>(`circle/show?proposal=${id}`)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const fieldOf = (page: Page, label: string) => page.locator('.field', { hasText: label }).first()
const typing = (page: Page, label: string) => fieldOf(page, label).locator('input, textarea')

/** Another run finds other people in the parts. */
async function castOf(): Promise<number[]> {
  const { items } = await ask<{ items: object[] }>('space/list')
  return CAST.map((_, at) => CAST[(at + items.length) % CAST.length] ?? 0)
}
async function pageOf(who: number | null, size = phone) {
  const context = await contextFor(size, who === null ? undefined : await sessionOf(who))
  return { page: await context.newPage(), close: () => context.close() }
}
async function write(page: Page, name: string, topics = TOPICS) {
  await typing(page, '圈子名字').fill(name)
  await typing(page, '一句话说说它带来什么').fill(CHARTER.value)
  await typing(page, '给谁').fill(CHARTER.for_whom)
  await typing(page, '围绕什么话题').fill(CHARTER.topic)
  await typing(page, '群规').fill(CHARTER.rules)
  await typing(page, '最初的话题').fill(topics)
}
async function holds(page: Page, name: string, topics = TOPICS) {
  expect(await typing(page, '圈子名字').inputValue()).toBe(name)
  expect(await typing(page, '给谁').inputValue()).toBe(CHARTER.for_whom)
  expect(await typing(page, '群规').inputValue()).toBe(CHARTER.rules)
  expect(await typing(page, '最初的话题').inputValue()).toBe(topics)
}
async function sent(page: Page): Promise<string> {
  await button(page, '发起联署').click()
  await page.waitForURL(/\/circles\/prp_/)
  await button(page, '叫朋友来联署').waitFor()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** From the list of circles to a proposal; what is missing or too short is said where it is typed. */
async function propose(page: Page, name: string): Promise<string> {
  await page.goto('/spaces')
  await settled(page)
  await page.getByRole('link', { name: '发起一个圈子' }).click()
  await page.waitForURL('**/circles/new')
  await look(page, 'circle-new')
  await button(page, '发起联署').click()
  for (const label of ['圈子名字', '一句话说说它带来什么', '给谁', '围绕什么话题', '群规', '最初的话题']) await fieldOf(page, label).getByText('这一项还没有填。').waitFor()
  await look(page, 'circle-empty')

  const few = '今天的云像什么\n哪一段路最好走'
  await write(page, '霞', few)
  await button(page, '发起联署').click()
  await fieldOf(page, '圈子名字').getByText('名字太短了，请写 2 到 30 个字。').waitFor()
  await fieldOf(page, '最初的话题').getByText('至少写 4 个话题，现在有 2 个。').waitFor()
  await look(page, 'circle-wrong')
  // A pack fills nothing that is written, and a page opened anew still knows it.
  await button(page, '旅行').click()
  await holds(page, '霞', few)
  await button(page, '自己写').click()
  await page.reload()
  await settled(page)
  await holds(page, '霞', few)
  await typing(page, '圈子名字').fill(name)
  await typing(page, '最初的话题').fill(TOPICS)
  const proposal = await sent(page)
  await page.getByText('你是发起人，你的联署一直算数').waitFor()
  await look(page, 'circle-proposed')
  return proposal
}

/** The case that waits about a proposal. */
async function caseAbout(page: Page, proposal: string): Promise<string> {
  const { data } = (await (await page.request.get('/api/v1/review/queue?state=waiting')).json()) as { data: { items: { id: string; about: string }[] } }
  return data.items.find((one) => one.about === proposal)?.id ?? ''
}

/** By a code to a mail address nobody used before: a member without a phone. */
async function signIn(page: Page) {
  const to = `circle-${Math.random().toString(36).slice(2, 10)}@example.com`
  const earlier = codesSentTo(to)
  await page.getByLabel('手机号或邮箱').fill(to)
  await button(page, '获取验证码').click()
  await page.getByRole('checkbox').check()
  await page.getByLabel('验证码').fill(await newCode(to, earlier))
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await settled(page)
}

/** He finds it in the list, signs in on the way, signs, cannot own it yet, takes his name back, and gives it again. */
async function newcomerSigns(page: Page, proposal: string, name: string) {
  await page.goto('/spaces')
  await settled(page)
  await page.locator(`a[href="/circles/${proposal}"]`).scrollIntoViewIfNeeded()
  await look(page, 'circle-stranger-list')
  await page.locator(`a[href="/circles/${proposal}"]`).click()
  await page.getByRole('heading', { name }).waitFor()
  await look(page, 'circle-stranger')
  await button(page, '我要联署').click()
  await page.waitForURL(`**/sign-in?back=/circles/${proposal}`)
  await signIn(page)
  expect(new URL(page.url()).pathname).toBe(`/circles/${proposal}`)
  await button(page, '我要联署').click()
  await page.getByText('你已联署').waitFor()
  expect(await standing(proposal)).toMatchObject({ signed: 2, owner: null })
  await look(page, 'circle-newcomer-signed')

  await button(page, '我来做群主').click()
  await look(page, 'circle-duty')
  await page.getByRole('dialog').getByRole('button', { name: '我来做群主' }).click()
  await page.getByText('发言前需要先验证手机号').waitFor()
  expect(await page.getByRole('link', { name: '去验证手机号' }).getAttribute('href')).toBe('/me/safety')
  await look(page, 'circle-phone-needed')

  await button(page, '撤回联署').click()
  await button(page, '我要联署').waitFor()
  expect(await standing(proposal)).toMatchObject({ signed: 1 })
  await look(page, 'circle-taken-back')
  await button(page, '我要联署').click()
  await button(page, '撤回联署').waitFor()
  expect(await standing(proposal)).toMatchObject({ signed: 2 })
}

async function own(page: Page, proposal: string) {
  await button(page, '我来做群主').click()
  await look(page, 'circle-own')
  await page.getByRole('dialog').getByRole('button', { name: '我来做群主' }).click()
  await page.getByText('群主：').waitFor()
  expect((await standing(proposal)).owner).not.toBeNull()
  await look(page, 'circle-owned')
  await button(page, '叫朋友来联署').click()
  await page.getByText('链接已复制，发给朋友吧').or(page.getByText(`${base}/circles/${proposal}`)).first().waitFor()
}

async function signs(who: number, proposal: string, size = phone) {
  const { page, close } = await pageOf(who, size)
  await page.goto(`/circles/${proposal}`)
  await settled(page)
  await button(page, '我要联署').click()
  await page.getByText('你已联署').waitFor()
  if (size === desk) await look(page, 'circle-signed-desk', 'desk')
  await close()
}

/** Who proposed it reads on her phone who signed. */
async function readsOfIt(page: Page, proposal: string) {
  await page.goto('/messages')
  await settled(page)
  await page.getByText('联署了你发起的圈子').first().waitFor()
  await look(page, 'circle-messages')
  await page.goto(`/circles/${proposal}`)
  await settled(page)
}

/** The owner in her circle: its people, its charter, and the first words in it. */
async function livesIn(page: Page, space: string, needs: number): Promise<string> {
  await page.getByRole('link', { name: '进圈子' }).click()
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await look(page, 'circle-inside')
  await page.getByRole('tab', { name: '成员' }).click()
  await page.getByText('群主', { exact: false }).first().waitFor()
  expect(await page.locator('.row', { has: page.locator('time') }).count()).toBe(needs)
  await look(page, 'circle-people')
  await page.getByRole('tab', { name: '关于' }).click()
  await page.getByText('第一批伙伴').waitFor()
  await look(page, 'circle-about')
  await page.goto(`/spaces/${space}/manage`)
  await look(page, 'circle-manage')

  const said = words('开张了，今晚六点半桥头见')
  await page.goto(`/write?space=${space}`)
  await settled(page)
  await page.locator('textarea').last().fill(said)
  await button(page, '发布').click()
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await page.getByText(said).first().waitFor()
  return said
}

describe('a circle founded by members', () => {
  it('is proposed, signed, opened and lived in', { timeout: STORY_MS }, async () => {
    const name = words('江边晚霞')
    const [founder = 0, last = 0, atDesk = 0, ...others] = await castOf()
    const hers = await pageOf(founder)
    const errors = watchConsole(hers.page)
    const proposal = await propose(hers.page, name)
    const { needs } = await standing(proposal)
    const newcomer = await pageOf(null)
    await newcomerSigns(newcomer.page, proposal, name)
    // Her page learns of it by itself.
    await hers.page.getByText(`2/${needs} 人已联署`).waitFor({ timeout: PATIENCE_MS })
    await own(hers.page, proposal)

    await signs(atDesk, proposal, desk)
    const between = others.slice(0, needs - 4)
    expect(between.length, 'the village has enough people').toBe(needs - 4)
    for (const who of between) await signs(who, proposal)
    await readsOfIt(hers.page, proposal)
    await hers.page.getByText('还差 1 人').waitFor()
    await look(hers.page, 'circle-nearly')

    const theirs = await pageOf(last)
    await theirs.page.goto(`/circles/${proposal}`)
    await settled(theirs.page)
    await button(theirs.page, '我要联署').click()
    await theirs.page.getByText('圈子开张了').first().waitFor()
    await look(theirs.page, 'circle-opened')
    const space = (await standing(proposal)).space ?? ''
    expect(space).toMatch(/^spc_/)
    await hers.page.getByText('圈子开张了').first().waitFor({ timeout: PATIENCE_MS })
    const said = await livesIn(hers.page, space, needs)

    // Whose name was the last sees it at once; the others are told, and all are inside.
    await theirs.page.getByRole('link', { name: '进圈子' }).click()
    await theirs.page.getByText(said).first().waitFor()
    await look(theirs.page, 'circle-signer-inside')
    const screen = await pageOf(atDesk, desk)
    await screen.page.goto('/messages')
    await settled(screen.page)
    await screen.page.getByText(`你联署的「${name}」开张了`).first().click()
    await screen.page.waitForURL((url) => url.pathname === `/spaces/${space}`)
    await screen.page.getByText(said).first().waitFor()
    await look(screen.page, 'circle-signer-desk', 'desk')

    // The link that went round leads on, for strangers too; the list has it among the circles now.
    const stranger = await pageOf(null)
    await stranger.page.goto(`/circles/${proposal}`)
    await stranger.page.getByRole('link', { name: '进圈子' }).waitFor()
    await look(stranger.page, 'circle-stranger-late')
    await stranger.page.getByRole('link', { name: '进圈子' }).click()
    await button(stranger.page, '加入圈子').or(button(stranger.page, '进群')).or(button(stranger.page, '申请入群')).first().waitFor()
    await look(stranger.page, 'circle-stranger-door')
    await stranger.page.goto('/spaces')
    await settled(stranger.page)
    await stranger.page.locator(`a[href="/spaces/${space}"]`).first().waitFor()
    expect(await stranger.page.locator(`a[href="/circles/${proposal}"]`).count()).toBe(0)
    expect(errors).toEqual([])
    await Promise.all([hers, newcomer, theirs, screen, stranger].map((one) => one.close()))
  })

  it('keeps what a stranger wrote through signing in and through a phone that was missing', async () => {
    const { page, close } = await pageOf(null)
    const name = words('夜里跑步')
    await page.goto('/circles/new')
    await settled(page)
    await write(page, name)
    await button(page, '发起联署').click()
    await page.waitForURL('**/sign-in?back=/circles/new')
    await signIn(page)
    await holds(page, name)
    await button(page, '发起联署').click()
    await page.getByText('发言前需要先验证手机号').waitFor()
    await holds(page, name)
    await page.getByRole('link', { name: '去验证手机号' }).scrollIntoViewIfNeeded()
    await look(page, 'circle-new-phone-needed')
    await page.getByRole('link', { name: '去验证手机号' }).click()
    await page.waitForURL('**/me/safety')
    await addPhone(page)
    await page.goBack()
    await settled(page)
    await holds(page, name)
    const proposal = await sent(page)
    // It is gone from the form, and stands in the list as hers.
    await page.goto('/circles/new')
    await settled(page)
    expect(await typing(page, '圈子名字').inputValue()).toBe('')
    await page.goto('/spaces')
    await settled(page)
    await page.locator(`a[href="/circles/${proposal}"]`, { hasText: '你已联署' }).waitFor()
    await close()
  })

  it('waits for a reviewer where a word asks for it, is reported, put away, and its author reads why', async () => {
    const mark = `拼单${Math.random().toString(36).slice(2, 7)}`
    await act('sensitive_word/put', { word: mark, action: 'hold' }, staff)
    const hers = await pageOf(null)
    await hers.page.goto('/sign-in?back=/circles/new')
    await settled(hers.page)
    await signIn(hers.page)
    await addPhone(hers.page)
    await write(hers.page, `${mark}小组`)
    await button(hers.page, '发起联署').click()
    await hers.page.waitForURL(/\/circles\/prp_/)
    await hers.page.getByText('正在等审核').waitFor()
    await look(hers.page, 'circle-held')
    const proposal = new URL(hers.page.url()).pathname.split('/').at(-1) ?? ''

    const screen = await pageOf(staff, desk)
    await screen.page.goto(`/console/review?open=${await caseAbout(screen.page, proposal)}`)
    await settled(screen.page)
    await screen.page.getByRole('heading', { name: `${mark}小组` }).first().waitFor()
    await look(screen.page, 'circle-case', 'desk')
    await act('review/approve', { cases: [await caseAbout(screen.page, proposal)] }, staff)
    await button(hers.page, '叫朋友来联署').waitFor({ timeout: PATIENCE_MS })

    const his = await pageOf(member)
    await his.page.goto(`/circles/${proposal}`)
    await settled(his.page)
    await button(his.page, '举报').click()
    await button(his.page, '广告').click()
    await his.page.getByText('收到了，谢谢').waitFor()
    await screen.page.goto(`/console/review?open=${await caseAbout(screen.page, proposal)}`)
    await settled(screen.page)
    await screen.page.locator('.decide input[type=text]').fill('这是广告')
    await button(screen.page, '收起').click()

    await hers.page.getByText('这个提议已被收起').waitFor({ timeout: PATIENCE_MS })
    await look(hers.page, 'circle-hidden')
    await hers.page.getByRole('link', { name: '去看决定' }).click()
    await hers.page.getByText('这是广告').first().waitFor()
    await look(hers.page, 'circle-decision')
    await his.page.reload()
    await his.page.getByText('没有找到').first().waitFor()
    await look(his.page, 'circle-gone')
    await Promise.all([hers, screen, his].map((one) => one.close()))
  })
})
