import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => vi.resetModules())
async function bootWith(text: string | null) {
  document.body.innerHTML = text === null ? '' : `<script type="application/json" id="weilu-boot">${text}</script>`
  return (await import('./boot')).boot
}

it('calls a brand without a short name by its name', async () => {
  const { brand } = await bootWith('{"brand":{"name":"山脚茶事"},"me":null,"lang":"zh","pos":7}')
  expect([brand.name, brand.short_name]).toEqual(['山脚茶事', '山脚茶事'])
})
it('takes a short name, the position and who is signed in', async () => {
  const boot = await bootWith('{"brand":{"name":"山脚茶事","short_name":"山脚"},"me":null,"lang":"en","pos":7}')
  expect([boot.brand.short_name, boot.pos, boot.me]).toEqual(['山脚', 7, null])
})
it.each([null, 'not json'])('opens without a block or with a broken one (%s)', async (text) => {
  const boot = await bootWith(text)
  expect([boot.pos, boot.me]).toEqual([0, undefined])
})
