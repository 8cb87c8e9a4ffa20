import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'sensitive-word',
  member: {
    routes: [{ path: '/spaces/:space/words', name: 'space-words', component: () => import('./member/SpaceWordsPage.vue'), props: true }],
  },
  console: {
    routes: [{ path: '/words', name: 'words', component: () => import('./console/WordsPage.vue') }],
    menu: [{ section: 'moderation', to: '/words', label: texts.words, permission: 'sensitive_word.manage', order: 40 }],
  },
}
