/** The settings as the page lays them out: drawers, what is found, what was changed. Nothing here knows one by name. */
import type { QueryData } from '@/client/catalogue'
import type { Pair } from '@/client/i18n'
import type { Drawer } from '@/shell/module'

export type Settings = QueryData<'setting.list'>
export type Group = Settings['groups'][number]
export type Setting = Group['items'][number]

/** Whether a value was set and is not the default: what is marked, and counted at the drawer. */
export const isChanged = (setting: Setting): boolean => setting.set_at !== null && setting.set_at !== undefined && (setting.secret || JSON.stringify(setting.value) !== JSON.stringify(setting.default))

const fits = (setting: Setting, title: Pair, wanted: string) =>
  [setting.name, setting.text.zh, setting.text.en, title.zh, title.en].some((word) => word.toLowerCase().includes(wanted))

/** The groups to show: of one drawer, or of all where one searches; without what forms cover. */
export function groupsOf(all: readonly Group[], drawer: Drawer | null, wanted: string, covered: ReadonlySet<string>, onlyChanged: boolean): Group[] {
  const typed = wanted.trim().toLowerCase()
  return all
    .filter((group) => typed !== '' || group.drawer === drawer)
    .map((group) => ({
      ...group,
      items: group.items.filter((one) => (typed === '' ? !covered.has(one.name) : fits(one, group.title, typed)) && (!onlyChanged || isChanged(one))),
    }))
    .filter((group) => group.items.length > 0)
}

/** How many were changed in a drawer. */
export const changedIn = (all: readonly Group[], drawer: Drawer): number =>
  all.filter((group) => group.drawer === drawer).reduce((sum, group) => sum + group.items.filter(isChanged).length, 0)
