import { describe, expect, it } from 'vitest'
import { changedIn, type Group, groupsOf, isChanged, type Setting } from './drawers'

const setting = (name: string, more: Partial<Setting> = {}): Setting => ({ name, text: { zh: `中文 ${name}`, en: `English ${name}` }, schema: {}, default: 1, value: 1, set_at: null, secret: false, ...more })
const groups: Group[] = [
  { feature: 'brand', title: { zh: '品牌', en: 'Brand' }, drawer: 'brand', items: [setting('brand.accent'), setting('brand.other')] },
  { feature: 'gate', title: { zh: '入群条件', en: 'Gates' }, drawer: 'spaces', items: [setting('gate.days', { value: 3, set_at: 5 }), setting('gate.posts', { set_at: 5 })] },
]
const nothing = new Set<string>()

describe('drawers of settings', () => {
  it('marks what is set to something else than its default', () => {
    expect(isChanged(setting('a', { value: 2, set_at: 1 }))).toBe(true)
    expect(isChanged(setting('a', { set_at: 1 }))).toBe(false)
    expect(isChanged(setting('a', { value: null, default: '', secret: true, set_at: 1 }))).toBe(true)
    expect(changedIn(groups, 'spaces')).toBe(1)
  })

  it('shows one drawer without what a form covers, and searches in all', () => {
    expect(groupsOf(groups, 'brand', '', new Set(['brand.accent']), false)[0]?.items.map((one) => one.name)).toEqual(['brand.other'])
    expect(groupsOf(groups, 'brand', 'GATE', nothing, false).map((group) => group.feature)).toEqual(['gate'])
    expect(groupsOf(groups, 'brand', '入群', nothing, false)[0]?.items.length).toBe(2)
    expect(groupsOf(groups, 'brand', 'accent', new Set(['brand.accent']), false)[0]?.items.length).toBe(1)
    expect(groupsOf(groups, 'spaces', '', nothing, true)[0]?.items.map((one) => one.name)).toEqual(['gate.days'])
    expect(groupsOf(groups, 'brand', '', nothing, true)).toEqual([])
  })
})
