import { describe, expect, it } from 'vitest'
import { askedOf, firstRules, readRules, tomorrowEvening, wrongIn } from './rules'

const NOW = new Date('2026-05-01T10:00').getTime()
const DAY_US = 86_400_000_000

describe('the rules of a roster', () => {
  it('are asked as they stand', () => {
    expect(askedOf(firstRules(), NOW)).toEqual({ closes_at: NOW * 1000 + 3 * DAY_US })
    const rules = { ...firstRules(), counted: true, unit: ' 份 ', most: 60, days: 'own', when: '2026-05-02T10:00' }
    expect(askedOf(rules, NOW)).toEqual({ unit: '份', most: 60, closes_at: NOW * 1000 + DAY_US })
    expect(wrongIn('茶酥', rules, NOW)).toEqual({})
  })
  it('say what is wrong, each at its field', () => {
    expect(Object.keys(wrongIn(' ', { ...firstRules(), counted: true, most: 0, days: 'own' }, NOW))).toEqual(['title', 'unit', 'most', 'when'])
    expect(Object.keys(wrongIn('茶酥', { ...firstRules(), most: 2001, days: 'own', when: '2026-05-01T10:04' }, NOW))).toEqual(['most', 'when'])
    expect(wrongIn('茶酥', { ...firstRules(), counted: true, unit: '一大罐子茶' }, NOW).unit?.zh).toBe('单位最多 4 个字。')
    // A unit that was written before counting was turned off is nobody's concern.
    expect(wrongIn('茶酥', { ...firstRules(), unit: '一大罐子茶', most: 2000 }, NOW)).toEqual({})
  })
  it('begin from tomorrow evening', () => expect(tomorrowEvening(new Date('2026-12-31T23:59'))).toBe('2027-01-01T20:00'))
  it('are kept, and read again', () => {
    const rules = { ...firstRules(), counted: true, unit: '罐' }
    expect(readRules(JSON.stringify(rules))).toEqual(rules)
    expect(readRules('')).toEqual(firstRules())
  })
})
