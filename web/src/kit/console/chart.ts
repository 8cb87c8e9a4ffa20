/** The pure part of our charts: a scale with round steps from zero, where labels stand, and a table as CSV. */

export interface Series {
  name: string
  values: readonly number[]
}

/** Round steps that reach the largest value; bars begin at zero, always. */
export function scaleOf(most: number, steps = 4): number[] {
  if (most <= 0) return [0, 1]
  const rough = most / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough)
  const ticks = [0]
  for (let value = step; ticks.at(-1)! < most; value += step) ticks.push(value)
  return ticks
}

/** Which of `n` columns bear a label: at most `most`, the last one always among them. */
export function labelled(n: number, most: number): Set<number> {
  const every = Math.max(1, Math.ceil(n / most))
  const chosen = new Set<number>()
  for (let at = n - 1; at >= 0; at -= every) chosen.add(at)
  return chosen
}

/** 2026-11-21 as 11-21, for the foot of a chart. */
export const shortDay = (date: string): string => date.slice(5)

const cell = (value: string | number) => {
  const text = String(value)
  // A leading sign would be read as a formula by a spreadsheet.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV with a byte order mark, so that spreadsheets read Chinese rightly. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string => `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

/** Hands a text to the person as a file. */
export function saveFile(name: string, text: string, kind = 'text/csv'): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000)
}
