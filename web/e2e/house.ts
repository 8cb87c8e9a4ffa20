/**
 * An empty house of a test's own: the program itself (`WEILU_PROGRAM`) on a fresh folder and a
 * free port, and the first login it prints.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env['WEILU_PROGRAM']
const PATIENCE_MS = 60_000

export interface EmptyHouse {
  base: string
  link: string
  close: () => Promise<void>
}

/** Starts it and waits until it has said where it is and how one gets in. */
export async function emptyHouse(): Promise<EmptyHouse> {
  if (!program) throw new Error('WEILU_PROGRAM names the program to start')
  const folder = mkdtempSync(join(tmpdir(), 'weilu-empty-'))
  const server = spawn(program, ['serve', '--data', folder, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  const link = await firstLogin(server)
  return {
    base: new URL(link).origin,
    link,
    close: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function firstLogin(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`no first login was printed:\n${said}`)), PATIENCE_MS)
    server.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString('utf8')
      const link = /https?:\/\/\S+\/sign-in\?link=[\w-]+/.exec(said)?.[0]
      if (!link) return
      clearTimeout(late)
      resolve(link)
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
  })
}
