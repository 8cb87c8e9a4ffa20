import { describe, expect, it } from 'vitest'
import { invitationIn, cleanAddress, safeBack } from './address'

describe('address', () => {
  it.each([
    ['138 0013 8000', '13800138000'],
    ['+86-138-0013-8000', '+8613800138000'],
    ['１３８００１３８０００', '13800138000'],
    [' wu@example.com ', 'wu@example.com'],
    ['12345', null],
    ['wu@', null],
    ['', null],
  ])('%s', (typed, clean) => expect(cleanAddress(typed)).toBe(clean))
})

describe('where one goes after signing in', () => {
  it.each([
    ['/spaces/spc_1?x=1', '/spaces/spc_1?x=1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/sign-in?back=/sign-in', '/'],
    [undefined, '/'],
  ])('%s', (back, to) => expect(safeBack(back)).toBe(to))
})

it.each([
  ['/spaces/spc_1?invitation=abc', 'abc'],
  ['/spaces/spc_1?code=xyz', 'xyz'],
  ['/spaces/spc_1', null],
])('what brought one to %s', (path, token) => expect(invitationIn(path)).toBe(token))
