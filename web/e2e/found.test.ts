/**
 * A space from nothing: at her desk an owner drafts it, writes its charter, sets its gate and opens it; on her phone
 * she pins a notice and prints a code. A stranger scans the code in WeChat's browser, answers the questions of the
 * gate, is let in, confirms the notice, posts, asks, is answered and chats; the owner looks for the morning report.
 */
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { base, closeBrowser, contextFor, settled } from './browser'
import { watchConsole } from './checks'
import { sessionOf, staff } from './people'
import { addPhone, desk, inWeChat, look, phone, pinNotice, printCode, words } from './steps'

afterAll(closeBrowser)
const TOPICS = '第一杯喝什么\n雨天去哪里坐\n谁家的点心好\n周末一起走走'

/** Drafts, is told what is missing, writes the charter and sets a gate of a question and a person's yes. */
async function found(page: Page, name: string): Promise<string> {
  await page.goto('/console/spaces')
  await settled(page)
  await page.getByRole('button', { name: '起草社群' }).click()
  const beside = page.locator('aside.panel')
  await beside.getByRole('button', { name: '起草社群' }).click()
  await beside.getByText('这一项还没有填').first().waitFor()
  await beside.getByLabel('名称').fill(name)
  await beside.locator('label', { hasText: '圈子' }).first().click()
  await look(page, 'found-draft', 'desk')
  await beside.getByRole('button', { name: '起草社群' }).click()
  await page.waitForURL(/open=spc_/)
  const space = new URL(page.url()).searchParams.get('open') ?? ''
  // Without its charter it does not open, and says what it lacks.
  await beside.getByRole('button', { name: '开放社群' }).click()
  await beside.locator('footer .refused', { hasText: '给谁' }).waitFor()

  await beside.getByText('群章程', { exact: true }).first().click()
  await beside.getByLabel('带来什么').fill('下雨天有个地方坐')
  await beside.getByLabel('给谁').fill('住在附近、想歇口气的人')
  await beside.getByLabel('围绕什么').fill('茶与闲谈')
  await beside.getByLabel('群规').fill('先坐下，再说话\n不发广告')
  await beside.getByLabel('第一批伙伴').fill('阿桃\n满妈')
  await beside.getByLabel('最初的话题').fill(TOPICS)
  const first = beside.locator('fieldset label').first()
  if (!(await first.locator('input').isChecked())) await first.click()
  await beside.getByRole('button', { name: '保存章程' }).click()
  await page.getByText('章程存好了').waitFor()
  await look(page, 'found-charter', 'desk')

  await beside.getByText('入群条件', { exact: true }).first().click()
  await beside.getByRole('switch', { name: /^答几道题/ }).click()
  await beside.getByRole('switch', { name: /^群主点头/ }).click()
  await beside.getByLabel('题目').fill('进来先做什么')
  await beside.getByLabel('选项 1', { exact: true }).fill('先坐下，再说话')
  await beside.getByLabel('选项 1 的得分').fill('100')
  await beside.getByLabel('选项 2', { exact: true }).fill('先发广告')
  await beside.getByRole('button', { name: '保存入群条件' }).click()
  await page.getByText('入群条件已更新').waitFor()
  await look(page, 'found-gate', 'desk')
  await beside.getByRole('button', { name: '开放社群' }).click()
  await beside.getByRole('link', { name: '看会员页' }).waitFor()
  return space
}

/** From the code on paper to the owner's desk: signing in where it is needed, the questions of the gate, and waiting. */
async function askToComeIn(page: Page, code: string, space: string) {
  await page.goto(code)
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await settled(page)
  await look(page, 'found-door')
  await page.getByRole('button', { name: '申请入群' }).click()
  await page.getByText('先坐下，再说话', { exact: true }).last().click()
  await look(page, 'found-questions')
  const send = page.getByRole('button', { name: '交申请' })
  const away = page.waitForURL((url) => url.hash === '#wechat_redirect')
  await send.click()
  // To WeChat and back: somebody new is asked first, somebody known comes straight back to what he answered.
  await away
  const first = page.getByRole('heading', { name: '第一次来，认识一下' })
  await first.or(send).first().waitFor()
  if (await first.isVisible()) {
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '同意并进来' }).click()
    await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  }
  await settled(page)
  await look(page, 'found-answers-kept')
  await send.click()
  const waits = page.getByText('申请已送到').first()
  await waits.waitFor()
  await look(page, 'found-waiting')
}

async function letIn(owner: Page, space: string) {
  await owner.goto(`/spaces/${space}/applications`)
  await settled(owner)
  await look(owner, 'found-queue')
  await owner.locator('a.row').first().click()
  await owner.getByRole('button', { name: '通过', exact: true }).click()
  await owner.getByText('已答复').waitFor()
  await look(owner, 'found-decided')
}

