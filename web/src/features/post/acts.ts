/** What one does with a post anywhere it is shown: like at once, share its address. */
import { change } from '@/client/cache'
import { useCommand } from '@/client/command'
import { useTexts } from '@/client/i18n'
import { say } from '@/kit/toast'
import type { Post } from './view'
import texts from './texts'

/** Shows the wished state at once; returns how to take it back. */
function showLiked(id: string, liked: boolean): () => void {
  const set = (to: boolean) =>
    change<Post>(id, (post) => (post.liked === to ? post : { ...post, liked: to, likes: post.likes + (to ? 1 : -1) }))
  set(liked)
  return () => set(!liked)
}

export function usePostActs() {
  const t = useTexts(texts)
  const like = useCommand('post.like', { optimistic: ({ post }) => showLiked(post, true) })
  const unlike = useCommand('post.unlike', { optimistic: ({ post }) => showLiked(post, false) })

  async function toggleLike(post: { id: string; liked: boolean }): Promise<void> {
    const act = post.liked ? unlike : like
    await act.run({ post: post.id })
    const refused = act.problem.value
    if (refused && !refused.needsSignIn) say(refused.say())
  }

  async function share(post: { id: string; text: string }): Promise<void> {
    const url = new URL(`/posts/${post.id}`, location.origin).href
    try {
      if (navigator.share) return await navigator.share({ title: document.title, text: post.text.slice(0, 60), url })
      await navigator.clipboard.writeText(url)
      say(t('copied'))
    } catch (cause) {
      // Closing the system's share sheet is not a failure.
      if (!(cause instanceof DOMException && cause.name === 'AbortError')) say(t('copy_failed'))
    }
  }

  return { toggleLike, share }
}
