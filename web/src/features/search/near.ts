/**
 * When nothing met the question, the server sends what comes nearest and marks nothing in it. Here the runs of
 * characters that a result shares with the question are marked; what shares none in sight is left out, unless that
 * would leave nothing (the question may have been pinyin).
 */
import type { Thing } from './results'

const LEAST = 2
const LEAST_LATIN = 3
const between = /[\s\p{P}\p{S}]/u
const latin = /^[\p{Script=Latin}\p{N}]+$/u

/** Where a text says what the question says: runs of at least two characters, three of Latin letters. */
export function sharedRuns(q: string, text: string): number[][] {
  const [wanted, said] = [q.toLowerCase(), text.toLowerCase()]
  // Folding that changes lengths would move every place.
  if (said.length !== text.length) return []
  const runs: number[][] = []
  for (let at = 0; at < said.length; ) {
    let to = at
    while (to < said.length && !between.test(said.charAt(to)) && wanted.includes(said.slice(at, to + 1))) to += 1
    const enough = to - at >= (latin.test(said.slice(at, to)) ? LEAST_LATIN : LEAST)
    if (enough) runs.push([at, to])
    at = enough ? to : at + 1
  }
  return runs
}

/** What comes near, with what it shares marked. */
export function nearOnes(q: string, things: readonly Thing[]): Thing[] {
  const marked = things.map((thing) => ({
    ...thing,
    title: { ...thing.title, marks: sharedRuns(q, thing.title.text) },
    body: { ...thing.body, marks: sharedRuns(q, thing.body.text) },
  }))
  const near = marked.filter((thing) => thing.title.marks.length + thing.body.marks.length > 0)
  return near.length > 0 ? near : [...things]
}
