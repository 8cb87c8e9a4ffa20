import { expect, it } from 'vitest'
import { lineBefore } from './marks'

const posts = ['pst_5', 'pst_4', 'pst_3', 'pst_2'].map((id) => ({ id }))

it('stands above what was seen and below what is new', () => {
  expect(lineBefore(posts, 'pst_3')).toBe('pst_3')
  expect(lineBefore(posts, 'pst_5')).toBeNull()
  expect(lineBefore(posts, 'pst_9')).toBeNull()
  expect(lineBefore(posts, null)).toBeNull()
  // What was seen lies on a page that is not loaded yet.
  expect(lineBefore(posts, 'pst_1')).toBeNull()
  // A seen post that was taken away: the line stands before the next older one.
  expect(lineBefore([posts[0]!, posts[3]!], 'pst_4')).toBe('pst_2')
})
