import type { FeatureModule } from '@/shell/module'

/** Seen on the member page of the console; a member reads his own among the decisions about him. */
export const feature: FeatureModule = { name: 'trust' }
