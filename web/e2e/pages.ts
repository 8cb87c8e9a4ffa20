/**
 * The pages that are opened in every (main) or in paired variants. A feature adds its pages
 * here; `path` may ask the server for something to open.
 */
import type { Page } from 'playwright-core'
import { base } from './browser'
import { drawing } from './drawing'
import { openedOwn, ownGate } from './own-space'
import { act, member, sessionOf, staff } from './people'

export interface PageToOpen {
  name: string
  /** Main pages are opened in all eight variants. */
  main?: boolean
  as: 'visitor' | 'member' | 'staff'
  /** Console pages are not for phones. */
  deskOnly?: boolean
  path: string | (() => Promise<string>)
  /** The page asks for something that is not there: the browser's own line about that answer is no fault. */
  gone?: boolean
  /** An act that brings the page into the state to look at. */
  then?: (page: Page) => Promise<unknown>
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(`${base}/api/v1/${path}`)
  return ((await response.json()) as { data: T }).data
}
/** The liveliest space a stranger may read. */
export const firstSpace = async () => {
  const { items } = await ask<{ items: { id: string; members: number; open_to_read: boolean }[] }>('space/list')
  return items.filter((space) => space.open_to_read).sort((a, b) => b.members - a.members)[0]?.id ?? ''
}
const firstPost = async () => {
  const { items } = await ask<{ items: { id: string; replies: number }[] }>(`post/timeline?space=${await firstSpace()}`)
  return (items.find((post) => post.replies > 0) ?? items[0])?.id ?? ''
}

const firstAuthor = async () => {
  const { items } = await ask<{ items: { author: { id: string | null } }[] }>(`post/timeline?space=${await firstSpace()}`)
  return items.find((post) => post.author.id)?.author.id
}

/** Whoever came last, as the console lists them. */
const newestMember = async () => {
  const headers = { cookie: `weilu_session=${await sessionOf(staff)}` }
  const { data } = (await (await fetch(`${base}/api/v1/member/list`, { headers })).json()) as { data: { items: { id: string }[] } }
  return data.items[0]?.id ?? ''
}

/** Chats of a member, seen with his own eyes. */
const chatOf = async (kind: string) => {
  const headers = { cookie: `weilu_session=${await sessionOf(member)}` }
  const { data } = (await (await fetch(`${base}/api/v1/chat/list`, { headers })).json()) as { data: { items: { id: string; kind: string }[] } }
  return data.items.find((chat) => chat.kind === kind)?.id ?? ''
}

/** The chat between the member and somebody who answered. */
const talkOf = async () => {
  const headers = { cookie: `weilu_session=${await sessionOf(member)}` }
  const { data } = (await (await fetch(`${base}/api/v1/chat/list`, { headers })).json()) as { data: { items: { id: string; kind: string; last?: { mine: boolean } | null }[] } }
  return data.items.find((chat) => chat.kind === 'pair' && chat.last?.mine)?.id ?? ''
}
/** The case about a line of a chat, on the reviewers' desk. */
const chatCase = async () => {
  const headers = { cookie: `weilu_session=${await sessionOf(staff)}` }
  const { data } = (await (await fetch(`${base}/api/v1/review/queue?state=waiting`, { headers })).json()) as { data: { items: { id: string; about: string }[] } }
  return data.items.find((one) => one.about.startsWith('msg_'))?.id ?? ''
}

