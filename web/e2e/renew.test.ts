/** A page whose pieces are gone after an upgrade is loaded again, once; should that not help, a sentence says what to do. */
import { afterAll, expect, it } from 'vitest'
import { closeBrowser, contextFor, settled } from './browser'
import { member, sessionOf } from './people'
import { look, phone } from './steps'

afterAll(closeBrowser)

it('a piece that is gone leads to one fresh page and never to a dead button', async () => {
  const context = await contextFor(phone, await sessionOf(member))
  const page = await context.newPage()
  const piece = /assets\/SpacesPage.*\.js/
  let loads = 0
  page.on('request', (request) => void (request.isNavigationRequest() && request.url().endsWith('/spaces') && (loads += 1)))
  await page.goto('/')
  await settled(page)
  await page.route(piece, (route) => route.fulfill({ status: 404, body: '' }))
  await page.locator('a[href="/spaces"]:visible').first().click()
  await page.getByText('这一页没能打开').waitFor()
  expect(loads).toBe(1)
  await look(page, 'lost-piece')
  await page.unroute(piece)
  await page.getByText('刷新', { exact: true }).click()
  await page.getByText('我的圈子').first().waitFor()
  await context.close()
})
