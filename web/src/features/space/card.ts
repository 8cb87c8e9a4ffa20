/** A space as the server lists it, and as our cards show it. */
import type { QueryData } from '@/client/catalogue'
import { kindName } from './kind'

export type Space = QueryData<'space.list'>['items'][number]

/** Whether I am inside, as a member or running it. */
export const isInside = (space: Space): boolean => space.my_state === 'member' || space.my_state === 'admin' || space.my_state === 'owner'

/** What `SpaceCard` shows; helping to run a space is being inside. */
export const toCard = (space: Space) => ({ ...space, kind: kindName(space.kind), state: space.my_state === 'admin' ? ('member' as const) : space.my_state })
