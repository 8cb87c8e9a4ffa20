import { expect, it } from 'vitest'
import { blocks } from './plain'

it('reads headings, points and paragraphs, and leaves mark-up as text', () => {
  expect(blocks('Hello <b>\n\n## One\n- a\n- b\nend')).toEqual([
    { kind: 'line', text: 'Hello <b>' },
    { kind: 'heading', text: 'One' },
    { kind: 'points', points: ['a', 'b'] },
    { kind: 'line', text: 'end' },
  ])
})
