import type { FeatureModule } from '@/shell/module'

/** The gate has no page of its own: its door stands on the space's page, its editor in the console. */
export const feature: FeatureModule = { name: 'gate' }
