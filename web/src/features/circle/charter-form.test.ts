import { describe, expect, it } from 'vitest'
import { Problem } from '@/client/problem'
import { refusedIn, wrongIn } from './charter-form'
import { exchanged, type Pack } from './starter'

const lines = (n: number, length = 1) => Array.from({ length: n }, () => '茶'.repeat(length)).join('\n')
const pack = (word: string): Pack => ({
  word,
  name: { zh: word, en: word },
  line: { zh: word, en: word },
  charter: { value: `${word} value`, for_whom: 'all', topic: word, rules: ['a', 'b'], first_topics: ['1', '2', '3', '4'], benefits: [], seeds: [] },
})

describe('what is wrong with a charter', () => {
  it('is told on either side of each limit, and never of a field still empty', () => {
    expect(wrongIn({})).toEqual({})
    expect(Object.keys(wrongIn({ name: '茶', topics: lines(3), rules: lines(21) }))).toEqual(['name', 'rules', 'topics'])
    expect(wrongIn({ name: '茶会', topics: `${lines(4)}\n\n`, rules: lines(20, 200) })).toEqual({})
    expect(wrongIn({ rules: `好\n${lines(1, 201)}` })['rules']?.zh).toContain('第 2 行')
  })
  it('is put at the field a refusal names, and nowhere when it names none', () => {
    const text = { zh: '短', en: 'short' }
    expect(refusedIn(new Problem({ code: 'circle.bad_name', text }))).toEqual({ name: text })
    expect(Object.keys(refusedIn(new Problem({ code: 'circle.charter_missing', fields: { fields: ['first_topics', 'benefits'] } })))).toEqual(['topics'])
    expect(refusedIn(new Problem({ code: 'circle.too_many' }))).toEqual({})
    expect(refusedIn(null)).toEqual({})
  })
})

describe('a starter pack', () => {
  it('fills what is empty, gives way to the next one, and leaves what was typed', () => {
    const first = exchanged({ topic: '我的' }, null, pack('travel'))
    expect(first).toMatchObject({ name: 'travel', topic: '我的', rules: 'a\nb' })
    const second = exchanged({ ...first, value: '我写的' }, pack('travel'), pack('food'))
    expect(second).toMatchObject({ name: 'food', topic: '我的', value: '我写的' })
    expect(exchanged(second, pack('food'), null)).toMatchObject({ name: '', topic: '我的', value: '我写的', rules: '' })
  })
})
