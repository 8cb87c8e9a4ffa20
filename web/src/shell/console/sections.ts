/** The console's menu: fixed order, each section appearing with its first entry one may see. */
import { byOrder, type FeatureModule, type MenuEntry, type MenuSection } from '../module'
import type { IconName } from '@/kit/icon/icons'

export const sections: readonly { key: MenuSection; icon: IconName }[] = [
  { key: 'today', icon: 'today' },
  { key: 'members', icon: 'people' },
  { key: 'spaces', icon: 'circles' },
  { key: 'content', icon: 'reply' },
  { key: 'activities', icon: 'calendar' },
  { key: 'outreach', icon: 'send' },
  { key: 'service', icon: 'chat' },
  { key: 'trade', icon: 'market' },
  { key: 'live', icon: 'camera' },
  { key: 'ties', icon: 'ties' },
  { key: 'sediment', icon: 'clock' },
  { key: 'insight', icon: 'chart' },
  { key: 'work', icon: 'work' },
  { key: 'partners', icon: 'link' },
  { key: 'moderation', icon: 'shield' },
  { key: 'settings', icon: 'settings' },
]

export interface MenuGroup {
  key: MenuSection
  icon: IconName
  entries: MenuEntry[]
}

/** The menu of a person: 今日 always, the rest by permission. */
export function menuFor(features: readonly FeatureModule[], can: (permission: string) => boolean): MenuGroup[] {
  const all = features.flatMap((feature) => feature.console?.menu ?? []).filter((entry) => can(entry.permission))
  return sections
    .map((section) => ({ ...section, entries: byOrder(all.filter((entry) => entry.section === section.key)) }))
    .filter((group) => group.key === 'today' || group.entries.length > 0)
}
