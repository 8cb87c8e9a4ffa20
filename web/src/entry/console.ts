/** The console entry: the desk of those who run the community, at `/console`. */
import 'element-plus/es/components/base/style/css'
import '@/design/tokens.css'
import '@/design/base.css'
import '@/design/element.css'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { boot } from '@/client/boot'
import { onSignInNeeded } from '@/client/command'
import { startLive } from '@/client/live'
import { applyAccent } from '@/design/accent'
import { followAppearance } from '@/design/appearance'
import { showBrandIcon } from '@/design/brand-icon'
import ConsoleApp from '@/shell/console/ConsoleApp.vue'
import TodayPage from '@/shell/console/TodayPage.vue'
import LostPage from '@/shell/LostPage.vue'
import { features } from '@/shell/module'
import { renewAfterUpgrade } from '@/shell/renew'

applyAccent(boot.brand.accent)
showBrandIcon()
followAppearance()

const router = createRouter({
  history: createWebHistory('/console'),
  routes: [
    { path: '/', name: 'today', component: TodayPage },
    ...features.flatMap((feature) => feature.console?.routes ?? []),
    { path: '/:lost(.*)*', component: LostPage },
  ],
})

onSignInNeeded(() => location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`))

renewAfterUpgrade(router)
startLive()
createApp(ConsoleApp).use(router).mount('#app')