/** The liveliest space, with words of its own. */
const wordedSpace = async () => {
  const space = await firstSpace()
  await act('sensitive_word/put', { space, word: '代购', action: 'hold' }, staff)
  await act('sensitive_word/put', { space, word: '返利', action: 'refuse', sentence: '这里只聊茶，不谈返利。' }, staff)
  return space
}
let ownOne: Promise<string> | undefined
/** A post of the member: with a title and a topic, changed once, saved into a list; beside it a draft, and somebody followed. */
const ownPost = () => (ownOne ??= makeOwn())
async function makeOwn() {
  const written = { title: '周六的炉边，想带一个新朋友来，可以吗', text: '今天试了 #老白茶# ，水温九十度。' }
  const { post } = await act<{ post: string }>('post/write', { ...written, space: await firstSpace() })
  await act('post/edit', { ...written, post, text: '今天试了 #老白茶# ，水温八十五度正好。' })
  const { list } = await act<{ list: string }>('bookmark/make_list', { name: `老茶知识 ${Math.random().toString(36).slice(2, 6)}`, shared: true })
  await act('bookmark/save', { post, list })
  await act('draft/save', { place: 'page', title: '', text: '写到一半的话，还没想好怎么收尾。' })
  const author = await firstAuthor()
  if (author) await act('follow/start', { what: author }).catch(() => undefined)
  return post
}
/** A post of somebody else, as the member sees it: there is nothing to report about one's own. */
const othersPost = async () => {
  const headers = { cookie: `weilu_session=${await sessionOf(member)}` }
  const response = await fetch(`${base}/api/v1/post/timeline?space=${await firstSpace()}`, { headers })
  const { data } = (await response.json()) as { data: { items: { id: string; mine: boolean; state: string }[] } }
  return data.items.find((post) => !post.mine && post.state === 'live')?.id ?? ''
}
const ownPath = async () => `/posts/${await ownPost()}`
const after = (path: string) => async () => (await ownPost()) && path
/** 阿桃's own id. */
const memberId = async () => ((await (await fetch(`${base}/api/v1/account/me`, { headers: { cookie: `weilu_session=${await sessionOf(member)}` } })).json()) as { data: { me: { id: string } } }).data.me.id
/** The dialog that gives points to the first of the list who is not oneself. */
const openAdjust = async (page: Page) => {
  await page.locator('.holders .act button').first().click()
  await page.waitForSelector('.van-popup form.adjust')
  await page.waitForTimeout(400)
}
/** The menu of the post whose page it is. */
const openMenu = async (page: Page) => {
  await page.locator('article.whole .corner button').click()
  await page.waitForSelector('.van-popup .row')
  await page.waitForTimeout(400)
}
let counted: Promise<string> | undefined
/** A roster in the liveliest space: portions, a limit, one line of the member's. */
const rosterPost = () => (counted ??= openCounted())
async function openCounted() {
  const asked = { title: '周五一起拼一箱新焙的炭火岩茶，要几罐接龙报数', text: '一箱十二罐，写上要几罐、几号来取。', unit: '罐', most: 12, space: await firstSpace() }
  const { roster, post } = await act<{ roster: string; post: string }>('roster/open', asked)
  await act('roster/join', { roster, text: '两罐焙火轻一点的，周五下班顺路来取，要是晚到就放在柜台左边的架子上，谢谢', count: 2 })
  return post
}
const openJoin = async (page: Page) => {
  await page.getByRole('button', { name: /^(我要接龙|Join)$/ }).click()
  await page.waitForSelector('.van-popup form.join')
  await page.waitForTimeout(400)
}
/** Too long, and more than is left: said at both boxes. */
const joinWrong = async (page: Page) => {
  await openJoin(page)
  await page.fill('.van-popup textarea', '一罐就好。'.repeat(21))
  await page.fill('.van-popup .number input', '40')
  await page.click('.van-popup button[type=submit]')
  await page.waitForSelector('.van-popup .number .error')
}
const askStrike = async (page: Page) => {
  await page.locator('button.strike').first().click()
  await page.waitForSelector('.van-popup .danger')
  await page.waitForTimeout(400)
}
/** No title, a unit of one's own left empty, nobody let in, and no moment: each said at its field. */
const spoilRoster = async (page: Page) => {
  await page.getByRole('switch').click()
  await page.getByText(/^(自己写|Other)$/).click()
  await page.fill('.rules .number input', '0')
  await page.getByText(/^(选时间|At a time)$/).click()
  await page.fill('input[type=datetime-local]', '')
  await page.click('button[type=submit]')
  await page.waitForSelector('.rules .error')
}

