import { describe, expect, it } from 'vitest'
import { chatOfSpace, isOnlyEmoji, isOnlyPictures, lay, type Message, needsTime, type Pending, pieces, stillPending } from './talk'

const minute = 60_000_000
const noon = new Date(2026, 10, 21, 12, 0, 0).getTime() * 1000
const line = (number: number, text = ''): Message => ({ number, text }) as Message

describe('times between lines', () => {
  it('stand after more than five minutes and on a new day', () => {
    expect(needsTime(null, noon)).toBe(true)
    expect(needsTime(noon, noon + 5 * minute)).toBe(false)
    expect(needsTime(noon, noon + 5 * minute + 1)).toBe(true)
    const midnight = new Date(2026, 10, 22, 0, 0, 0).getTime() * 1000
    expect(needsTime(midnight - minute, midnight)).toBe(true)
  })
})

describe('links', () => {
  it('are found and end where the sentence goes on', () => {
    expect(pieces('看 https://a.example/x?y=1，还有www.b.example.')).toEqual([
      { kind: 'text', text: '看 ' },
      { kind: 'link', text: 'https://a.example/x?y=1', to: 'https://a.example/x?y=1' },
      { kind: 'text', text: '，还有' },
      { kind: 'link', text: 'www.b.example', to: 'https://www.b.example' },
      { kind: 'text', text: '.' },
    ])
  })
  it('are nothing but http: a script stays a word', () => {
    expect(pieces('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }])
    expect(pieces('')).toEqual([])
  })
})

describe('a fresh stretch', () => {
  it('replaces what it covers and drops what vanished within', () => {
    const shown = [line(1), line(2, 'old'), line(3), line(9)]
    expect(lay(shown, [line(2, 'new'), line(4)], 2, 4).map((one) => [one.number, one.text])).toEqual([[1, ''], [2, 'new'], [4, ''], [9, '']])
  })
  it('ends the waiting of lines that arrived', () => {
    const waiting = (number: number | null) => ({ number }) as Pending
    expect(stillPending([waiting(2), waiting(3), waiting(null)], [line(1), line(2)])).toEqual([waiting(3), waiting(null)])
  })
})

it('a space and its chat bear one number', () => {
  expect(chatOfSpace('spc_0abc123')).toBe('cht_0abc123')
})

it('pictures alone stand without a bubble', () => {
  const of = (kind: string) => ({ kind })
  expect(isOnlyPictures({ text: '', files: [of('picture'), of('video')] })).toBe(true)
  expect([{ text: '看', files: [of('picture')] }, { text: '', files: [of('picture'), of('document')] }, { text: '', files: [] }, { text: '', quote: {}, files: [of('picture')] }].some(isOnlyPictures)).toBe(false)
})

it('a few emoji alone are large', () => {
  expect(['🍵', '👍🏽', '🍵🍵🍵'].map(isOnlyEmoji)).toEqual([true, true, true])
  expect(['🍵🍵🍵🍵', '茶🍵', '', '3'].map(isOnlyEmoji)).toEqual([false, false, false, false])
})
