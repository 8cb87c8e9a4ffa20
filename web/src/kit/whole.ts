/** Whole numbers as people type them: digits of either width, a minus, and nothing for nothing. */
const WIDE_ZERO = '０'.charCodeAt(0)

/** The number that was typed; null for nothing, and for what is no number. */
export function wholeOf(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - WIDE_ZERO))
    .replace(/^[－−–]/, '-')
  return /^-?\d{1,9}$/.test(plain) ? Number(plain) : null
}
