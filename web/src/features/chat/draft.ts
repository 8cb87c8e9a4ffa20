/** What is typed and not sent yet, chat by chat. */
const PREFIX = 'weilu.draft.'
const SHOWN = 40

/** Names the draft of a chat. */
export const draftKey = (chat: string): string => `chat:${chat}`

/** The beginning of what waits to be sent in a chat, for the list. */
export function waitingDraft(chat: string): string {
  try {
    return (localStorage.getItem(PREFIX + draftKey(chat)) ?? '').trim().slice(0, SHOWN)
  } catch {
    return ''
  }
}
