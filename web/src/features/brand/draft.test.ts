import { describe, expect, it } from 'vitest'
import { Problem } from '@/client/problem'
import { asColour, type Brand, changesOf, draftOf, wrongAt } from './draft'

const brand: Brand = {
  name: '山脚茶事', short_name: '', slogan: '', accent: '#c2410c', accent_default: '#c2410c', logo: null, host: '', time_zone: 'Asia/Shanghai', purpose: 'brand',
}

describe('the draft of a brand', () => {
  it('sends what is another now, and nothing else', () => {
    const draft = draftOf(brand)
    expect(changesOf(brand, draft)).toEqual({})
    expect(changesOf(brand, { ...draft, slogan: '把茶喝明白', purpose: 'dealers' })).toEqual({ slogan: '把茶喝明白', purpose: 'dealers' })
  })

  it('puts a refusal at its field', () => {
    const refused = new Problem({ code: 'brand.host_taken', text: { zh: '给了别人', en: 'taken' } })
    expect(wrongAt(refused, 'host')).not.toBe('')
    expect(wrongAt(refused, 'name')).toBe('')
    expect(wrongAt(null, 'host')).toBe('')
  })

  it.each([['#2F7D5B', '#2f7d5b'], ['2f7d5b', '#2f7d5b'], ['tea', '#000000'], ['', '#000000']])('reads %s', (typed, colour) => expect(asColour(typed)).toBe(colour))
})
