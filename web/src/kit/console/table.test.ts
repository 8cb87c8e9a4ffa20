import { describe, expect, it } from 'vitest'
import { between, nextSort, ROW_PX, rowsInSight } from './table'

describe('table', () => {
  it('draws few rows of a hundred thousand, wherever one stands', () => {
    for (const top of [0, 50_000 * ROW_PX, 100_000 * ROW_PX]) {
      const { from, to } = rowsInSight(top, 720, 100_000)
      expect(to - from).toBeLessThanOrEqual(720 / ROW_PX + 26)
      expect(from).toBeGreaterThanOrEqual(0)
      expect(to).toBeLessThanOrEqual(100_000)
    }
    expect(rowsInSight(500, 720, 3)).toEqual({ from: 1, to: 3 })
    expect(rowsInSight(0, 720, 0)).toEqual({ from: 0, to: 0 })
  })
  it('sorts up, down, not at all', () => {
    expect(nextSort('', 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBe('')
    expect(nextSort('name', 'age')).toBe('age')
  })
  it('selects a run in either direction and skips rows not loaded', () => {
    const rows = [{ id: 'a' }, undefined, { id: 'c' }, { id: 'd' }]
    expect(between(rows, (row) => row.id, 'd', 'a')).toEqual(['a', 'c', 'd'])
    expect(between(rows, (row) => row.id, 'gone', 'c')).toEqual(['c'])
  })
})
