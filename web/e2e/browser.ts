/**
 * One Chromium for all browser tests, a fresh context per variant. The server runs already:
 * `WEILU_URL` says where (with the demo village), `WEILU_CHROMIUM` names the browser, and
 * `WEILU_SHOTS`, when set, a folder for pictures of every page.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const base = process.env['WEILU_URL'] ?? 'http://127.0.0.1:8080'
const shots = process.env['WEILU_SHOTS']

export interface Variant {
  lang: 'zh-CN' | 'en'
  theme: 'light' | 'dark'
  size: 'phone' | 'desk'
}

export const sizes = { phone: { width: 375, height: 812 }, desk: { width: 1440, height: 900 } } as const
export const nameOf = (variant: Variant): string => `${variant.lang}-${variant.theme}-${variant.size}`

/** All eight variants. */
export const everyVariant: Variant[] = (['zh-CN', 'en'] as const).flatMap((lang) =>
  (['light', 'dark'] as const).flatMap((theme) => (['phone', 'desk'] as const).map((size) => ({ lang, theme, size }))),
)

/** Four variants in which each pair of values meets. */
export const pairVariants: Variant[] = [
  { lang: 'zh-CN', theme: 'light', size: 'phone' },
  { lang: 'zh-CN', theme: 'dark', size: 'desk' },
  { lang: 'en', theme: 'light', size: 'desk' },
  { lang: 'en', theme: 'dark', size: 'phone' },
]

const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
let running: Promise<Browser> | undefined

function launch(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  running ??= chromium.launch({ executablePath: process.env['WEILU_CHROMIUM'] ?? '/usr/bin/chromium', args: [...QUIET, ...asRoot] })
  return running
}

export async function closeBrowser(): Promise<void> {
  await (await running)?.close()
  running = undefined
}

/** A person's browser in a variant; `session` is the cookie of someone signed in, `agent` what it calls itself. */
export async function contextFor(variant: Variant, session?: string, agent?: string): Promise<BrowserContext> {
  const browser = await launch()
  const context = await browser.newContext({
    baseURL: base,
    viewport: sizes[variant.size],
    locale: variant.lang,
    hasTouch: variant.size === 'phone',
    isMobile: variant.size === 'phone',
    deviceScaleFactor: variant.size === 'phone' ? 2 : 1,
    // What fades in or out would be judged half-way, by how fast the machine is.
    reducedMotion: 'reduce',
    ...(agent ? { userAgent: agent } : {}),
  })
  const { hostname } = new URL(base)
  const cookie = (name: string, value: string) => ({ name, value, domain: hostname, path: '/' })
  await context.addCookies([cookie('weilu_lang', variant.lang.slice(0, 2)), ...(session ? [cookie('weilu_session', session)] : [])])
  await context.addInitScript((theme) => localStorage.setItem('weilu.theme', JSON.stringify(theme)), variant.theme)
  return context
}

/** The page has drawn what it asked for: no skeleton left, fonts and pictures there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('#app *', { state: 'attached' })
  // The part of the page that is fetched when it is needed may still be on its way.
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.skeletons'))
}

/** Keeps a picture when a folder was given. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}
