import { describe, expect, it } from 'vitest'
import { foldFirstPage } from './pages'

const items = (text: string) => Array.from(text, (id) => ({ id, v: 1 }))
const ids = (list: readonly { id: string }[]) => list.map((item) => item.id).join('')
const page = (text: string, next: string | null = 'more') => ({ items: items(text), next })

describe('a fresh first page', () => {
  it('puts new items on top for a reader at the top', () => {
    const { shown, held } = foldFirstPage(items('cba'), page('edc'), false)
    expect(ids(shown)).toBe('edcba')
    expect(held).toEqual([])
  })
  it('holds them back for a reader further down', () => {
    const { shown, held } = foldFirstPage(items('cba'), page('edc'), true)
    expect(ids(shown)).toBe('cba')
    expect(ids(held)).toBe('ed')
  })
  it('takes the newer version of what is known and drops what vanished in between', () => {
    const fresh = { items: [{ id: 'd', v: 2 }, { id: 'b', v: 2 }], next: 'x' }
    const { shown } = foldFirstPage(items('dcba'), fresh, false)
    expect(ids(shown)).toBe('dba')
    expect(shown[0]?.v).toBe(2)
  })
  it('keeps older pages that the first page does not reach', () => {
    expect(ids(foldFirstPage(items('dcba'), page('ed'), false).shown)).toBe('edcba')
  })
  it('drops older items when the page is the whole list', () => {
    expect(ids(foldFirstPage(items('cba'), page('cb', null), false).shown)).toBe('cb')
  })
  it('starts over when more than a page is new, unless the reader is further down', () => {
    const over = foldFirstPage(items('cba'), page('hgf'), false)
    expect([ids(over.shown), over.cut]).toEqual(['hgf', true])
    const held = foldFirstPage(items('cba'), page('hgf'), true)
    expect([ids(held.shown), ids(held.held), held.cut]).toEqual(['cba', 'hgf', false])
  })
})
