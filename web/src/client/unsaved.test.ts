import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { forgetDrafts } from './drafts'
import { type Saved, useUnsaved } from './unsaved'

interface Words {
  text: string
}
const server = (version: number, text: string): Saved<Words> => ({ version, value: { text } })
function form(at: Saved<Words> | null) {
  const has = shallowRef(at)
  return { has, ...useUnsaved<Words>('charter:spc_1', () => has.value) }
}

describe('what is not saved yet', () => {
  beforeEach(forgetDrafts)

  it('is what the server has until somebody types', async () => {
    const { has, value, changed } = form(null)
    expect(value.value).toBeNull()
    has.value = server(1, '茶')
    await nextTick()
    has.value = server(2, '好茶')
    await nextTick()
    expect([value.value, changed.value]).toEqual([{ text: '好茶' }, false])
  })

  it('is not gone over by what comes meanwhile, and can be given up', async () => {
    const { has, value, changed, outdated, giveUp } = form(server(1, '茶'))
    value.value = { text: '我的茶' }
    expect([changed.value, outdated.value]).toEqual([true, false])
    has.value = server(2, '别人的茶')
    await nextTick()
    expect([value.value, outdated.value]).toEqual([{ text: '我的茶' }, true])
    giveUp()
    expect([value.value, changed.value, outdated.value]).toEqual([{ text: '别人的茶' }, false, false])
  })

  it('is found again after the page was left, with the version it began from', async () => {
    const first = form(server(1, '茶'))
    first.value.value = { text: '写到一半' }
    await nextTick()
    const second = form(server(1, '茶'))
    expect([second.value.value, second.found.value, second.outdated.value]).toEqual([{ text: '写到一半' }, true, false])
    expect(form(server(2, '新茶')).outdated.value).toBe(true)
  })

  it.each([['after', true], ['before', false]])('is settled when what was saved comes %s the answer', async (_, late) => {
    const { has, value, changed, outdated, settle } = form(server(1, '茶'))
    value.value = { text: ' 好茶 ' }
    await nextTick()
    if (!late) has.value = server(2, '好茶')
    await nextTick()
    settle()
    if (late) has.value = server(2, '好茶')
    await nextTick()
    expect([value.value, changed.value, outdated.value]).toEqual([{ text: '好茶' }, false, false])
    expect(form(server(2, '好茶')).found.value).toBe(false)
  })
})
