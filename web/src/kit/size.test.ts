import { expect, it } from 'vitest'
import { sizeOf } from './size'

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [15 * 1024, '15 KB'],
  [5.25 * 1024 * 1024, '5.3 MB'],
  [3 * 1024 ** 4, '3.0 TB'],
])('%d bytes are %s', (bytes, said) => expect(sizeOf(bytes)).toBe(said))
