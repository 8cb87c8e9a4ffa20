/** What a page of talk is put together from. Pure, so that it can be tested without a page. */
import type { QueryData } from '@/client/catalogue'
import type { StoredFile } from '@/client/http'

export type Message = QueryData<'chat.messages'>['items'][number]
export type Chat = QueryData<'chat.list'>['items'][number]
export type ChatShown = QueryData<'chat.show'>
export type Person = NonNullable<Message['author']>

/** What can be done with a message. */
export type MessageAct = 'quote' | 'recall' | 'remove' | 'copy' | 'report'

/** A message on its way: shown at once, kept until the server's own stands in its place. */
export interface Pending {
  key: string
  text: string
  quote: { id: string; name: string; text: string } | null
  /** What is up already and goes with it. */
  files: StoredFile[]
  mentions: string[]
  calls_all: boolean
  at: number
  state: 'sending' | 'failed'
  /** Why it did not go out. */
  why: string
  /** It may still have arrived, or will with a better connection: sending again does no harm. */
  again: boolean
  /** Its number once it stands. */
  number: number | null
}

/** A space's chat bears the number of its space. */
export const chatOfSpace = (space: string): string => `cht_${space.slice(space.indexOf('_') + 1)}`

const GAP_US = 5 * 60_000_000
const sameDay = (a: number, b: number): boolean => new Date(a / 1000).toDateString() === new Date(b / 1000).toDateString()

/** Whether a time stands between two lines: after five quiet minutes, and on a new day. */
export const needsTime = (before: number | null, at: number): boolean => before === null || at - before > GAP_US || !sameDay(before, at)

export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; to: string }

const LINK = /(?:https?:\/\/|www\.)[^\s<>"'，。！？；：、（）《》「」【】]+/giu
/** Signs that end a sentence rather than an address. */
const TAIL = /[.,!?;:)\]]+$/

/** A text cut into words and addresses. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = []
  let at = 0
  for (const found of text.matchAll(LINK)) {
    const address = found[0].replace(TAIL, '')
    if (found.index > at) out.push({ kind: 'text', text: text.slice(at, found.index) })
    out.push({ kind: 'link', text: address, to: address.toLowerCase().startsWith('www.') ? `https://${address}` : address })
    at = found.index + address.length
  }
  if (at < text.length) out.push({ kind: 'text', text: text.slice(at) })
  return out
}

/** A fresh stretch laid over what is shown: the same numbers are replaced, what vanished within it goes. */
export function lay(shown: readonly Message[], fresh: readonly Message[], from: number, to: number): Message[] {
  const before = shown.filter((one) => one.number < from)
  const after = shown.filter((one) => one.number > to)
  return [...before, ...fresh, ...after]
}

/** Lines that have arrived are no longer on their way. */
export const stillPending = (pending: readonly Pending[], shown: readonly Message[]): Pending[] => {
  const last = shown.at(-1)?.number ?? 0
  return pending.filter((one) => one.number === null || one.number > last)
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\u{fe0f}|\u{200d}\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}])*|\s){1,9}$/u

/** Nothing but pictures and videos: they stand without a bubble around them. */
export const isOnlyPictures = (line: { text: string; quote?: unknown; files: readonly { kind: string }[] }): boolean =>
  line.text === '' && !line.quote && line.files.length > 0 && line.files.every((file) => file.kind === 'picture' || file.kind === 'video')

/** One to three emoji alone are shown large. */
export const isOnlyEmoji = (text: string): boolean => ONLY_EMOJI.test(text) && Array.from(text.matchAll(/\p{Extended_Pictographic}/gu)).length <= 3
