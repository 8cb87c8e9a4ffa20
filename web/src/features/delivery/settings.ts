/** The form of the page and the settings behind it: only what changed is written. */
import type { QueryData } from '@/client/catalogue'

export type Setup = QueryData<'delivery.setup'>

export interface Fields {
  site_address: string
  mail_server: string
  mail_port: string
  mail_tls: string
  mail_user: string
  mail_password: string
  mail_sender: string
  mail_sender_name: string
}

export interface Preset {
  key: 'tencent_work' | 'qq' | 'netease' | 'aliyun_work'
  server: string
}

/** All of them take TLS on 465. */
export const presets: readonly Preset[] = [
  { key: 'tencent_work', server: 'smtp.exmail.qq.com' },
  { key: 'qq', server: 'smtp.qq.com' },
  { key: 'netease', server: 'smtp.163.com' },
  { key: 'aliyun_work', server: 'smtp.qiye.aliyun.com' },
]

export const fieldsOf = (setup: Setup): Fields => ({
  site_address: setup.site_address,
  mail_server: setup.mail.server,
  mail_port: String(setup.mail.port),
  mail_tls: setup.mail.tls,
  mail_user: setup.mail.user,
  mail_password: '',
  mail_sender: setup.mail.sender,
  mail_sender_name: setup.mail.sender_name,
})

const PORT_MOST = 65_535

/** A port as a number, or null. */
export function portOf(typed: string): number | null {
  const port = Number(typed.trim())
  return Number.isInteger(port) && port >= 1 && port <= PORT_MOST ? port : null
}

/** What is to be written: name and value of each changed setting. An empty password leaves the old one. */
export function changes(before: Fields, now: Fields): { name: string; value: string | number }[] {
  const keys = Object.keys(before) as (keyof Fields)[]
  return keys
    .filter((key) => now[key].trim() !== before[key])
    .map((key) => ({ name: `delivery.${key}`, value: key === 'mail_port' ? (portOf(now[key]) ?? 0) : now[key].trim() }))
}
