import { type FakeGateway, fakeGateway } from '../gateway.ts'
import { REPRESENTATIVES, villageWith } from '../meetings/meeting.ts'
import type { Village } from '../village.ts'

export const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000]
/** On the roll of the representatives; the first secretary as a guest. */
export const ROLL = [...REPRESENTATIVES, 'firstSecretary']

export type GatewayVillage = { village: Village; proposal: string; gateway: FakeGateway }

/** A village whose messages leave by a gateway that answers as the test says, or in a tenth of a second not at all. */
export async function villageWithGateway(reportSecret?: string): Promise<GatewayVillage> {
  const gateway = await fakeGateway()
  const { village, proposal } = await villageWith()
  village.parts.log.level = 'silent'
  village.parts.config.sms = { url: gateway.url, token: gateway.token, reportSecret, patience: 100 }
  return { village, proposal, gateway }
}
