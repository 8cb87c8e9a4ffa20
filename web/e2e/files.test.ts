/** Files, driven as people do: a face, a group's face and the brand's logo are chosen, shown at once, and seen by others. */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, settled, shoot, type Variant } from './browser'
import { inspect, watchConsole } from './checks'
import { drawing } from './drawing'
import { pages } from './pages'
import { member, sessionOf, staff } from './people'

afterAll(closeBrowser)
const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
const desk: Variant = { lang: 'zh-CN', theme: 'light', size: 'desk' }

async function choose(page: Page, label: string, file: Awaited<ReturnType<typeof drawing>>) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: label }).click()])
  await chooser.setFiles(file)
}

/** Every picture of the page is there and not broken. */
const whole = (page: Page) => page.waitForFunction(() => [...document.images].every((one) => one.complete && one.naturalWidth > 0))

describe('files', () => {
  it('a member changes his face, and everybody sees it', async () => {
    const [mine, other] = [await contextFor(phone, await sessionOf(member)), await contextFor(phone)]
    const [page, reader] = [await mine.newPage(), await other.newPage()]
    const errors = watchConsole(page)
    await page.goto('/me/profile')
    await settled(page)
    await choose(page, '换头像', await drawing(page, '#C2410C'))
    await page.getByText('头像换好了').waitFor()
    await whole(page)
    await page.waitForTimeout(400)
    await shoot(page, 'files-face')
    expect([...errors, ...(await inspect(page, true))]).toEqual([])
    const me = (await (await mine.request.get('/api/v1/account/me')).json()) as { data: { me: { id: string; avatar: string } } }
    await reader.goto(`/m/${me.data.me.id}`)
    await settled(reader)
    await reader.locator(`img[src*="${me.data.me.avatar}"]`).first().waitFor()
    await whole(reader)
    const face = await reader.request.get(`/blob/${me.data.me.avatar}?size=small`)
    expect([face.status(), face.headers()['content-type']]).toEqual([200, 'image/jpeg'])

    await choose(page, '换头像', { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
    await page.getByRole('alert').filter({ hasText: '这种文件放不了' }).waitFor()
    await shoot(page, 'files-refused')
    await page.getByRole('button', { name: '不用头像' }).click()
    await page.getByRole('button', { name: '不用头像' }).waitFor({ state: 'detached' })
    await Promise.all([mine.close(), other.close()])
  })

  it('who runs a group gives it a face, and the brand gets its logo', async () => {
    const context = await contextFor(phone, await sessionOf(staff))
    const page = await context.newPage()
    const path = pages.find((one) => one.name === 'space-manage')?.path
    await page.goto(typeof path === 'function' ? await path() : '/')
    await settled(page)
    await choose(page, '换群头像', await drawing(page, '#2F7D5B'))
    await page.getByText('群头像换好了').waitFor()
    await whole(page)
    await shoot(page, 'files-space')
    await context.close()

    const console_ = await contextFor(desk, await sessionOf(staff))
    const settings = await console_.newPage()
    await settings.goto('/console/settings?drawer=brand')
    await settled(settings)
    await choose(settings, '换标志', await drawing(settings, '#2B5C8A'))
    await settings.getByText('改好了').first().waitFor()
    await whole(settings)
    await shoot(settings, 'files-logo')
    await settings.reload()
    await settled(settings)
    expect(await settings.locator('link[rel=icon]').getAttribute('href')).toMatch(/^\/blob\/blb_/)
    await settings.getByRole('button', { name: '不用图片' }).click()
    await settings.getByText('没有标志图片时').waitFor()
    await console_.close()
  })
})
