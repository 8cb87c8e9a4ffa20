/** Shapes of the console's table, and the parts of it that are pure. */

export interface Column<Row> {
  key: string
  label: string
  /** Least width in pixels; columns share what is left. */
  width?: number
  align?: 'start' | 'end'
  sortable?: boolean
  /** Not hidden and not moved: the name of the row. */
  fixed?: boolean
  text: (row: Row) => string
}

export interface Filter {
  key: string
  label: string
  kind: 'text' | 'choice'
  options?: { value: string; label: string }[]
}

/** What a view remembers. */
export interface SavedView {
  name: string
  columns: string[]
  filters: Record<string, string>
  sort: string
}

export const ROW_PX = 36
const MARGIN_ROWS = 12

/** The rows to draw for a scroll position: those in sight and a margin on both sides. */
export function rowsInSight(scrollTop: number, height: number, total: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollTop / ROW_PX) - MARGIN_ROWS)
  const to = Math.min(total, Math.ceil((scrollTop + height) / ROW_PX) + MARGIN_ROWS)
  return { from: Math.min(from, to), to }
}

/** Next state of a column's sort: up, down, none. `key` and `-key` as in the address. */
export function nextSort(sort: string, key: string): string {
  if (sort === key) return `-${key}`
  return sort === `-${key}` ? '' : key
}

/** Rows between two keys, both included, for a selection with Shift. */
export function between<Row>(rows: readonly (Row | undefined)[], keyOf: (row: Row) => string, a: string, b: string): string[] {
  const keys = rows.map((row) => (row === undefined ? '' : keyOf(row)))
  const [low, high] = [keys.indexOf(a), keys.indexOf(b)].sort((x, y) => x - y) as [number, number]
  return low < 0 ? [b] : keys.slice(low, high + 1).filter(Boolean)
}
