import { expect, it } from 'vitest'
import { aroundActor, byDay } from './day'

const at = (year: number, month: number, day: number, hour = 12) => new Date(year, month - 1, day, hour).getTime() * 1000
const words = { today: '今天', yesterday: '昨天' }

it('puts notices under their day', () => {
  const now = at(2026, 3, 1, 9)
  const items = [at(2026, 3, 1, 8), at(2026, 3, 1, 0), at(2026, 2, 28, 23), at(2026, 2, 27), at(2025, 12, 31)].map((one) => ({ at: one }))
  const days = byDay(items, now, 'zh', words)
  expect(days.map((day) => day.label)).toEqual(['今天', '昨天', '2月27日', '2025年12月31日'])
  expect(days[0]?.items).toHaveLength(2)
  expect(byDay(items.slice(3), now, 'en', words).map((day) => day.label)).toEqual(['27 February', '31 December 2025'])
})

it('finds the place of the name', () => {
  expect(aroundActor('{actor} 赞了你')).toEqual({ before: '', named: true, after: ' 赞了你' })
  expect(aroundActor('你现在是客服了')).toEqual({ before: '你现在是客服了', named: false, after: '' })
})
