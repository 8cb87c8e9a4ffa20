import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = { name: 'unread' }
