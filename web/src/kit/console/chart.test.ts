import { describe, expect, it } from 'vitest'
import { csvOf, labelled, scaleOf } from './chart'

describe('a chart', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [7, [0, 2, 4, 6, 8]],
    [93, [0, 50, 100]],
    [1200, [0, 500, 1000, 1500]],
  ])('up to %d counts in round steps from zero', (most, ticks) => expect(scaleOf(most)).toEqual(ticks))

  it('labels a few days, the last one always', () => {
    expect([...labelled(7, 7)].length).toBe(7)
    const month = labelled(30, 6)
    expect(month.has(29) && month.size <= 6).toBe(true)
  })

  it('writes a table that no spreadsheet runs', () => {
    expect(csvOf([['日期', 'a,b'], ['=1+1', 3]])).toBe('\uFEFF日期,"a,b"\r\n\'=1+1,3\r\n')
  })
})
