import { describe, expect, it } from 'vitest'
import { contrast, deriveAccent } from './accent'

const brands = ['#c2410c', '#ffee00', '#00aaff', '#000000', '#ffffff', '#808080', '#7f7f00', '#2f7d5b', '#ff0000', '#b3b3ff']

describe('brand accent', () => {
  it.each(brands)('%s gives readable text on every ground, light and dark', (brand) => {
    const groups = deriveAccent(brand)
    expect(groups).not.toBeNull()
    for (const [theme, card] of [['light', '#ffffff'], ['dark', '#211d1a']] as const) {
      const g = groups![theme]
      expect(contrast(g.accent, g.on)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(g.hover, g.on)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(g.text, card)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(g.text, g.tint)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(g.accent, card)).toBeGreaterThanOrEqual(2.95)
    }
  })

  it('leaves a colour alone that is already readable', () => {
    expect(deriveAccent('#c2410c')!.light.accent).toBe('#c2410c')
    expect(deriveAccent('#c2410c')!.light.on).toBe('#ffffff')
  })

  it('refuses what is not a colour', () => {
    expect(deriveAccent('ember')).toBeNull()
    expect(deriveAccent('#12')).toBeNull()
  })
})
