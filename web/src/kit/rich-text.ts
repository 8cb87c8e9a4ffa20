/** A text as pieces: plain words, people named, topics and addresses. What is not one of them stays as it was typed. */
export interface NamedPerson {
  token: string
  id?: string | null
  name: string
}
export type Piece =
  | { kind: 'words'; text: string }
  | { kind: 'person'; text: string; to: string | null }
  | { kind: 'topic'; text: string; to: string }
  | { kind: 'address'; text: string; to: string }

const FOUND = /@(psn_[0-9a-hjkmnp-tv-z]{13})|#([\p{L}\p{N}_\-·]{1,20})#?|(https?:\/\/[^\s<>"'，。；！？）】」]+)/gu
const TRAILING = /[.,;:!?)\]]+$/

/** Splits a text; `gone` is what stands for somebody who left for good. */
export function piecesOf(text: string, named: readonly NamedPerson[], gone: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  const words = (end: number) => end > from && pieces.push({ kind: 'words', text: text.slice(from, end) })
  for (const match of text.matchAll(FOUND)) {
    const [whole, token, topic, address] = match
    const at = match.index
    if (topic !== undefined && /^\d+$/.test(topic)) continue
    words(at)
    from = at + whole.length
    if (token !== undefined) {
      const person = named.find((one) => one.token === token)
      pieces.push({ kind: 'person', text: `@${person?.name || gone}`, to: person?.id ? `/m/${person.id}` : null })
    } else if (topic !== undefined) {
      pieces.push({ kind: 'topic', text: `#${topic}`, to: `/tags/${encodeURIComponent(topic)}` })
    } else if (address !== undefined) {
      const tail = TRAILING.exec(address)?.[0] ?? ''
      const bare = address.slice(0, address.length - tail.length)
      from -= tail.length
      pieces.push({ kind: 'address', text: bare.replace(/^https?:\/\//, ''), to: bare })
    }
  }
  words(text.length)
  return pieces
}
