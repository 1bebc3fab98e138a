import {
  mergeProfiles,
  type ProfileChanges,
  type ProfileKey,
  type ProfileLevel,
  type ProfileValues,
} from '@cunyi/shared/law/profile.ts'
import type { Tx } from '#base/database/connect.ts'
import { type ProfileLayer, profileLayers } from './queries.ts'

export type EffectiveProfile = {
  values: ProfileValues
  from: Record<ProfileKey, ProfileLevel>
  /** The version in force at each level; 0: none set there. */
  versions: Record<'county' | 'township' | 'village', number>
}

export const layersByLevel = (layers: readonly ProfileLayer[]) =>
  Object.fromEntries(layers.map((layer) => [layer.level, layer.values])) as Partial<
    Record<'county' | 'township' | 'village', ProfileChanges>
  >

/** 规则配置 in force for a division: county → township → village, the lowest level that sets a key wins. */
export async function effectiveProfile(tx: Tx, code: string): Promise<EffectiveProfile> {
  const layers = await profileLayers(tx, code)
  const { county, township, village } = layersByLevel(layers)
  const version = (level: string) => layers.find((layer) => layer.level === level)?.version ?? 0
  return {
    ...mergeProfiles(county, township, village),
    versions: { county: version('county'), township: version('township'), village: version('village') },
  }
}
