import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'report',
  member: { routes: [], over: [{ order: 50, component: defineAsyncComponent(() => import('./member/ReportSheet.vue')) }] },
  console: {
    routes: [{ path: '/report-figures', name: 'report-figures', component: () => import('./console/StatisticsPage.vue') }],
    menu: [{ section: 'moderation', to: '/report-figures', label: texts.statistics, permission: 'review.decide', order: 50 }],
  },
}
