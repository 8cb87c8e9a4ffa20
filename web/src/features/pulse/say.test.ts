import { describe, expect, it } from 'vitest'
import { setLang } from '@/client/i18n'
import { arrowOf, beforeOf, type Figure, valueOf } from './say'

const figure = (more: Partial<Figure>): Figure => ({ metric: 'said', version: 1, unit: 'count', value: 5, before: 4, from: '2026-11-01', to: '2026-11-30', ...more })

describe('a figure', () => {
  it('is said in its unit, and says when there is not enough', () => {
    setLang('zh')
    expect(valueOf(null, 'count')).toBe('数据不足')
    expect(valueOf(33, 'permille')).toBe('3.3%')
    expect(valueOf(200, 'permille')).toBe('20%')
    expect(valueOf(119, 'minutes')).toBe('119 分钟')
    expect(valueOf(150, 'minutes')).toBe('2.5 小时')
    expect(valueOf(12_000, 'people')).toBe('1.2万')
  })

  it('is compared only with what there was', () => {
    setLang('zh')
    expect(beforeOf(figure({}))).toBe('前一段 4')
    expect(beforeOf(figure({ metric: 'active_day' }))).toBe('一周前 4')
    expect(beforeOf(figure({ before: null }))).toBe('还没有可比的')
    expect(beforeOf(figure({ value: null, before: null }))).toBe('')
    expect(beforeOf(figure({ from: '', to: '' }))).toBe('此刻')
    expect([arrowOf(figure({})), arrowOf(figure({ value: 4 })), arrowOf(figure({ value: 3 })), arrowOf(figure({ value: null }))]).toEqual(['↑', '', '↓', ''])
  })
})