export const pages: PageToOpen[] = [
  { name: 'home', main: true, as: 'visitor', path: '/' },
  { name: 'home-member', as: 'member', path: '/' },
  { name: 'spaces', main: true, as: 'member', path: '/spaces' },
  { name: 'space', main: true, as: 'visitor', path: async () => `/spaces/${await firstSpace()}` },
  { name: 'space-inside', as: 'member', path: async () => `/spaces/${await firstSpace()}` },
  { name: 'post', main: true, as: 'member', path: async () => `/posts/${await firstPost()}` },
  { name: 'post-visitor', as: 'visitor', path: async () => `/posts/${await firstPost()}` },
  { name: 'hot', as: 'visitor', path: '/hot' },
  { name: 'questions', as: 'member', path: '/questions?which=all' },
  { name: 'ask', as: 'member', path: async () => `/ask?space=${await firstSpace()}` },
  { name: 'poll', as: 'member', path: async () => `/poll?space=${await firstSpace()}` },
  { name: 'roster', as: 'member', path: async () => `/roster?space=${await firstSpace()}` },
  { name: 'write', main: true, as: 'member', path: '/write' },
  { name: 'write-own', as: 'member', path: after('/write?space=page') },
  { name: 'write-question', as: 'member', path: '/write?what=question' },
  { name: 'write-poll', as: 'member', path: '/write?what=poll' },
  { name: 'write-roster', main: true, as: 'member', path: '/write?what=roster' },
  { name: 'write-roster-wrong', as: 'member', path: '/write?what=roster', then: spoilRoster },
  { name: 'roster-post', main: true, as: 'staff', path: async () => `/posts/${await rosterPost()}` },
  { name: 'roster-post-visitor', as: 'visitor', path: async () => `/posts/${await rosterPost()}` },
  { name: 'roster-lines', main: true, as: 'staff', path: async () => `/posts/${await rosterPost()}/roster` },
  { name: 'roster-lines-member', as: 'member', path: async () => `/posts/${await rosterPost()}/roster` },
  { name: 'roster-join', main: true, as: 'staff', path: async () => `/posts/${await rosterPost()}`, then: openJoin },
  { name: 'roster-join-wrong', as: 'staff', path: async () => `/posts/${await rosterPost()}`, then: joinWrong },
  { name: 'roster-strike', as: 'staff', path: async () => `/posts/${await rosterPost()}/roster`, then: askStrike },
  { name: 'write-visitor', as: 'visitor', path: '/write' },
  {
    name: 'write-mention',
    as: 'member',
    path: async () => `/write?space=${await firstSpace()}`,
    then: async (page) => {
      await page.getByRole('button', { name: /提到某人|Mention someone/ }).click()
      await page.waitForSelector('.van-popup .found button')
      await page.waitForTimeout(400)
    },
  },
  { name: 'post-own', as: 'member', path: ownPath },
  { name: 'post-edit', as: 'member', path: async () => `${await ownPath()}/edit` },
  {
    name: 'post-edit-mention',
    as: 'member',
    path: async () => `${await ownPath()}/edit`,
    then: async (page) => {
      await page.getByRole('button', { name: /提到某人|Mention someone/ }).click()
      await page.locator('.van-popup .found button').first().click()
      await page.waitForSelector('.note:not(:empty)')
      await page.waitForTimeout(400)
    },
  },
  { name: 'post-menu', as: 'member', path: ownPath, then: openMenu },
  {
    name: 'post-history',
    as: 'member',
    path: ownPath,
    then: async (page) => {
      await page.locator('article.whole .meta button').click()
      await page.waitForSelector('.van-popup article')
      await page.waitForTimeout(400)
    },
  },
  { name: 'post-gone', as: 'visitor', gone: true, path: '/posts/pst_0000000000000' },
  {
    name: 'post-share',
    as: 'member',
    path: ownPath,
    then: async (page) => {
      await page.locator('article.whole .acts button').last().click()
      await page.waitForSelector('.van-popup .card')
      await page.waitForTimeout(400)
    },
  },
  { name: 'tags', as: 'member', path: after('/tags') },
  { name: 'tag', as: 'member', path: after(`/tags/${encodeURIComponent('老白茶')}`) },
  { name: 'tag-none', as: 'member', gone: true, path: `/tags/${encodeURIComponent('没有人说过')}` },
  { name: 'bookmarks', as: 'member', path: after('/me/bookmarks') },
  { name: 'bookmarks-visitor', as: 'visitor', gone: true, path: '/me/bookmarks' },
  { name: 'drafts', as: 'member', path: after('/me/drafts') },
  { name: 'follows', as: 'member', path: after('/me/follows') },
  { name: 'me', main: true, as: 'staff', path: '/me' },
  { name: 'decisions', as: 'member', path: '/me/decisions' },
  {
    name: 'report-other',
    as: 'member',
    path: async () => `/posts/${await othersPost()}`,
    then: async (page) => {
      await page.locator('article.whole button[aria-label="更多"], article.whole button[aria-label="More"]').first().click()
      await page.click('.van-popup >> text=/^(举报|Report)$/')
      await page.click('.van-popup li:last-child button')
      await page.waitForSelector('.van-popup textarea')
      await page.waitForTimeout(400)
    },
  },
  { name: 'space-review', as: 'staff', path: async () => `/spaces/${await firstSpace()}/review` },
  { name: 'console-review', as: 'staff', deskOnly: true, path: '/console/review' },
  { name: 'console-words', as: 'staff', deskOnly: true, path: '/console/words' },
  {
    name: 'console-words-import',
    as: 'staff',
    gone: true,
    path: '/console/words',
    then: async (page) => {
      await page.click('summary')
      await page.click('.add button[type=submit]')
      await page.waitForSelector('.refused')
    },
  },
  { name: 'console-words-space', as: 'staff', deskOnly: true, path: async () => `/console/words?space=${await wordedSpace()}` },
  {
    name: 'console-words-change',
    as: 'staff',
    deskOnly: true,
    path: async () => `/console/words?space=${await wordedSpace()}`,
    then: async (page) => {
      await page.locator('.drawn [role=row]').first().click()
      await page.waitForSelector('.add input[readonly]')
      await page.locator('.drawn .pick').first().click()
      await page.waitForSelector('.bulk')
    },
  },
  { name: 'space-words', as: 'staff', path: async () => `/spaces/${await wordedSpace()}/words` },
  {
    name: 'space-words-tried',
    as: 'staff',
    gone: true,
    path: async () => `/spaces/${await wordedSpace()}/words`,
    // A word of one letter is refused in words; a sentence is tried; a list that cannot be read is refused, too.
    then: async (page) => {
      await page.fill('.add input', '返')
      await page.click('.add button[type=submit]')
      await page.waitForSelector('.add .refused')
      await page.fill('form.box input', '有返利，找我')
      await page.click('form.box button')
      await page.waitForSelector('form.box [role=status]')
      await page.click('summary')
      await page.fill('details textarea', '啊')
      await page.click('details button[type=submit]')
      await page.waitForSelector('details .refused')
    },
  },
  {
    name: 'space-words-replace',
    as: 'staff',
    path: async () => `/spaces/${await wordedSpace()}/words`,
    then: async (page) => {
      await page.click('summary')
      await page.fill('details textarea', '拼单')
      await page.check('details input[type=checkbox]')
      await page.click('details button[type=submit]')
      await page.waitForSelector('.van-popup .danger')
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'space-words-change',
    as: 'staff',
    path: async () => `/spaces/${await wordedSpace()}/words`,
    then: async (page) => {
      await page.locator('button.word').first().click()
      await page.waitForSelector('.van-popup select')
      await page.waitForTimeout(400)
    },
  },
  { name: 'space-words-closed', as: 'member', gone: true, path: async () => `/spaces/${await firstSpace()}/words` },
  { name: 'console-sanctions', as: 'staff', deskOnly: true, path: '/console/sanctions' },
  { name: 'console-appeals', as: 'staff', deskOnly: true, path: '/console/appeals' },
  { name: 'console-report-figures', as: 'staff', deskOnly: true, path: '/console/report-figures' },
  { name: 'me-visitor', as: 'visitor', path: '/me' },
  { name: 'sign-in', main: true, as: 'visitor', path: '/sign-in' },
  {
    name: 'sign-in-code',
    as: 'visitor',
    path: '/sign-in',
    then: async (page) => {
      await page.fill('form input', `looking-${Math.random().toString(36).slice(2)}@example.com`)
      await page.click('form button[type=submit]')
      await page.waitForSelector('#consent')
    },
  },
  { name: 'terms', as: 'visitor', path: '/terms' },
  { name: 'privacy', as: 'visitor', path: '/privacy' },
  { name: 'me-safety', main: true, as: 'staff', path: '/me/safety' },
  { name: 'me-privacy', main: true, as: 'staff', path: '/me/privacy' },
  { name: 'console-settings', main: true, as: 'staff', path: '/console/settings' },
  { name: 'console-settings-entry', as: 'staff', path: '/console/settings?drawer=entry' },
  { name: 'console-settings-found', as: 'staff', path: '/console/settings?q=天' },
  { name: 'console-setup', as: 'staff', path: '/console/setup' },
  { name: 'console-admissions', as: 'staff', path: '/console/members/admissions' },
  { name: 'console-pulse', main: true, as: 'staff', path: '/console/pulse' },
  { name: 'console-pulse-metric', as: 'staff', path: '/console/pulse?days=90&open=active_month' },
  { name: 'console-pulse-space', as: 'staff', path: async () => `/console/pulse?days=7&space=${await firstSpace()}` },
  { name: 'console-policies', as: 'staff', deskOnly: true, path: '/console/policies' },
  { name: 'messages', main: true, as: 'member', path: '/messages' },
  { name: 'messages-staff', as: 'staff', path: '/messages' },
  { name: 'messages-visitor', as: 'visitor', path: '/messages' },
  {
    name: 'messages-none-of-a-sort',
    as: 'member',
    path: '/messages',
    then: async (page) => {
      await page.locator('.chips button').last().click()
      await page.waitForTimeout(400)
    },
  },
  { name: 'message-settings', main: true, as: 'member', path: '/me/messages' },
  { name: 'console-delivery', main: true, as: 'staff', deskOnly: true, path: '/console/delivery' },
  { name: 'console-backups', as: 'staff', path: '/console/backups' },
  { name: 'lost', as: 'visitor', path: '/nowhere' },
  { name: 'console-today', main: true, as: 'staff', path: '/console' },
  { name: 'console-spaces', main: true, as: 'staff', deskOnly: true, path: '/console/spaces' },
  { name: 'console-space-beside', as: 'staff', deskOnly: true, path: async () => `/console/spaces?open=${await firstSpace()}` },
  { name: 'space-manage', as: 'staff', path: async () => `/spaces/${await firstSpace()}/manage` },
  { name: 'space-manage-owner', as: 'member', path: async () => `/spaces/${await openedOwn()}/manage` },
  { name: 'space-manage-closed', as: 'member', path: async () => `/spaces/${await firstSpace()}/manage` },
  { name: 'space-charter', main: true, as: 'member', path: async () => `/spaces/${await openedOwn()}/charter` },
  {
    name: 'space-charter-wrong',
    as: 'member',
    path: async () => `/spaces/${await openedOwn()}/charter`,
    then: async (page) => {
      await page.locator('textarea').nth(1).fill('只有一个话题')
      await page.locator('input[type=text]').first().fill('')
      await page.click('form button[type=submit]')
      await page.waitForSelector('.wrong .error')
    },
  },
  { name: 'space-charter-read', as: 'visitor', path: async () => `/spaces/${await firstSpace()}/charter` },
  { name: 'space-gate', main: true, as: 'member', path: async () => `/spaces/${await ownGate()}/gate` },
  {
    name: 'space-gate-wrong',
    as: 'member',
    path: async () => `/spaces/${await ownGate()}/gate`,
    // A question, an option, a place, the days and the mark are wrong.
    then: async (page) => {
      await page.getByRole('switch', { name: /住在指定的地方|A home in certain/ }).click()
      await page.getByRole('switch', { name: /入会满几天|Some days/ }).click()
      await page.getByLabel(/^(至少满几天|How many days at least)$/).fill('0')
      await page.getByRole('button', { name: /加一道选择题|Add a choice/ }).click()
      await page.getByLabel(/^(及格线|Pass mark)$/).fill('900')
      await page.click('form button[type=submit]')
      await page.waitForSelector('.error')
    },
  },
  {
    name: 'space-gate-regions',
    as: 'member',
    path: async () => `/spaces/${await ownGate()}/gate`,
    then: async (page) => {
      await page.getByRole('switch', { name: /住在指定的地方|A home in certain/ }).click()
      await page.getByRole('button', { name: /选城市或省份|Choose cities/ }).click()
      await page.locator('.van-popup .row', { hasText: /浙江|Zhejiang/ }).locator('button').click()
      await page.locator('.van-popup .city').first().click()
      await page.waitForTimeout(400)
    },
  },
  { name: 'space-gate-closed', as: 'visitor', gone: true, path: async () => `/spaces/${await firstSpace()}/gate` },
  { name: 'proposal-cut-off', as: 'visitor', gone: true, path: '/circles/prp_x' },
  { name: 'space-report', as: 'staff', path: async () => `/spaces/${await firstSpace()}/report` },
  { name: 'space-announcements', as: 'staff', path: async () => `/spaces/${await firstSpace()}/announcements` },
  { name: 'space-applications', as: 'staff', path: async () => `/spaces/${await firstSpace()}/applications` },
  { name: 'space-codes', as: 'staff', path: async () => `/spaces/${await firstSpace()}/codes` },
  { name: 'space-invite', as: 'staff', path: async () => `/spaces/${await firstSpace()}/invite` },
  { name: 'circle-propose', as: 'staff', path: '/circles/new' },
  { name: 'poster', as: 'visitor', path: async () => `/poster?path=/spaces/${await firstSpace()}` },
  { name: 'poster-none', as: 'visitor', gone: true, path: '/poster?path=/me' },
  { name: 'desk-gone', as: 'visitor', gone: true, path: '/wechat/desk/nothing-here' },
  { name: 'code-gone', as: 'visitor', gone: true, path: '/e/nothing-here' },
  { name: 'console-applications', as: 'staff', deskOnly: true, path: '/console/applications' },
  { name: 'console-space-kinds', as: 'staff', deskOnly: true, path: '/console/space-kinds' },
  { name: 'profile', main: true, as: 'staff', path: '/me/profile' },
  { name: 'card', main: true, as: 'visitor', path: async () => `/m/${(await firstAuthor()) ?? ''}` },
  {
    name: 'card-menu',
    as: 'member',
    path: async () => `/m/${await newestMember()}`,
    then: async (page) => {
      await page.locator('.topbar .acts button').click()
      await page.waitForSelector('.van-popup .row.danger')
      await page.waitForTimeout(400)
    },
  },
  { name: 'console-questions', as: 'staff', deskOnly: true, path: '/console/questions' },
  { name: 'console-members', main: true, as: 'staff', deskOnly: true, path: '/console/members' },
  {
    name: 'console-members-export',
    as: 'staff',
    deskOnly: true,
    path: '/console/members',
    then: async (page) => {
      await page.locator('.tools button').last().click()
      await page.locator('.views button:visible').last().click()
      await page.waitForSelector('.sheet [role=switch]')
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'console-members-chosen',
    as: 'staff',
    deskOnly: true,
    path: '/console/members',
    then: async (page) => {
      await page.locator('.drawn .pick').first().click()
      await page.waitForSelector('.bulk')
      await page.waitForSelector('.drawn .pick input:checked')
    },
  },
  { name: 'console-member-beside', as: 'staff', deskOnly: true, path: async () => `/console/members?open=${(await firstAuthor()) ?? ''}` },
  {
    name: 'console-member-trust',
    as: 'staff',
    deskOnly: true,
    gone: true,
    path: async () => `/console/members?open=${await newestMember()}`,
    // Without a reason it is refused, in words.
    then: async (page) => {
      await page.locator('.trust .acts button').first().click()
      await page.locator('.van-popup label', { hasText: '1' }).first().click()
      await page.click('.van-popup button[type=submit]')
      await page.waitForSelector('.van-popup .error')
      await page.waitForTimeout(400)
    },
  },
  { name: 'console-merge-queue', as: 'staff', deskOnly: true, path: '/console/members/queue' },
  { name: 'console-targets', as: 'staff', deskOnly: true, path: '/console/members/targets' },
  { name: 'console-labels', as: 'staff', deskOnly: true, path: '/console/members/labels' },
  { name: 'console-care', as: 'staff', deskOnly: true, path: '/console/members/care' },
  { name: 'console-member-fields', as: 'staff', deskOnly: true, path: '/console/members/fields' },
  { name: 'console-organisation', as: 'staff', deskOnly: true, path: '/console/organisation' },
  { name: 'console-roles', as: 'staff', deskOnly: true, path: '/console/roles' },
  { name: 'chats', main: true, as: 'member', path: '/chats' },
  { name: 'chats-visitor', as: 'visitor', path: '/chats' },
  { name: 'chat-group', main: true, as: 'member', path: async () => `/chats/${await chatOf('space')}` },
  { name: 'chat-pair', as: 'member', path: async () => `/chats/${await chatOf('pair')}` },
  { name: 'chat-emoji', as: 'member', path: async () => `/chats/${await chatOf('space')}`, then: async (page) => void (await page.click('.tool[aria-expanded]')) },
  {
    name: 'chat-picked',
    as: 'member',
    path: async () => `/chats/${await talkOf()}`,
    then: async (page) => {
      const recipe = { name: '茶酥方子（满妈家的，别外传）.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 butter') }
      await page.locator('.composer input[type=file]').first().setInputFiles([await drawing(page, '#C2410C'), recipe])
      await page.waitForFunction(() => document.querySelectorAll('.composer .pictures li').length === 3 && !document.querySelector('.composer [role=progressbar]'))
    },
  },
  {
    name: 'chat-report',
    as: 'member',
    path: async () => `/chats/${await chatOf('space')}`,
    then: async (page) => {
      await page.locator('.message:not(.mine) .bubble').last().dispatchEvent('contextmenu')
      await page.click('.van-popup >> text=/^(举报|Report)$/')
      await page.waitForSelector('.van-popup li button')
      await page.waitForTimeout(400)
    },
  },
  { name: 'console-review-chat', as: 'staff', deskOnly: true, path: async () => `/console/review?open=${await chatCase()}` },
  {
    name: 'chat-settings',
    as: 'member',
    path: async () => `/chats/${await chatOf('pair')}`,
    then: async (page) => {
      await page.click('.pane .acts button')
      await page.waitForSelector('.van-popup [role=switch]')
    },
  },
  {
    name: 'chat-search',
    as: 'member',
    path: '/chats',
    then: async (page) => {
      await page.click('.chats .acts button')
      await page.fill('input[type=search]', '茶')
      await page.waitForSelector('.hit')
    },
  },
  {
    name: 'chat-new-group',
    as: 'member',
    path: '/chats',
    then: async (page) => {
      await page.click('.chats .acts button:nth-of-type(2)')
      await page.waitForSelector('.picker')
    },
  },
  { name: 'blocked', as: 'member', path: '/me/privacy/blocked' },
  { name: 'points', main: true, as: 'member', path: after('/me/points') },
  {
    name: 'points-statement',
    as: 'member',
    path: after('/me/points'),
    then: async (page) => {
      await page.waitForSelector('.line')
      await page.locator('h3.month').first().evaluate((day) => day.scrollIntoView())
    },
  },
  { name: 'points-visitor', as: 'visitor', path: '/me/points' },
  { name: 'console-points', main: true, as: 'staff', path: '/console/points' },
  {
    name: 'console-points-wrong',
    as: 'staff',
    path: '/console/points',
    // Too little a day, nothing each time: said at the boxes, and nothing is sent.
    then: async (page) => {
      const boxes = page.locator('.rule input')
      await boxes.nth(1).fill('3')
      await boxes.nth(2).fill('')
      await page.click('.rules form button[type=submit]')
      await page.waitForSelector('.rules footer .wrong')
      await page.locator('.rules').evaluate((part) => part.scrollIntoView())
    },
  },
  {
    name: 'console-points-holders',
    as: 'staff',
    path: '/console/points',
    then: async (page) => {
      await page.locator('.holders').evaluate((part) => part.scrollIntoView())
    },
  },
  { name: 'console-points-adjust', as: 'staff', path: '/console/points', then: openAdjust },
  {
    name: 'console-points-adjust-wrong',
    as: 'staff',
    path: '/console/points',
    // More than he has is taken, without a reason: said at both boxes.
    then: async (page) => {
      await openAdjust(page)
      await page.locator('.van-popup .segments label').last().click()
      await page.locator('.van-popup .amount input').fill('9999')
      await page.click('.van-popup button[type=submit]')
      await page.waitForSelector('.van-popup .wrong')
    },
  },
  {
    name: 'console-member-points',
    as: 'staff',
    deskOnly: true,
    path: async () => `/console/members?open=${await memberId()}`,
    then: async (page) => {
      await page.waitForSelector('.panel section.points li')
      await page.locator('.panel section.points').evaluate((card) => card.scrollIntoView())
    },
  },
  { name: 'search', as: 'visitor', path: '/search' },
  { name: 'search-results', main: true, as: 'member', path: `/search?q=${encodeURIComponent('茶')}` },
  { name: 'search-members', as: 'member', path: `/search?q=${encodeURIComponent('月')}&kind=member` },
  { name: 'search-nothing', as: 'visitor', path: `/search?q=${encodeURIComponent('没有人说过的话')}` },
  { name: 'search-in-space', as: 'member', path: async () => `/search?q=${encodeURIComponent('茶')}&space=${await firstSpace()}` },
  {
    name: 'search-typing',
    as: 'member',
    path: '/search',
    then: async (page) => {
      await page.fill('input[type=search]', 'cha')
      await page.waitForSelector('[role=option]:nth-child(2)')
    },
  },
  { name: 'feeds', as: 'staff', path: '/me/feeds' },
  { name: 'console-search-words', as: 'staff', deskOnly: true, path: '/console/search-words' },
  { name: 'console-closed', as: 'visitor', deskOnly: true, path: '/console' },
]
