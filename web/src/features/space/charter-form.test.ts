import { describe, expect, it } from 'vitest'
import { Problem } from '@/client/problem'
import { charterOf, refusedIn, valuesOf, wrongIn } from './charter-form'

const WHOLE = { value: '有地方坐', for_whom: '邻居', benefits: ['friends'], topic: '茶', rules: ['先坐下', '不发广告'], seeds: ['阿桃'], first_topics: ['一', '二', '三', '四'] }
const whole = (part: object = {}) => valuesOf({ ...WHOLE, ...part })

describe('the form of a charter', () => {
  it('sends back what it was given, without blank lines', () => {
    expect(charterOf(whole())).toEqual(WHOLE)
    expect(charterOf({ ...whole(), rules: ' 先坐下 \n\n不发广告\n' }).rules).toEqual(WHOLE.rules)
  })
  it('tells what is too long on either side of each limit', () => {
    expect(wrongIn(whole({ value: '茶'.repeat(60), topic: '茶'.repeat(200), rules: Array(20).fill('茶'.repeat(200)) }), true)).toEqual({})
    const wrong = wrongIn(whole({ value: '茶'.repeat(61), topic: '茶'.repeat(201), rules: Array(21).fill('茶'), seeds: ['好', '茶'.repeat(201)] }), true)
    expect(Object.keys(wrong)).toEqual(['value', 'topic', 'rules', 'seeds'])
    expect(wrong['seeds']?.zh).toContain('第 2 行')
  })
  it('lets a draft be half, and an open space stay whole', () => {
    const half = whole({ value: '', benefits: [], first_topics: ['一', '二', '三'] })
    expect(wrongIn(half, false)).toEqual({})
    expect(Object.keys(wrongIn(half, true))).toEqual(['value', 'benefits', 'first_topics'])
    expect(wrongIn(half, true)['first_topics']?.zh).toBe('至少写 4 个话题，现在有 3 个。')
  })
  it('puts a refusal at the parts it names', () => {
    expect(Object.keys(refusedIn(new Problem({ code: 'space.bad_charter', fields: { field: 'value' } }), whole()))).toEqual(['value'])
    const left = new Problem({ code: 'space.charter_must_stay_whole', fields: { fields: ['benefits', 'first_topics'] } })
    expect(Object.keys(refusedIn(left, whole({ first_topics: [] })))).toEqual(['benefits', 'first_topics'])
    expect(refusedIn(new Problem({ code: 'space.archived' }), whole())).toEqual({})
    expect(refusedIn(null, whole())).toEqual({})
  })
})
