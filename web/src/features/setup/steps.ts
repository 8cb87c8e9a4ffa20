/** The steps of setting up, and what each of them hands the page: how to save it, and whether that went well. */
export const STEPS = ['purpose', 'face', 'door', 'spaces', 'law'] as const
export type Step = (typeof STEPS)[number]

/** What a step exposes: saves what was chosen, true when one may go on. */
export interface StepPart {
  save: () => Promise<boolean>
}

export const after = (step: Step): Step | null => STEPS[STEPS.indexOf(step) + 1] ?? null
export const before = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null
