import type { FeatureModule } from '@/shell/module'

/** Votes stand on answers and posts; they have no page of their own. */
export const feature: FeatureModule = { name: 'vote' }
