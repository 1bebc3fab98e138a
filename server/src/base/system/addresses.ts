/** 地址: under which addresses a server that listens at `host` is reached, and which of them a phone in the network is told. */
import type { NetworkInterfaceInfo } from 'node:os'

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host)
const isEverywhere = (host: string) => ['0.0.0.0', '::', '[::]'].includes(host)
/** Of containers and virtual machines on this one: no phone is in those networks. */
const INNER = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|utun|tun|tap|cni|flannel)/i
const HOME_NETWORK = /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./
const isHome = (address: string) => HOME_NETWORK.test(address)

/** The hosts that others in the network reach, the likeliest first; none when only this machine does. */
export function reachableHosts(host: string, interfaces: Interfaces): string[] {
  if (isLoopback(host)) return []
  if (!isEverywhere(host)) return [host.includes(':') ? `[${host}]` : host]
  const all = Object.entries(interfaces).flatMap(([name, list]) =>
    (list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, isInner: INNER.test(name) })),
  )
  const rank = ({ address, isInner }: (typeof all)[number]) => Number(isInner) * 2 + Number(!isHome(address))
  return all.sort((a, b) => rank(a) - rank(b)).map(({ address }) => address)
}

/** What links and QR codes say where nothing else is set. */
export const ownUrl = (host: string, port: number, interfaces: Interfaces) =>
  `http://${reachableHosts(host, interfaces)[0] ?? 'localhost'}:${port}`
