/**
 * One chat while it is looked at: a stretch of its messages, the lines on their way, and what happens to both.
 *
 * The stretch has no gaps. At its end it follows pushes; elsewhere it stays where the reader is, and says what came.
 * A line I send is shown at once under a key of its own and stays until the server's line stands in its place, so
 * that sending again after a broken connection shows it once. What did not go out survives leaving the page.
 */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { change, listen, type Named } from '@/client/cache'
import type { QueryParams } from '@/client/catalogue'
import { useDraft } from '@/client/drafts'
import { command, newKey, online, query } from '@/client/http'
import { type LiveEvent } from '@/client/cache'
import { onLiveEvent } from '@/client/live'
import { Problem } from '@/client/problem'
import { useQuery } from '@/client/query'
import { type ChatShown, lay, type Message, type Pending, stillPending } from './talk'
import { refreshChatUnread } from './unread'

const GAP_MS = 250
/** More than this and the far end is let go: a page with thousands of lines grows slow. */
const MOST_SHOWN = 400
type Ask = Omit<QueryParams<'chat.messages'>, 'chat'>
export type Draft = Pick<Pending, 'text' | 'quote' | 'mentions' | 'calls_all' | 'files'>

function keptLines(text: string): Pending[] {
  try {
    const lines = text === '' ? [] : (JSON.parse(text) as Pending[])
    return lines.map((one) => ({ ...one, files: one.files ?? [], state: 'failed', again: true }))
  } catch {
    return []
  }
}

