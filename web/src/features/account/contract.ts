/** Shapes of the account's queries and commands, until the generated description has them. */
import type { Me } from '@/client/me'

declare module '@/client/catalogue' {
  interface DeclaredCommands {
    'account.request_code': { input: { to: string }; output: { masked: string; expires_in_s: number; resend_in_s: number } }
    'account.sign_in': { input: { to: string; code: string; consent: boolean }; output: { me: Me } }
    'account.sign_out': { input: Record<string, never>; output: unknown }
  }
}
