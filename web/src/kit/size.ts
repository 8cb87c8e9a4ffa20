/** The size of a file as people say it: 1.2 MB, 340 KB. */
const STEP = 1024

export function sizeOf(bytes: number): string {
  if (bytes < STEP) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / STEP
  let unit = 0
  while (value >= STEP && unit < units.length - 1) {
    value /= STEP
    unit += 1
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
