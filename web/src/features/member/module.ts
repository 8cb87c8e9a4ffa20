import { defineAsyncComponent } from 'vue'
import { say } from '@/client/i18n'
import { query } from '@/client/http'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'member',
  member: {
    me: [{ order: 10, component: defineAsyncComponent(() => import('./member/MeProfile.vue')) }],
    routes: [{ path: '/me/profile', name: 'profile', component: () => import('./member/ProfilePage.vue') }],
  },
  console: {
    routes: [
      { path: '/members', name: 'members', component: () => import('./console/MembersPage.vue') },
      { path: '/members/fields', name: 'member-fields', component: () => import('./console/FieldRequestsPage.vue') },
    ],
    menu: [
      { section: 'members', to: '/members', label: texts.members, permission: 'member.list', order: 1 },
      { section: 'members', to: '/members/fields', label: texts.field_requests, permission: 'member.see', order: 60 },
    ],
    find: async (typed) => {
      const { items } = await query('member.list', { search: typed })
      return items.slice(0, 6).map((member) => ({
        id: member.id,
        label: member.remark ?? (member.name || say(texts.unnamed)),
        group: say(texts.members),
        icon: 'person' as const,
        to: `/members?open=${member.id}`,
      }))
    },
  },
}
