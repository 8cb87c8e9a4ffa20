import { describe, expect, it } from 'vitest'
import { answered, errorsByKey, type FormField, unanswered } from './form'

const fields: FormField[] = [
  { key: 'city', kind: 'region', label: { zh: '城市' }, required: true },
  { key: 'tea', kind: 'multiple', label: { zh: '茶' }, required: true },
  { key: 'note', kind: 'long_text', label: { zh: '说说' } },
]

describe('form', () => {
  it('finds required fields without an answer, spaces and empty lists included', () => {
    expect(unanswered(fields, { city: '  ', tea: [] })).toEqual(['city', 'tea'])
    expect(unanswered(fields, { city: '杭州', tea: ['green'] })).toEqual([])
  })
  it('takes zero for an answer', () => expect(answered(0)).toBe(true))
  it('maps the paths of a refusal to fields', () => {
    const errors = errorsByKey({ '/answers/city': { zh: '请写到市' }, 'answers.tea': 'pick one', other: 'x' }, ['city', 'tea'])
    expect(errors).toEqual({ city: { zh: '请写到市' }, tea: { zh: 'pick one', en: 'pick one' } })
  })
})
