/**
 * `useCommand`: perform an act from a page. Optimistic change first if given, taken back when
 * refused; the same idempotency key while the same input is tried again after a broken
 * connection; what the act touched is asked again; a sign-in is asked when it is needed.
 */
import { ref, shallowRef } from 'vue'
import { touch } from './cache'
import type { CommandInput, CommandName, CommandOutput } from './catalogue'
import { command, newKey } from './http'
import { Problem } from './problem'

export interface CommandOptions<I, O> {
  /** Show the wished state at once; return how to take it back. */
  optimistic?: (input: I) => () => void
  /** Ids whose answers are asked again after success (besides what pushes name). */
  touches?: (input: I, output: O) => readonly string[]
}

let askSignIn: () => void = () => {}

/** The shell says how a sign-in is asked. */
export function onSignInNeeded(ask: () => void): void {
  askSignIn = ask
}

export function useCommand<N extends CommandName>(name: N, options: CommandOptions<CommandInput<N>, CommandOutput<N>> = {}) {
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let last: { input: string; key: string } | null = null

  /** A broken connection leaves the outcome unknown: the same input goes out under the same key. */
  function keyFor(input: string): string {
    if (last?.input !== input) last = { input, key: newKey() }
    return last.key
  }

  /** The output, or null when refused; then `problem` says why. */
  async function run(input: CommandInput<N>): Promise<CommandOutput<N> | null> {
    const undo = options.optimistic?.(input)
    busy.value = true
    problem.value = null
    try {
      const output = await command(name, input, { key: keyFor(JSON.stringify(input)) })
      last = null
      touch(options.touches?.(input, output) ?? [])
      return output
    } catch (cause) {
      const refused = Problem.from(cause)
      if (!refused.passing) last = null
      undo?.()
      problem.value = refused
      if (refused.needsSignIn) askSignIn()
      return null
    } finally {
      busy.value = false
    }
  }

  return { run, busy, problem, clear: () => void (problem.value = null) }
}
