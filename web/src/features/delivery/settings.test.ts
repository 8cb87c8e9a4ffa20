import { expect, it } from 'vitest'
import { changes, type Fields, portOf } from './settings'

const before: Fields = { site_address: '', mail_server: 'smtp.a.example', mail_port: '465', mail_tls: 'tls', mail_user: 'u', mail_password: '', mail_sender: 'a@a.example', mail_sender_name: '' }

it('writes only what changed, and a password only when one was typed', () => {
  expect(changes(before, { ...before })).toEqual([])
  expect(changes(before, { ...before, mail_port: '587', mail_tls: 'starttls', mail_password: 'secret ' })).toEqual([
    { name: 'delivery.mail_port', value: 587 },
    { name: 'delivery.mail_tls', value: 'starttls' },
    { name: 'delivery.mail_password', value: 'secret' },
  ])
})

it('knows a port', () => {
  expect([portOf('465'), portOf('0'), portOf('65535'), portOf('65536'), portOf('x'), portOf('')]).toEqual([465, null, 65535, null, null, null])
})