export function useConversation(chat: string) {
  const show = useQuery('chat.show', { chat })
  const items = shallowRef<Message[]>([])
  const earlier = ref<number | null>(null)
  const later = ref<number | null>(null)
  const loaded = ref(false)
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  /** Where my unread began when I came, and the first of them that calls me. */
  const opened = shallowRef<{ seen: number; unread: number; calledAt: number | null }>({ seen: 0, unread: 0, calledAt: null })
  const outbox = useDraft(`chat-outbox:${chat}`)
  const pending = shallowRef<Pending[]>(keptLines(outbox.text.value))
  const edited = new Map<number, string>()
  let turn = 0

  const last = computed(() => items.value.at(-1)?.number ?? 0)
  const atEnd = computed(() => later.value === null)
  watch(pending, (lines) => (outbox.text.value = lines.length === 0 ? '' : JSON.stringify(lines)))

  function setItems(next: Message[]) {
    items.value = next
    pending.value = stillPending(pending.value, next)
  }

  async function ask(params: Ask): Promise<Awaited<ReturnType<typeof fetchPage>> | null> {
    const mine = ++turn
    busy.value = true
    try {
      const page = await fetchPage(params)
      problem.value = null
      return mine === turn ? page : null
    } catch (cause) {
      if (mine === turn) problem.value = Problem.from(cause)
      return null
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  const fetchPage = (params: Ask) => query('chat.messages', { chat, ...params })

  /** Shows a stretch in place of what is there. */
  async function replace(params: Ask): Promise<boolean> {
    const page = await ask(params)
    if (!page) return false
    earlier.value = page.earlier ?? null
    later.value = page.later ?? null
    setItems(page.items)
    loaded.value = true
    return true
  }

  async function start(): Promise<void> {
    const [done] = await Promise.all([replace({}), show.refresh()])
    const shown: ChatShown | undefined = show.data.value
    if (done && shown) opened.value = { seen: shown.seen, unread: Math.max(0, shown.messages - shown.seen), calledAt: shown.called_at ?? null }
  }

  async function showEarlier(): Promise<void> {
    if (earlier.value === null || busy.value) return
    const page = await ask({ before: earlier.value })
    if (!page) return
    earlier.value = page.earlier ?? null
    const all = [...page.items, ...items.value]
    if (all.length > MOST_SHOWN) later.value = all[MOST_SHOWN - 1]?.number ?? later.value
    setItems(all.slice(0, MOST_SHOWN))
  }

  async function showLater(): Promise<void> {
    if (later.value === null || busy.value) return
    const page = await ask({ after: later.value })
    if (!page) return
    later.value = page.later ?? null
    const all = [...items.value, ...page.items]
    if (all.length > MOST_SHOWN) earlier.value = all[all.length - MOST_SHOWN]?.number ?? earlier.value
    setItems(all.slice(-MOST_SHOWN))
  }

  /** Makes sure a number is in the stretch; false when it cannot be shown. */
  async function reach(number: number): Promise<boolean> {
    const [first] = items.value
    if (first && first.number <= number && number <= last.value) return true
    return replace({ around: number })
  }

  /** What came at the end. More than a page of it is shown when the reader goes there. */
  async function follow(): Promise<void> {
    if (!atEnd.value || !loaded.value) return
    const page = await ask({})
    if (!page) return
    const from = page.earlier ?? 1
    if (from > last.value + 1 && items.value.length > 0) return void (later.value = last.value)
    setItems(lay(items.value, page.items, from, Number.MAX_SAFE_INTEGER))
    if (items.value.length === page.items.length) earlier.value = page.earlier ?? null
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = listen({
    concerns: (named: Named) => named.everything || named.objects.has(chat),
    refetch: () => void (timer ??= setTimeout(() => ((timer = undefined), void follow()), GAP_MS)),
    change: () => {},
  })
  const deafen = onLiveEvent((event: LiveEvent) => {
    if (event.kind.startsWith('message.recalled') && event.object) takeBack(event.object.id)
    if (/^message\.(un)?hidden/.test(event.kind) && event.object) void look(event.object.id)
  })
  onScopeDispose(() => (clearTimeout(timer), stop(), deafen()))

  /** Asks again for a message that those who keep order touched, and for what quotes it. */
  async function look(id: string): Promise<void> {
    const shown = items.value.find((one) => one.id === id)
    if (!shown) return
    const page = await fetchPage({ around: shown.number }).catch(() => null)
    const [from, to] = [page?.items[0]?.number, page?.items.at(-1)?.number]
    if (page && from !== undefined && to !== undefined) setItems(lay(items.value, page.items.filter((one) => one.number >= (items.value[0]?.number ?? 0) && one.number <= last.value), from, to))
  }

  /** Shows at once that a message was taken back, also where it is quoted. */
  function takeBack(id: string) {
    const gone = items.value.find((one) => one.id === id)
    if (!gone) return
    items.value = items.value.map((one) => {
      if (one.id === id) return { ...one, state: 'recalled', text: '', files: [], recall_until: null, quote: null }
      if (one.quote?.number === gone.number) return { ...one, quote: { ...one.quote, state: 'recalled', text: '', carries: '' } }
      return one
    })
  }

  const patch = (key: string, part: Partial<Pending>) => (pending.value = pending.value.map((one) => (one.key === key ? { ...one, ...part } : one)))

  async function post(line: Pending): Promise<void> {
    patch(line.key, { state: 'sending', why: '' })
    try {
      const input = { chat, text: line.text, mentions: line.mentions, calls_all: line.calls_all, files: line.files.map((file) => file.id), ...(line.quote ? { quote: line.quote.id } : {}) }
      const sent = await command('chat.send', input, { key: line.key })
      patch(line.key, { number: sent.number })
      pending.value = stillPending(pending.value, items.value)
      await Promise.all([follow(), show.refresh()])
    } catch (cause) {
      const refused = Problem.from(cause)
      patch(line.key, { state: 'failed', why: refused.say(), again: refused.passing })
      if (!refused.passing) void show.refresh()
    }
  }

  function send(draft: Draft): void {
    const line: Pending = { ...draft, key: newKey(), at: Date.now() * 1000, state: 'sending', why: '', again: false, number: null }
    pending.value = [...pending.value, line]
    void post(line)
  }
  const retry = (line: Pending) => void post(line)
  const drop = (line: Pending) => (pending.value = pending.value.filter((one) => one.key !== line.key))
  watch(online, (now) => {
    if (now) for (const line of pending.value) if (line.state === 'failed' && line.again) void post(line)
  })

  async function recall(message: Message): Promise<Problem | null> {
    try {
      edited.set(message.number, message.text)
      await command('chat.recall', { message: message.id })
      takeBack(message.id)
      return null
    } catch (cause) {
      edited.delete(message.number)
      return Problem.from(cause)
    }
  }

  async function remove(message: Message): Promise<Problem | null> {
    try {
      await command('chat.remove', { message: message.id })
      items.value = items.value.filter((one) => one.id !== message.id)
      return null
    } catch (cause) {
      return Problem.from(cause)
    }
  }

  let noted = 0
  /** Notes that everything shown was read. */
  async function noteRead(): Promise<void> {
    const number = last.value
    if (number <= noted || number <= (show.data.value?.seen ?? 0) || document.visibilityState !== 'visible') return
    noted = number
    try {
      const { unread } = await command('chat.read', { chat, number })
      change<Record<string, unknown>>(chat, (one) => ('seen' in one ? { ...one, seen: number } : { ...one, unread, called: false }))
      await refreshChatUnread()
    } catch {
      noted = 0
    }
  }

  void start()
  return {
    show, items, pending, earlier, later, loaded, busy, problem, opened, atEnd, last,
    start, showEarlier, showLater, reach, toEnd: () => replace({}), send, retry, drop, recall, remove, noteRead,
    /** What a line of mine said before I took it back, while this page is open. */
    saidBefore: (message: Message): string | null => edited.get(message.number) ?? null,
  }
}

export type Conversation = ReturnType<typeof useConversation>
