import { expect, test } from 'vitest'
import { csv } from './csv'

test('cells keep quotes and lines, and no cell runs as a formula', () => {
  expect(csv([['问', '他说"好"'], ['=1+1', 'a\nb']])).toBe('\uFEFF"问","他说""好"""\r\n"\'=1+1","a\nb"')
})
