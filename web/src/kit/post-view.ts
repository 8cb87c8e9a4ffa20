import type { NamedPerson } from './rich-text'
/** What a post card shows; features adapt the server's post to it. */
export interface PictureView {
  id: string
  width?: number | null
  height?: number | null
  mime?: string
}
export interface VideoView {
  id: string
  width?: number | null
  height?: number | null
  seconds?: number | null
  /** Whether something stands before it is played. */
  small?: boolean
}
/** What is only saved. */
export interface FileView {
  id: string
  name: string
  bytes: number
}
export interface PersonView {
  id: string
  name: string
  avatar?: string | null
  title?: string | null
}
export interface LinkView {
  url: string
  /** Empty while nothing was read: then it is the plain link. */
  title: string
  description?: string | null
  site?: string | null
  picture?: string | null
}
export interface PostView {
  id: string
  author: PersonView
  space?: { id: string; name: string } | null
  at: number
  /** 属地, as the law of the mainland asks where the setting is on. */
  region?: string | null
  title?: string
  text: string
  named?: NamedPerson[]
  edited?: boolean
  pinned?: boolean
  /** Whom a reply below a reply answers. */
  answers?: string | null
  /** Cleaned by the server; shown instead of `text` when present. */
  html?: string | null
  pictures: PictureView[]
  videos?: VideoView[]
  files?: FileView[]
  tags?: string[]
  quote?: { author: string; text: string } | null
  link?: LinkView | null
  likes: number
  replies: number
  liked: boolean
  bookmarked?: boolean | null
}
