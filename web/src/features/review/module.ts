import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'review',
  member: {
    routes: [{ path: '/spaces/:space/review', name: 'space-review', component: () => import('./member/SpaceReviewPage.vue'), props: true }],
    me: [{ order: 1, component: defineAsyncComponent(() => import('./member/ProposalCards.vue')) }],
  },
  console: {
    routes: [{ path: '/review', name: 'review', component: () => import('./console/ReviewPage.vue') }],
    menu: [{ section: 'moderation', to: '/review', label: texts.queue, permission: 'review.decide', order: 10 }],
    today: [{ order: 15, component: defineAsyncComponent(() => import('./console/WaitingToday.vue')) }],
  },
}
