/** Shapes of the post's queries and commands, until the generated description has them. */
import type { PictureView, PersonView } from '@/kit/post-view'

export interface Post {
  id: string
  space: { id: string; name: string }
  author: PersonView
  at: number
  region: string | null
  text: string
  html: string | null
  pictures: PictureView[]
  likes: number
  replies: number
  liked: boolean
  state: string
}

declare module '@/client/catalogue' {
  interface DeclaredQueries {
    'post.timeline': { input: { space: string; before?: string }; output: { items: Post[]; next: string | null } }
    'post.show': { input: { post: string }; output: { post: Post; replies: Post[] } }
  }
  interface DeclaredCommands {
    'post.write': { input: { space: string; text: string; pictures: string[]; reply_to?: string }; output: { post: Post } }
    'post.like': { input: { post: string }; output: unknown }
    'post.unlike': { input: { post: string }; output: unknown }
  }
}
