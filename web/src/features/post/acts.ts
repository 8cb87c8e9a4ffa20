/** What one does with a post anywhere it is shown: like, save, share, delete and take that back. */
import { change } from '@/client/cache'
import { useCommand } from '@/client/command'
import { useTexts } from '@/client/i18n'
import { shareThis } from '@/features/share/sharing'
import { say } from '@/kit/toast'
import texts from './texts'
import type { Post } from './view'

/** Shows the wished state at once; returns how to take it back. */
function showLiked(id: string, liked: boolean): () => void {
  const set = (to: boolean) =>
    change<Post>(id, (post) => (post.liked === to ? post : { ...post, liked: to, likes: post.likes + (to ? 1 : -1) }))
  set(liked)
  return () => set(!liked)
}
function showSaved(id: string, saved: boolean): () => void {
  const set = (to: boolean) =>
    change<Post>(id, (post) => (post.bookmarked === to ? post : { ...post, bookmarked: to, saves: post.saves + (to ? 1 : -1) }))
  set(saved)
  return () => set(!saved)
}

export function usePostActs() {
  const t = useTexts(texts)
  const like = useCommand('post.like', { optimistic: ({ post }) => showLiked(post, true) })
  const unlike = useCommand('post.unlike', { optimistic: ({ post }) => showLiked(post, false) })
  const save = useCommand('bookmark.save', { optimistic: ({ post }) => showSaved(post, true) })
  const unsave = useCommand('bookmark.drop', { optimistic: ({ post }) => showSaved(post, false) })
  const remove = useCommand('post.remove', { touches: ({ post }) => [post] })
  const restore = useCommand('post.restore', { touches: ({ post }) => [post] })
  const refusedBy = (act: { problem: { value: { needsSignIn: boolean; say: () => string } | null } }): boolean => {
    const refused = act.problem.value
    if (refused && !refused.needsSignIn) say(refused.say())
    return refused !== null
  }

  async function toggleLike(post: { id: string; liked: boolean }): Promise<void> {
    const act = post.liked ? unlike : like
    await act.run({ post: post.id })
    refusedBy(act)
  }

  /** `into` asks for a list after the post was saved. */
  async function toggleSave(post: { id: string; bookmarked: boolean }, into?: () => void): Promise<void> {
    if (post.bookmarked) {
      await unsave.run({ post: post.id })
      if (!refusedBy(unsave)) say(t('unsaved_it'))
      return
    }
    await save.run({ post: post.id })
    if (!refusedBy(save)) say(t('saved_it'), into ? { label: t('into_list'), run: into } : undefined)
  }

  async function removePost(id: string): Promise<boolean> {
    await remove.run({ post: id })
    if (refusedBy(remove)) return false
    say(t('removed'), { label: t('undo'), run: () => void bringBack(id) })
    return true
  }
  async function bringBack(id: string): Promise<void> {
    await restore.run({ post: id })
    if (!refusedBy(restore)) say(t('restored'))
  }

  async function copyLink(id: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(new URL(`/posts/${id}`, location.origin).href)
      say(t('copied'))
    } catch {
      say(t('copy_failed'))
    }
  }

  const share = (post: { id: string }): void => shareThis(`/posts/${post.id}`)

  return { toggleLike, toggleSave, removePost, bringBack, copyLink, share }
}
