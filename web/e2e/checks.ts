/** What every page must satisfy in every variant. Each check returns its findings, empty when all is well. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LARGE_FONT = '160%'
const LEAST_TARGET_PX = 44

/** Collects console errors and uncaught exceptions from now on. */
export function watchConsole(page: Page): string[] {
  const found: string[] = []
  page.on('console', (message) => message.type() === 'error' && found.push(`${message.text()} ${message.location().url}`.trim()))
  page.on('pageerror', (error) => found.push(String(error)))
  return found
}

/** Nothing makes the page scroll sideways. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const wide = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    return [`${root.scrollWidth} px wide in ${root.clientWidth}: ${wide.slice(0, 3).map((element) => `${element.tagName}.${element.className}`).join(', ')}`]
  })
}

/** Text is nowhere cut off without an ellipsis. */
export function cutText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        const style = getComputedStyle(element)
        const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
        if (!own || style.visibility === 'hidden' || element.clientWidth < 3 || style.overflowX !== 'hidden') return false
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') return false
        return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 4
      })
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 30)}`),
  )
}

/** On a phone everything one taps is at least 44 px, links inside a sentence excepted. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const near = 0.6
    const taps = 'a[href], button, input:not([type=hidden]), select, textarea, [role=button], [role=switch], [role=tab]'
    const hits = (element: Element, x: number, y: number) => {
      const at = document.elementFromPoint(x, y)
      return at !== null && (element.contains(at) || at.contains(element))
    }
    /** Pseudo-elements enlarge a target without enlarging its box: probe the edges. */
    const enlarged = (element: Element, box: DOMRect) => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      const reach = least / 2 - 1
      const probes = [[x, y - reach], [x, y + reach], ...(box.width >= least ? [] : [[x - reach, y], [x + reach, y]])]
      return probes.every(([px, py]) => hits(element, px ?? 0, py ?? 0))
    }
    const inSentence = (element: Element) =>
      element.tagName === 'A' && getComputedStyle(element).display.startsWith('inline') && (element.parentElement?.textContent?.trim().length ?? 0) > (element.textContent?.trim().length ?? 0) + 3
    /** Brought to the middle of the page, nothing that stands still lies over it. */
    const inTheMiddle = (element: HTMLElement) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' })
      return element.getBoundingClientRect()
    }
    const found = [...document.querySelectorAll<HTMLElement>(taps)]
      // A box is ticked by its words; other fields are tapped themselves.
      .map((element) => (element instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(element.type) && element.labels?.[0]) || element)
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex !== -2)
      .filter((element) => {
        const box = element.getBoundingClientRect()
        // What lies behind an open sheet is not tapped.
        const sheet = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('.van-popup, .van-overlay')
        if (sheet && !sheet.contains(element)) return false
        if (box.width < 2 || box.height < 2 || box.bottom < 0 || box.top > innerHeight - least || inSentence(element)) return false
        if (box.width >= least - near && box.height >= least - near) return false
        if (enlarged(element, box)) return false
        const middle = inTheMiddle(element)
        // What lies under something that stands over the whole page is not tapped now.
        return hits(element, middle.x + middle.width / 2, middle.y + middle.height / 2) && !enlarged(element, middle)
      })
      .map((element) => {
        const box = element.getBoundingClientRect()
        return `${element.tagName}.${element.className} ${Math.round(box.width)}×${Math.round(box.height)}: ${(element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 24)}`
      })
    scrollTo(0, 0)
    return found
  }, LEAST_TARGET_PX)
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
}

/** axe-core, serious findings and worse. */
export async function unfair(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const result = await page.evaluate(
    () => (globalThis as unknown as { axe: { run: (o: object) => Promise<unknown> } }).axe.run({ resultTypes: ['violations'] }) as Promise<AxeResult>,
  )
  return result.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} — ${node.failureSummary.split('\n').slice(1, 3).join(' ')}`).join(' | ')}`)
}

/** The layout holds when the person's system font is 160 %. */
export async function atLargeFont(page: Page): Promise<string[]> {
  await page.evaluate((size) => (document.documentElement.style.fontSize = size), LARGE_FONT)
  await page.waitForTimeout(100)
  const found = [...(await sideways(page)), ...(await cutText(page))]
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
  return found.map((one) => `at ${LARGE_FONT}: ${one}`)
}

/** All checks that fit a size. */
export async function inspect(page: Page, phone: boolean): Promise<string[]> {
  const touch = phone ? await smallTargets(page) : []
  const checks = [await sideways(page), await cutText(page), touch, await unfair(page), await atLargeFont(page)]
  return checks.flat()
}
