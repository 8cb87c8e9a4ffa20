/** A post as the server gives it, and as our cards show it. */
import type { QueryData } from '@/client/catalogue'
import { say } from '@/client/i18n'
import type { PostView } from '@/kit/post-view'
import texts from './texts'

export type Post = QueryData<'post.home'>['items'][number]
export type Reply = QueryData<'post.show'>['replies'][number]

const GONE: Record<string, { zh: string; en: string }> = {
  hidden: texts.gone_hidden,
  deleted: texts.gone_deleted,
  erased: texts.gone_erased,
}

/** The name one sees: chosen, not chosen yet, or of somebody who left for good. */
export function authorName(author: Post['author']): string {
  if (author.name) return author.name
  return say(author.id === null ? texts.left_member : texts.nameless)
}

/** What `PostCard` and `ReplyCard` show. */
export function toView(post: Post): PostView {
  const gone = GONE[post.state]
  const why = post.state === 'hidden' && post.hidden_reason ? say(texts.gone_hidden_why, { reason: post.hidden_reason }) : ''
  return {
    ...post,
    space: post.space ?? null,
    author: { ...post.author, id: post.author.id ?? 'nobody', name: authorName(post.author) },
    title: gone ? '' : post.title,
    text: gone ? why || say(gone) : post.text,
    named: post.named.map((one) => ({ token: one.token, id: one.id ?? null, name: one.name })),
    // What stands in the words already leads there.
    tags: post.tags.map((tag) => tag.name).filter((name) => gone || !post.text.includes(`#${name}`)),
    edited: post.edited_at !== null && post.edited_at !== undefined,
    answers: post.answers ? authorName(post.answers) : null,
    pictures: post.files.filter((file) => file.kind === 'picture'),
    videos: post.files.filter((file) => file.kind === 'video'),
    files: post.files.filter((file) => file.kind === 'document' || file.kind === 'sound'),
    link: post.link ?? null,
  }
}
