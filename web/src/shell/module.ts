/**
 * A feature is one folder under `features/` whose `module.ts` exports a `FeatureModule` as
 * `feature`. Being there is the whole registration: both entries find it by glob and build
 * routes, tabs, menu, first-page sections and the command palette from it.
 */
import type { Component, Ref } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Pair } from '@/client/i18n'
import type { Goal } from '@/kit/console/palette'
import type { IconName } from '@/kit/icon/icons'

export interface MemberTab {
  to: string
  icon: IconName
  label: Pair
  order: number
  /** Addresses outside `to` that belong to this place, too. */
  also?: readonly string[]
  /** The act in the middle (＋) instead of a place. */
  act?: boolean
}

/** A part of the first page or of 我; smaller order stands higher. */
export interface Section {
  order: number
  component: Component
}

/** A card of 今日待办; those that wait for nobody stand aside. */
export interface TodayCard extends Section {
  aside?: boolean
}

/** A drawer of the settings page, as the server names it. */
export type Drawer = 'brand' | 'entry' | 'spaces' | 'content' | 'messages' | 'law'

/** A form of a feature in a drawer, in place of the plain rows of the settings it covers. */
export interface SettingsForm extends Section {
  drawer: Drawer
  /** Names of the settings it edits; they get no row of their own. */
  covers?: readonly string[]
  /** Seen only by those who may. */
  permission?: string
}

/** Sections of the console's menu, in the order they stand. */
export type MenuSection =
  | 'today' | 'members' | 'spaces' | 'content' | 'activities' | 'outreach' | 'service' | 'trade'
  | 'live' | 'ties' | 'sediment' | 'insight' | 'work' | 'partners' | 'moderation' | 'settings'

export interface MenuEntry {
  section: MenuSection
  to: string
  label: Pair
  /** Seen only by those who may; every entry says which. */
  permission: string
  order?: number
}

export interface FeatureModule {
  name: string
  member?: {
    routes: RouteRecordRaw[]
    tab?: MemberTab
    home?: Section[]
    me?: Section[]
    /** Below every tab page. */
    foot?: Section[]
    /** Over every page, when it has something to ask. */
    over?: Section[]
    /** Beside the page on wide windows only; never the only way to anything. */
    aside?: Section[]
    /** The bell: where messages are, and how many are unread. Called once, in the shell's scope. */
    messages?: { to: string; useUnread: () => Ref<number> }
  }
  console?: {
    routes: RouteRecordRaw[]
    menu: MenuEntry[]
    /** Cards of 今日待办. */
    today?: TodayCard[]
    /** Forms on the settings page. */
    settings?: SettingsForm[]
    /** What Ctrl-K finds here. */
    find?: (typed: string) => Promise<Goal[]>
  }
}

const found = import.meta.glob<{ feature: FeatureModule }>('../features/*/module.ts', { eager: true })

/** Every feature, by name. */
export const features: FeatureModule[] = Object.values(found)
  .map((module) => module.feature)
  .sort((a, b) => (a.name < b.name ? -1 : 1))

/** A copy sorted by `order`, those without it first. */
export const byOrder = <T extends { order?: number }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
