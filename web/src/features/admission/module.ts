import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'admission',
  console: {
    routes: [{ path: '/members/admissions', name: 'admissions', component: () => import('./console/AdmissionsPage.vue') }],
    menu: [{ section: 'members', to: '/members/admissions', label: { zh: '入会申请', en: 'Asking to join' }, permission: 'admission.decide', order: 5 }],
    today: [{ order: 8, component: defineAsyncComponent(() => import('./console/AdmissionsToday.vue')) }],
  },
}
