/** A post as the server gives it, and as our cards show it. */
import type { QueryData } from '@/client/catalogue'
import { say } from '@/client/i18n'
import type { PostView } from '@/kit/post-view'
import texts from './texts'

export type Post = QueryData<'post.timeline'>['items'][number]

const GONE: Record<string, { zh: string; en: string }> = {
  hidden: texts.gone_hidden,
  deleted: texts.gone_deleted,
  erased: texts.gone_erased,
}

/** The name one sees: chosen, not chosen yet, or of somebody who left for good. */
function authorName(post: Post): string {
  if (post.author.name) return post.author.name
  return say(post.author.id === null ? texts.left_member : texts.nameless)
}

/** What `PostCard` and `ReplyCard` show. */
export function toView(post: Post): PostView {
  const why = post.state === 'hidden' && post.hidden_reason ? say(texts.gone_hidden_why, { reason: post.hidden_reason }) : ''
  const gone = GONE[post.state]
  return {
    ...post,
    author: { ...post.author, id: post.author.id ?? 'nobody', name: authorName(post) },
    text: gone ? [why || say(gone), post.text].filter(Boolean).join('\n') : post.text,
    pictures: [],
  }
}
