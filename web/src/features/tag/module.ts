import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'tag',
  member: {
    routes: [
      { path: '/tags', name: 'tags', component: () => import('./member/TagsPage.vue') },
      { path: '/tags/:word', name: 'tag', component: () => import('./member/TagPage.vue'), props: true },
    ],
  },
  console: {
    routes: [{ path: '/tags', component: () => import('./console/TagsPage.vue') }],
    menu: [{ section: 'content', to: '/tags', label: texts.topic, permission: 'tag.merge' }],
  },
}
