/** A circle that belongs to a member without any part at the desk: opened by the house, joined, and handed over. */
import { base } from './browser'
import { act, member, sessionOf, staff } from './people'

export const CHARTER = {
  value: '巷口有张桌子，坐下来喝一碗',
  for_whom: '住在附近、下班顺路的人',
  benefits: ['friends'],
  topic: '一碗茶和今天的事',
  rules: ['先坐下，再说话', '不发广告'],
  seeds: ['阿桃', '满妈'],
  first_topics: ['第一杯喝什么', '雨天去哪里坐', '谁家的点心好', '周末一起走走'],
}

/** Opens a circle of this name and hands it to a member. */
export async function openFor(who: number, name: string): Promise<string> {
  const { space } = await act<{ space: string }>('space/draft', { name, kind: 'circle' }, staff)
  await act('space/write_charter', { space, charter: CHARTER }, staff)
  await act('gate/set', { space, rule: { kind: 'all', of: [] }, attempts: 3 }, staff)
  await act('space/publish', { space }, staff)
  await act('space/join', { space }, who)
  const headers = { cookie: `weilu_session=${await sessionOf(who)}` }
  const { data } = (await (await fetch(`${base}/api/v1/account/me`, { headers })).json()) as { data: { me: { id: string } } }
  await act('space/transfer', { space, member: data.me.id }, staff)
  return space
}

let own: Promise<string> | undefined
/** One such circle for the pages that are only looked at. */
export const openedOwn = () => (own ??= openFor(member, `巷口小桌 ${Math.random().toString(36).slice(2, 5)}`))

let gated: Promise<string> | undefined
async function gate(): Promise<string> {
  const space = await openFor(member, `巷尾小桌 ${Math.random().toString(36).slice(2, 5)}`)
  const both = (text: string) => ({ zh: text, en: text })
  const option = (key: string, text: string, points: number) => ({ key, label: both(text), points })
  const fields = [
    { key: 'q1', label: both('坐下来先做什么？'), required: true, kind: { type: 'single', options: [option('o1', '先喝一口，再说话', 10), option('o2', '先发个广告', 0)] } },
    { key: 'q2', label: both('想和大家聊点什么？'), required: true, kind: { type: 'long_text', min_chars: 0, max_chars: 500, read_by_person: true } },
  ]
  const rule = { kind: 'all', of: [{ kind: 'phone' }, { kind: 'questionnaire' }] }
  await act('gate/set', { space, rule, attempts: 3, questionnaire: { title: { zh: '入群问卷', en: 'Questionnaire' }, pass_mark: 6, fields } })
  return space
}
/** Another one, with a gate of a phone and two questions. */
export const ownGate = () => (gated ??= gate())
