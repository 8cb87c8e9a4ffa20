/** Every part of the kit on one page, for looking and for the browser tests; never in the built bundle. */
import 'vant/es/style/base.css'
import 'element-plus/es/components/base/style/css'
import '@/design/tokens.css'
import '@/design/base.css'
import '@/design/vant.css'
import '@/design/element.css'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import { followAppearance } from '@/design/appearance'
import DeskGallery from './DeskGallery.vue'
import PhoneGallery from './PhoneGallery.vue'

followAppearance()
const desk = location.search.includes('desk')
const page = desk ? DeskGallery : PhoneGallery
const router = createRouter({ history: createWebHashHistory(), routes: [{ path: '/:any(.*)*', component: page }] })
createApp(page).use(router).mount('#app')
