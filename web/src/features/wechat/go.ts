/** Where WeChat's door is, and what came back through it. */
import texts from './texts'

/** The server sends the browser to WeChat and back to `to`. */
export const wayTo = (to: string, want: 'enter' | 'bind' | 'profile' = 'enter'): string =>
  `/wechat/go?${new URLSearchParams({ to, want }).toString()}`

type Key = keyof typeof texts & string

/** The sentence for what happened on the way (`spent`, `declined` …). */
export function happened(word: string): Key {
  const key = `happened_${word}`
  return (key in texts ? key : 'happened_other') as Key
}