/** Posts a line and asks a question in the space; gives the way to the question. */
async function speak(page: Page, space: string): Promise<string> {
  await page.goto(`/write?space=${space}`)
  await settled(page)
  const said = words('下雨了，刚坐下')
  await page.locator('textarea').last().fill(said)
  await page.getByRole('button', { name: '发布' }).click()
  await page.waitForURL((url) => url.pathname === `/spaces/${space}`)
  await page.getByText(said).first().waitFor()
  await page.goto(`/write?space=${space}&what=question`)
  await settled(page)
  const question = words('雨天喝什么好')
  await page.locator('input[maxlength="60"]').fill(question)
  await page.getByRole('button', { name: /提问|发布|问/ }).last().click()
  await page.waitForURL(/\/posts\//)
  await page.getByText(question).first().waitFor()
  return new URL(page.url()).pathname
}

async function chat(page: Page, screen: Page, space: string) {
  await page.goto(`/spaces/${space}`)
  await settled(page)
  await page.getByRole('link', { name: '群聊' }).first().click()
  await page.waitForURL(/\/chats\//)
  const line = words('大家好，第一天来')
  await page.getByRole('textbox').last().fill(line)
  await page.getByRole('button', { name: '发送' }).click()
  await page.getByText(line).waitFor()
  await screen.goto(new URL(page.url()).pathname)
  await screen.getByText(line).last().waitFor()
  await look(screen, 'found-chat-desk', 'desk')
}

describe('a space from nothing', () => {
  it('is put away as a draft that nobody wants, and can be taken up again', async () => {
    const at = await contextFor(desk, await sessionOf(staff))
    const screen = await at.newPage()
    await screen.goto('/console/spaces')
    await settled(screen)
    await screen.getByRole('button', { name: '起草社群' }).click()
    const beside = screen.locator('aside.panel')
    await beside.getByLabel('名称').fill(words('没想好').slice(0, 30))
    await beside.locator('label', { hasText: '圈子' }).first().click()
    await beside.getByRole('button', { name: '起草社群' }).click()
    await screen.waitForURL(/open=spc_/)
    const away = beside.getByRole('button', { name: '收起草稿' })
    await away.click()
    await screen.getByText('已保存').waitFor()
    await away.waitFor({ state: 'detached' })
    await beside.getByRole('button', { name: '开放社群' }).waitFor()
    await look(screen, 'found-put-away', 'desk')
    await at.close()
  })

  it('is drafted, opened, entered and lived in', async () => {
    const away = await fetch(`${base}/wechat/go?to=/`, { redirect: 'manual' })
    expect(away.headers.get('location'), 'start the server with `--demo --wechat-simulator`').toMatch(/^http:\/\/127\.0\.0\.1/)
    const [his, at, theirs] = [await contextFor(phone, await sessionOf(staff)), await contextFor(desk, await sessionOf(staff)), await inWeChat('atao')]
    const [owner, screen, visitor] = [await his.newPage(), await at.newPage(), await theirs.newPage()]
    const space = await found(screen, words('檐下').slice(0, 30))

    const notice = words('周日上午十点，檐下见')
    await pinNotice(owner, space, notice)
    const code = await printCode(owner, space)
    const errors = watchConsole(visitor)
    await askToComeIn(visitor, code, space)
    await letIn(owner, space)
    // His page learns of it by itself.
    await visitor.getByText('说点什么，大家都在').waitFor({ timeout: 15_000 })
    await visitor.getByText(notice).waitFor()
    await look(visitor, 'found-inside')
    await visitor.getByRole('button', { name: '我读过了' }).click()
    await visitor.getByText('已确认').waitFor()

    await addPhone(visitor)
    const thread = await speak(visitor, space)
    await screen.goto(thread)
    await settled(screen)
    const answer = words('姜茶，驱寒')
    await screen.getByRole('textbox').last().fill(answer)
    await screen.locator('.foot button[type=submit]').click()
    await visitor.getByText(answer).waitFor({ timeout: 15_000 })
    await look(visitor, 'found-answered')
    await look(screen, 'found-answered-desk', 'desk')
    await chat(visitor, screen, space)

    // The first report tells of yesterday, when there was no space yet: the page says when it comes.
    for (const [page, size] of [[owner, 'phone'], [screen, 'desk']] as const) {
      await page.goto(`/spaces/${space}/report`)
      await settled(page)
      await page.getByText('第一份日报明早八点到').waitFor()
      await look(page, `found-report-${size}`, size)
    }
    // Being asked to sign in is an answer, not a fault.
    expect(errors.filter((line) => !line.includes('401'))).toEqual([])
    await Promise.all([his.close(), at.close(), theirs.close()])
  })
})
