import { describe, expect, it } from 'vitest'
import { deviceName } from './device'

describe('what a device calls itself', () => {
  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile MicroMessenger/8.0', 'iPhone · WeChat'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Windows · Edge'],
    ['curl/8', ''],
  ])('%s', (agent, name) => expect(deviceName(agent)).toBe(name))
})
