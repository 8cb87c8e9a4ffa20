import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, everyVariant, nameOf, pairVariants, settled, shoot, type Variant } from './browser'
import { inspect, watchConsole } from './checks'
import { type PageToOpen, pages } from './pages'
import { member, sessionOf, staff } from './people'

const cast = { staff, member }

afterAll(closeBrowser)

async function look(entry: PageToOpen, variant: Variant) {
  const context = await contextFor(variant, entry.as === 'visitor' ? undefined : await sessionOf(cast[entry.as]))
  try {
    const page = await context.newPage()
    const errors = watchConsole(page)
    await page.goto(typeof entry.path === 'string' ? entry.path : await entry.path())
    await settled(page)
    await entry.then?.(page)
    await shoot(page, `${entry.name}-${nameOf(variant)}`)
    const found = await inspect(page, variant.size === 'phone')
    const own = errors.filter((line) => !entry.gone || !line.startsWith('Failed to load resource'))
    expect([...own, ...found]).toEqual([])
  } finally {
    await context.close()
  }
}

describe.each(pages)('$name', (entry) => {
  const variants = (entry.main ? everyVariant : pairVariants).filter((variant) => !entry.deskOnly || variant.size === 'desk')
  // Most of the time a page waits: a few variants at once.
  it.concurrent.each(variants.map((variant) => ({ as: nameOf(variant), variant })))('$as', ({ variant }) => look(entry, variant))
})
