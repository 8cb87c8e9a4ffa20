import { beforeEach, describe, expect, it } from 'vitest'
import { lang } from '@/client/i18n'
import { byMonth, type Line, newRule, pathOf, signed, titleOf, type Way, wayOf, wrongOf } from './say'

const line = (part: Partial<Line>): Line => ({ id: 'trf_1', points: 5, text: { zh: '参与获得', en: 'Earned' }, deed: { event: 'post.liked', text: { zh: '点了赞', en: 'liked a post' }, for_other: true }, note: null, about: null, at: 0, ...part })
const way: Way = { event: 'post.liked', text: { zh: '点了赞', en: 'liked a post' }, for_other: true, points: 1, per_day: 10, today: 0 }

beforeEach(() => void (lang.value = 'zh'))

describe('points', () => {
  it('are called by what happened to the one who has them', () => {
    expect(wayOf(way)).toBe('帖子被点赞')
    expect(titleOf(line({}))).toBe('帖子被点赞')
    expect(titleOf(line({ deed: { event: 'post.liked', text: way.text, for_other: false } }))).toBe('点了赞')
    expect(titleOf(line({ points: -5 }))).toBe('参与获得')
    expect(wayOf({ ...way, event: 'new.thing' })).toContain('点了赞')
  })
  it('lead to what they were earned by, unless they were taken back', () => {
    expect(pathOf(line({ about: 'pst_1' }))).toBe('/posts/pst_1')
    expect(pathOf(line({ about: 'pst_1', points: -5 }))).toBe('')
    expect(pathOf(line({ about: 'pol_1' }))).toBe('')
  })
  it('stand with their sign, under their month', () => {
    expect([signed(1200), signed(-5)]).toEqual(['+1,200', '−5'])
    const at = (date: string) => new Date(date).getTime() * 1000
    const months = byMonth([line({ at: at('2026-11-30T10:00') }), line({ at: at('2026-11-02T10:00') }), line({ at: at('2025-12-31T10:00') })], at('2026-11-30T12:00'))
    expect(months.map((month) => [month.label, month.items.length])).toEqual([['本月', 2], ['2025年12月', 1]])
  })
})

describe('a rule', () => {
  it('asks for whole numbers, and no less a day than at once', () => {
    const rule = newRule('post.mentioned')
    expect(rule.undone_by).toEqual(['post.removed', 'post.hidden'])
    expect(wrongOf(rule)).toEqual([])
    expect(wrongOf({ ...rule, points: null })).toEqual(['points'])
    expect(wrongOf({ ...rule, points: 20 })).toEqual(['per_day'])
    expect(wrongOf({ ...rule, points: 0, per_day: 10_001 })).toEqual(['points', 'per_day'])
  })
})
