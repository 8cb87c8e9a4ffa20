/** A poll as cards show it. */
import type { QueryData } from '@/client/catalogue'

export type PollShown = QueryData<'poll.show'>
