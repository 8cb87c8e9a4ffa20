/** The first ten minutes: from the printed link through the wizard to an open house, on a phone; then the desk. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBrowser, contextFor, settled, shoot, type Variant } from './browser'
import { inspect, watchConsole } from './checks'
import { emptyHouse, type EmptyHouse } from './house'

const phone: Variant = { lang: 'zh-CN', theme: 'light', size: 'phone' }
const desk: Variant = { lang: 'en', theme: 'dark', size: 'desk' }

describe('the first ten minutes', () => {
  let house: EmptyHouse
  beforeAll(async () => void (house = await emptyHouse()))
  afterAll(async () => {
    await house.close()
    await closeBrowser()
  })
  const sound = async (page: Page, name: string) => {
    await settled(page)
    await shoot(page, `setup-${name}`)
    expect(await inspect(page, true), name).toEqual([])
  }
  const goOn = (page: Page, verb: string | RegExp) => page.getByRole('button', { name: verb }).click()

  it('leads from the printed link to open doors, may be left, and makes nothing twice', async () => {
    const context = await contextFor(phone)
    const page = await context.newPage()
    const errors = watchConsole(page)
    await page.goto(house.link)
    await page.waitForURL('**/console/setup')
    await page.getByText('这里主要用来做什么').waitFor()
    await sound(page, 'purpose')
    await goOn(page, '保存，下一步')

    await page.getByLabel('品牌名字').fill('山脚茶事')
    await page.getByLabel('简称').fill('山脚')
    await page.getByLabel('一句话介绍').fill('把茶喝明白')
    await page.getByRole('button', { name: '#2f7d5b' }).click()
    await sound(page, 'face')
    await page.getByLabel('品牌名字').fill('山')
    await goOn(page, '保存，下一步')
    await page.getByText('品牌名字请写 2 到 40 个字').waitFor()
    await page.getByLabel('品牌名字').fill('山脚茶事')
    await goOn(page, '保存，下一步')

    await page.getByText('凭邀请', { exact: true }).click()
    await page.getByText('其他地方').click()
    await sound(page, 'door')
    await goOn(page, '保存，下一步')
    await page.getByText('先开哪几间').waitFor()

    // Left here and taken up again.
    await page.goto(`${house.base}/console`)
    await settled(page)
    await sound(page, 'today-empty')
    await page.getByRole('link', { name: '去办' }).first().click()
    await page.goto(`${house.base}/console/setup`)
    await page.getByText('先开哪几间').waitFor()
    await settled(page)
    await page.getByText('活动与聚会').click()
    await sound(page, 'spaces')
    await goOn(page, '开这 5 间')

    await page.getByLabel('公司全名').fill('云雾茶业有限公司')
    await sound(page, 'law')
    await page.getByRole('button', { name: '上一步' }).click()
    await page.getByText('已经开好').first().waitFor()
    expect(await page.getByText('已经开好').count()).toBe(5)
    await goOn(page, '一间也不开，下一步')
    await goOn(page, '开门')
    await page.getByText('门开了').waitFor()
    await sound(page, 'done')

    await page.goto(`${house.base}/console/backups`)
    await settled(page)
    await sound(page, 'backups-none')
    await page.getByRole('button', { name: '现在备份' }).first().click()
    await page.getByRole('link', { name: /^下载/ }).waitFor({ timeout: 30_000 })
    await sound(page, 'backups')
    await page.goto(`${house.base}/console`)
    await sound(page, 'today')

    await page.goto(house.base)
    await settled(page)
    await page.getByText('把茶喝明白').first().waitFor()
    await shoot(page, 'setup-home')
    expect(await page.title()).toBe('山脚茶事')
    await page.goto(`${house.base}/terms`)
    await settled(page)
    await shoot(page, 'setup-terms')
    await page.getByText('由云雾茶业有限公司运营').waitFor()
    // A name that is too short was refused on purpose.
    expect(errors.filter((line) => !line.includes('422'))).toEqual([])

    const stranger = await contextFor(phone)
    const door = await stranger.newPage()
    await door.goto(`${house.base}/sign-in`)
    await door.getByText('现在凭邀请加入').waitFor()
    await shoot(door, 'setup-by-invitation')
    await stranger.close()
    await context.close()
  })

  it('stands on the desk in English and dark, with the first week beside what waits', async () => {
    const context = await contextFor(desk)
    const page = await context.newPage()
    // The link opens once: this browser has no session.
    await page.goto(house.link)
    await page.getByText(/was used or is too old/).waitFor()
    await shoot(page, 'setup-link-spent')
    await context.close()
  })
})
