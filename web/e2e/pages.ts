/**
 * The pages that are opened in every (main) or in paired variants. A feature adds its pages
 * here; `path` may ask the server for something to open.
 */
import type { Page } from 'playwright-core'
import { base } from './browser'
import { member, sessionOf } from './people'

export interface PageToOpen {
  name: string
  /** Main pages are opened in all eight variants. */
  main?: boolean
  as: 'visitor' | 'member' | 'staff'
  /** Console pages are not for phones. */
  deskOnly?: boolean
  path: string | (() => Promise<string>)
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

/** Chats of a member, seen with his own eyes. */
const chatOf = async (kind: string) => {
  const headers = { cookie: `weilu_session=${await sessionOf(member)}` }
  const { data } = (await (await fetch(`${base}/api/v1/chat/list`, { headers })).json()) as { data: { items: { id: string; kind: string }[] } }
  return data.items.find((chat) => chat.kind === kind)?.id ?? ''
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
  { name: 'write', main: true, as: 'member', path: '/write' },
  { name: 'me', main: true, as: 'staff', path: '/me' },
  { name: 'decisions', as: 'member', path: '/me/decisions' },
  { name: 'space-review', as: 'staff', path: async () => `/spaces/${await firstSpace()}/review` },
  { name: 'console-review', as: 'staff', deskOnly: true, path: '/console/review' },
  { name: 'console-words', as: 'staff', deskOnly: true, path: '/console/words' },
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
  { name: 'lost', as: 'visitor', path: '/nowhere' },
  { name: 'console-today', main: true, as: 'staff', path: '/console' },
  { name: 'console-spaces', main: true, as: 'staff', deskOnly: true, path: '/console/spaces' },
  { name: 'console-space-beside', as: 'staff', deskOnly: true, path: async () => `/console/spaces?open=${await firstSpace()}` },
  { name: 'space-manage', as: 'staff', path: async () => `/spaces/${await firstSpace()}/manage` },
  { name: 'space-report', as: 'staff', path: async () => `/spaces/${await firstSpace()}/report` },
  { name: 'space-announcements', as: 'staff', path: async () => `/spaces/${await firstSpace()}/announcements` },
  { name: 'space-applications', as: 'staff', path: async () => `/spaces/${await firstSpace()}/applications` },
  { name: 'space-codes', as: 'staff', path: async () => `/spaces/${await firstSpace()}/codes` },
  { name: 'space-invite', as: 'staff', path: async () => `/spaces/${await firstSpace()}/invite` },
  { name: 'circle-propose', as: 'staff', path: '/circles/new' },
  { name: 'poster', as: 'visitor', path: async () => `/poster?path=/spaces/${await firstSpace()}` },
  { name: 'poster-none', as: 'visitor', path: '/poster?path=/me' },
  { name: 'desk-gone', as: 'visitor', path: '/wechat/desk/nothing-here' },
  { name: 'code-gone', as: 'visitor', path: '/e/nothing-here' },
  { name: 'console-applications', as: 'staff', deskOnly: true, path: '/console/applications' },
  { name: 'console-space-kinds', as: 'staff', deskOnly: true, path: '/console/space-kinds' },
  { name: 'profile', main: true, as: 'staff', path: '/me/profile' },
  { name: 'card', main: true, as: 'visitor', path: async () => `/m/${(await firstAuthor()) ?? ''}` },
  { name: 'console-questions', as: 'staff', deskOnly: true, path: '/console/questions' },
  { name: 'console-members', main: true, as: 'staff', deskOnly: true, path: '/console/members' },
  { name: 'console-member-beside', as: 'staff', deskOnly: true, path: async () => `/console/members?open=${(await firstAuthor()) ?? ''}` },
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
