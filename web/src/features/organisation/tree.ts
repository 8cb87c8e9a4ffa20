/** The tree as rows in reading order, each with its depth. */
export interface Node {
  id: string
  parent?: string | null
  name: string
}

export function ordered<T extends Node>(nodes: readonly T[]): { node: T; depth: number }[] {
  const known = new Set(nodes.map((node) => node.id))
  const below = new Map<string, T[]>()
  for (const node of nodes) {
    const above = node.parent && known.has(node.parent) ? node.parent : ''
    below.set(above, [...(below.get(above) ?? []), node])
  }
  const walk = (above: string, depth: number): { node: T; depth: number }[] =>
    (below.get(above) ?? []).flatMap((node) => [{ node, depth }, ...walk(node.id, depth + 1)])
  return walk('', 0)
}
