/** Shapes of the space's queries and commands, until the generated description has them. */
export type MyState = 'none' | 'applied' | 'member' | 'owner'

export interface Space {
  id: string
  name: string
  kind: string
  line: string | null
  members: number
  avatar?: string | null
  faces?: { id: string; name: string; avatar?: string | null }[]
  my_state: MyState
}

declare module '@/client/catalogue' {
  interface DeclaredQueries {
    'space.list': { input: Record<string, never>; output: { items: Space[] } }
    'space.show': { input: { space: string }; output: { space: Space } }
  }
  interface DeclaredCommands {
    'space.join': { input: { space: string }; output: { my_state: MyState } }
  }
}
