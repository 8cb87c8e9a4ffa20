import { expect, it } from 'vitest'
import type { FeatureModule, MenuEntry } from '../module'
import { menuFor } from './sections'

const entry = (section: MenuEntry['section'], permission: string, order = 0): MenuEntry => ({ section, permission, order, to: `/${permission}`, label: { zh: permission, en: permission } })
const features: FeatureModule[] = [
  { name: 'b', console: { routes: [], menu: [entry('settings', 'brand.set'), entry('members', 'member.merge', 2)] } },
  { name: 'a', console: { routes: [], menu: [entry('members', 'member.list', 1)] } },
]

it('shows what one may see, in the fixed order', () => {
  const all = menuFor(features, () => true)
  expect(all.map((group) => group.key)).toEqual(['today', 'members', 'settings'])
  expect(all[1]?.entries.map((one) => one.permission)).toEqual(['member.list', 'member.merge'])
  expect(menuFor(features, (permission) => permission === 'brand.set').map((group) => group.key)).toEqual(['today', 'settings'])
  expect(menuFor(features, () => false).map((group) => group.key)).toEqual(['today'])
})
