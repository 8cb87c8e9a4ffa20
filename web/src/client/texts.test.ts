import { describe, expect, it } from 'vitest'
import { fill, type Pair } from './i18n'

const tables = import.meta.glob<{ default: Record<string, Pair> }>('../**/texts.ts', { eager: true })
const all = Object.entries(tables).flatMap(([file, table]) => Object.entries(table.default).map(([key, pair]) => ({ file, key, pair })))
const parameters = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[}|]/g)].map((match) => match[1]))].filter((name) => name !== 'count').sort()

describe('texts', () => {
  it('are found', () => expect(all.length).toBeGreaterThan(100))
  it.each(all)('$file $key stands in both languages, says the same, and does not shout', ({ pair }) => {
    expect(pair.zh.trim()).not.toBe('')
    expect(pair.en.trim()).not.toBe('')
    expect(parameters(pair.zh)).toEqual(parameters(pair.en))
    expect(pair.zh + pair.en).not.toMatch(/[!！]/)
    expect(pair.zh).not.toMatch(/["']/)
  })
})

describe('filling', () => {
  it('puts parameters and English plurals in', () => {
    const text = '{n} {n|reply|replies} by {name}'
    expect(fill(text, { n: 1, name: 'Wu' })).toBe('1 reply by Wu')
    expect(fill(text, { n: 2, name: 'Wu' })).toBe('2 replies by Wu')
    expect(fill('{n} 条', {})).toBe('{n} 条')
  })
})
