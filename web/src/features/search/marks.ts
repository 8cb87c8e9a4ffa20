/** A text with places to mark, cut into pieces. */
export interface Marked {
  text: string
  marks: number[][]
  cut_before?: boolean
  cut_after?: boolean
}
export interface Piece {
  text: string
  on: boolean
}

/** The pieces in order; places that do not fit are left out. */
export function piecesOf(marked: Marked): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [from = 0, to = 0] of marked.marks) {
    if (from < at || to <= from || to > marked.text.length) continue
    if (from > at) pieces.push({ text: marked.text.slice(at, from), on: false })
    pieces.push({ text: marked.text.slice(from, to), on: true })
    at = to
  }
  if (at < marked.text.length) pieces.push({ text: marked.text.slice(at), on: false })
  return pieces
}
