import { describe, expect, it } from 'vitest'
import { controlOf, fromText } from './value'

describe('the control of a setting', () => {
  it.each([
    [{ type: 'integer', format: 'int64' }, 'number'],
    [{ type: 'boolean' }, 'switch'],
    [{ type: 'string' }, 'text'],
    [{ type: 'array', items: { type: 'string' } }, 'json'],
    [{ oneOf: [{ const: 'mainland' }, { const: 'elsewhere' }] }, 'choice'],
    [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
    [{ type: ['string', 'null'], pattern: '^blb_[0-9a-z]{13}$' }, 'picture'],
  ])('%j', (schema, kind) => expect(controlOf(schema).kind).toBe(kind))

  it('reads what was typed, or nothing', () => {
    expect(fromText({ kind: 'number' }, ' 15 ')).toBe(15)
    expect(fromText({ kind: 'number' }, 'x')).toBeUndefined()
    expect(fromText({ kind: 'json' }, '["a"]')).toEqual(['a'])
    expect(fromText({ kind: 'json' }, '[')).toBeUndefined()
  })
})
