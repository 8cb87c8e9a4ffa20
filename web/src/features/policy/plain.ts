/** A policy text as the page draws it: `## ` headings, `- ` points, paragraphs. Nothing in it is mark-up. */
export type Block = { kind: 'heading'; text: string } | { kind: 'line'; text: string } | { kind: 'points'; points: string[] }

export function blocks(text: string): Block[] {
  const out: Block[] = []
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    if (line.startsWith('## ')) out.push({ kind: 'heading', text: line.slice(3) })
    else if (line.startsWith('- ')) {
      const last = out.at(-1)
      if (last?.kind === 'points') last.points.push(line.slice(2))
      else out.push({ kind: 'points', points: [line.slice(2)] })
    } else out.push({ kind: 'line', text: line })
  }
  return out
}
