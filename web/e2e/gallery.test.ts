/** The kit by itself, served by Vite: looks and fairness of every part, and a table of 100,000 rows. */
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, nameOf, pairVariants, shoot } from './browser'
import { inspect, watchConsole } from './checks'

let vite: ViteDevServer
let address = ''
beforeAll(async () => {
  vite = await createServer({ logLevel: 'error', server: { port: 0, host: '127.0.0.1' } })
  await vite.listen()
  const port = (vite.httpServer?.address() as { port: number }).port
  address = `http://127.0.0.1:${port}/e2e/gallery/index.html`
})
afterAll(async () => {
  await closeBrowser()
  await vite.close()
})

describe('kit', () => {
  it.each(pairVariants.map((variant) => ({ as: nameOf(variant), variant })))('$as', async ({ variant }) => {
    const phone = variant.size === 'phone'
    const context = await contextFor(variant)
    const page = await context.newPage()
    const errors = watchConsole(page)
    await page.goto(address + (phone ? '' : '?desk'))
    await page.waitForSelector('main')
    await page.waitForTimeout(500)
    await shoot(page, `kit-${nameOf(variant)}`)
    if (phone && process.env['WEILU_SHOTS']) await page.screenshot({ path: `${process.env['WEILU_SHOTS']}/kit-long-${nameOf(variant)}.png`, fullPage: true })
    expect([...errors, ...(await inspect(page, phone))]).toEqual([])
    await context.close()
  })
})

describe('a table of 100,000 rows', () => {
  it('draws only what is in sight, scrolls without a stutter, selects by keyboard, keeps filters in the address', async () => {
    const context = await contextFor({ lang: 'zh-CN', theme: 'light', size: 'desk' })
    const page = await context.newPage()
    await page.goto(`${address}?desk`)
    const grid = page.getByRole('grid')
    await grid.waitFor()
    const slowest = await grid.evaluate(async (scroller) => {
      let worst = 0
      for (let step = 1; step <= 60; step += 1) {
        const start = performance.now()
        scroller.scrollTop = (step * scroller.scrollHeight) / 61
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
        worst = Math.max(worst, performance.now() - start)
      }
      return worst
    })
    expect(await grid.getByRole('row').count()).toBeLessThan(70)
    expect(slowest).toBeLessThan(200)

    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press(' ')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ ')
    await page.getByText('已选 3 行').waitFor()
    await page.getByPlaceholder('按昵称查找').fill('成员 7')
    await page.waitForURL(/name=/)
    await context.close()
  })
})
