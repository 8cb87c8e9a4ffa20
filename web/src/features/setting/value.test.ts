import { describe, expect, it } from 'vitest'
import { controlOf, fromText, namesIn } from './value'

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

  it('names the options that its text names', () => {
    expect(namesIn('谁可以注册（open 谁都可以；invitation 凭邀请）', ['open', 'invitation'])).toEqual({ label: '谁可以注册', words: { open: '谁都可以', invitation: '凭邀请' } })
    expect(namesIn('How mail is encrypted (tls from the first byte; none)', ['tls', 'none']).label).toBe('How mail is encrypted (tls from the first byte; none)')
    expect(namesIn('个人主页的审核方式', ['none'])).toEqual({ label: '个人主页的审核方式', words: {} })
  })
})
