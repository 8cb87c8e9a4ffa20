import { expect, test } from 'vitest'
import { ordered } from './tree'

test('a child stands below its parent, and a part of the tree begins at its own top', () => {
  const nodes = [
    { id: 'c', parent: 'b', name: '' },
    { id: 'b', parent: 'a', name: '' },
    { id: 'd', parent: 'unseen', name: '' },
    { id: 'a', parent: null, name: '' },
  ]
  expect(ordered(nodes).map(({ node, depth }) => `${node.id}${depth}`)).toEqual(['d0', 'a0', 'b1', 'c2'])
})
