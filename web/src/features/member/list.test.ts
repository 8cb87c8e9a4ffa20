import { expect, test } from 'vitest'
import { filterParams, nextRange } from './list'

test('filters become parameters, and times are whole hours', () => {
  const now = 10 * 3_600_000 + 5
  expect(filterParams({ search: '周', state: '', seen: 'week', came: '' }, now)).toEqual({
    search: '周',
    seen_from: 10 * 3_600_000_000 - 7 * 86_400_000_000,
  })
  expect(filterParams({ seen: 'away' }, now)).toHaveProperty('seen_to')
})

test('the next page is fetched before the reader gets there', () => {
  expect(nextRange(30, 100)).toBe(false)
  expect(nextRange(60, 100)).toBe(true)
})
