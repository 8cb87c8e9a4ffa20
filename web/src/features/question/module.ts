import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'question',
  member: {
    me: [{ order: 40, component: defineAsyncComponent(() => import('./member/MyHelp.vue')) }],
    routes: [
      { path: '/questions', name: 'questions', component: () => import('./member/QuestionsPage.vue') },
      { path: '/ask', name: 'ask', component: () => import('./member/AskPage.vue') },
    ],
  },
  console: {
    routes: [{ path: '/questions', name: 'questions', component: () => import('./console/QuestionsPage.vue') }],
    menu: [{ section: 'content', to: '/questions', label: texts.console, permission: 'question.oversee', order: 20 }],
  },
}
