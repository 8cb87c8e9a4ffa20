/**
 * Names and shapes of every query and command, taken from the generated description of the
 * server. A feature whose server half is not published yet declares its shapes by augmenting
 * `DeclaredQueries` / `DeclaredCommands`; once the description knows a name, it wins.
 */
import type { paths } from '@/generated/api'

/** Augmented by features: `'space.list': { input: {...}; output: {...} }`. */
export interface DeclaredQueries {}
export interface DeclaredCommands {}

type Method = 'get' | 'post'
type PathOf<N extends string> = N extends `${infer F}.${infer V}` ? `/api/v1/${F}/${V}` : never
type Operation<N extends string, M extends Method> =
  PathOf<N> extends keyof paths ? (paths[PathOf<N>] extends Record<M, infer O> ? O : never) : never
type GeneratedNames<M extends Method> = {
  [P in keyof paths]: P extends `/api/v1/${infer F}/${infer V}`
    ? paths[P] extends Record<M, object>
      ? `${F}.${V}`
      : never
    : never
}[keyof paths]

type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer B } } } }
  ? B extends { data: infer D }
    ? D
    : B
  : unknown
type Nothing = Record<string, never>
type Asked<O> = O extends { parameters: { query?: infer Q } } ? ([NonNullable<Q>] extends [never] ? Nothing : NonNullable<Q>) : Nothing
type Sent<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : Nothing

type DeclaredInput<T, N> = N extends keyof T ? (T[N] extends { input: infer I } ? I : never) : never
type DeclaredOutput<T, N> = N extends keyof T ? (T[N] extends { output: infer O } ? O : never) : never

export type QueryName = GeneratedNames<'get'> | keyof DeclaredQueries
export type CommandName = GeneratedNames<'post'> | keyof DeclaredCommands

export type QueryParams<N extends QueryName> =
  N extends GeneratedNames<'get'> ? Asked<Operation<N, 'get'>> : DeclaredInput<DeclaredQueries, N>
export type QueryData<N extends QueryName> =
  N extends GeneratedNames<'get'> ? Answer<Operation<N, 'get'>> : DeclaredOutput<DeclaredQueries, N>
export type CommandInput<N extends CommandName> =
  N extends GeneratedNames<'post'> ? Sent<Operation<N, 'post'>> : DeclaredInput<DeclaredCommands, N>
export type CommandOutput<N extends CommandName> =
  N extends GeneratedNames<'post'> ? Answer<Operation<N, 'post'>> : DeclaredOutput<DeclaredCommands, N>
