/**
 * What went wrong, as the page holds it: a stable code, both texts, fields. Made from the
 * server's problem+json or from our own side (no network, no answer). Never thrown raw text.
 */
import type { Lang, Pair } from './i18n'
import { lang } from './i18n'

export interface ProblemBody {
  status?: number
  code?: string
  message?: string
  text?: Partial<Pair>
  fields?: Record<string, unknown>
  request_id?: string
  retry_after_s?: number
}

const OFFLINE: Pair = {
  zh: '现在连不上网络。写好的内容还在，网络恢复后再试一次。',
  en: 'There is no connection right now. What you wrote is kept; try again once you are back online.',
}
const UNREACHABLE: Pair = {
  zh: '服务器暂时没有回应，请稍等片刻再试。',
  en: 'The server is not answering at the moment. Please wait a little and try again.',
}

export class Problem extends Error {
  readonly status: number
  /** Stable, like `space.full`; ours begin with `page.`. */
  readonly code: string
  readonly text: Partial<Pair>
  readonly fields: Record<string, unknown>
  readonly requestId: string | null
  /** Seconds after which a refused request may be repeated, when the server says so. */
  readonly retryAfterS: number | null

  constructor(body: ProblemBody) {
    super(body.code ?? 'page.unknown')
    this.name = 'Problem'
    this.status = body.status ?? 0
    this.code = body.code ?? 'page.unknown'
    this.text = body.text ?? (body.message ? { [lang.value]: body.message } : UNREACHABLE)
    this.fields = body.fields ?? {}
    this.requestId = body.request_id ?? null
    this.retryAfterS = body.retry_after_s ?? null
  }

  /** The sentence for the person, in the given language. */
  say(language: Lang = lang.value): string {
    return this.text[language] ?? this.text.zh ?? this.text.en ?? UNREACHABLE[language]
  }

  /** True when repeating the same request may succeed: no network, or the server is away. */
  get passing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }

  get needsSignIn(): boolean {
    return this.status === 401
  }

  static offline(): Problem {
    return new Problem({ code: 'page.offline', text: OFFLINE })
  }

  static unreachable(status = 0): Problem {
    return new Problem({ code: 'page.unreachable', status, text: UNREACHABLE })
  }

  /** Any thrown thing as a Problem, so that pages handle one shape. */
  static from(cause: unknown): Problem {
    return cause instanceof Problem ? cause : Problem.unreachable()
  }
}
