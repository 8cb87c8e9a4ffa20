/** What Ctrl-K can open: pages of the menu at once, things found by features while one types. */
import type { IconName } from '../icon/icons'

export interface Goal {
  id: string
  label: string
  group: string
  icon?: IconName
  /** Further words it is found by (the other language, pinyin). */
  words?: string
  to?: string
  run?: () => void
}

/** Goals that contain every typed word, those that begin with it first. */
export function findGoals(goals: readonly Goal[], typed: string): Goal[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const rank = (goal: Goal) => (goal.label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return goals
    .filter((goal) => words.every((word) => `${goal.label} ${goal.group} ${goal.words ?? ''}`.toLowerCase().includes(word)))
    .sort((a, b) => rank(a) - rank(b))
}
