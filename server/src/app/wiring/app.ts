import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type onRequestHookHandler,
} from 'fastify'
import { testingRoutes } from '#app/trial/routes.ts'
import type { Parts } from '#base/parts/parts.ts'
import { logOfRequest } from '#base/system/log.ts'
import { enter } from '#base/system/turns.ts'
import { compressPages } from '#door/http/compress.ts'
import { collectContracts, docsRoutes, shapeChecks } from '#door/http/docs.ts'
import { etags } from '#door/http/etag.ts'
import { healthRoutes } from '#door/http/health.ts'
import { MEGABYTE, MOST_REQUEST_MEGABYTES } from '#door/http/limits.ts'
import { answerProblems, refuseOnTheLine } from '#door/http/problem.ts'
import { recordRefusals } from '#door/http/refused.ts'
import { fitTexts } from '#door/http/texts.ts'
import { actRoutes } from '#matters/acts/routes.ts'
import { assistRoutes } from '#matters/assist/routes.ts'
import { fileRoutes } from '#matters/attachments/routes.ts'
import { dangerRoutes } from '#matters/dangers/routes.ts'
import { disclosureRoutes } from '#matters/disclosures/routes.ts'
import { judgementRoutes } from '#matters/judgements/routes.ts'
import { linkRoutes } from '#matters/links/routes.ts'
import { meetingRoutes } from '#matters/meetings/routes.ts'
import { holdListFor } from '#matters/numbers/actions/list.ts'
import { numberRoutes } from '#matters/numbers/routes.ts'
import { officeRoutes } from '#matters/offices/routes.ts'
import { opinionRoutes } from '#matters/opinions/routes.ts'
import { petitionRoutes } from '#matters/petitions/routes.ts'
import { pollRoutes } from '#matters/polls/routes.ts'
import { proposalRoutes } from '#matters/proposals/routes.ts'
import { villageRoutes } from '#matters/villages/routes.ts'
import { wayRoutes } from '#matters/ways/routes.ts'
import { workRoutes } from '#matters/works/routes.ts'
import { archiveRoutes } from '#views/archive/routes.ts'
import { checkpointRoutes } from '#views/checkpoints/routes.ts'
import { recordRoutes } from '#views/dossiers/routes.ts'
import { dutyRoutes } from '#views/duties/routes.ts'
import { oversightRoutes } from '#views/oversight/routes.ts'
import { paperRoutes } from '#views/papers/routes.ts'
import { answerRouter } from '#views/public/no.ts'
import { publicRoutes } from '#views/public/routes.ts'
import { reminderRoutes } from '#views/reminders/routes.ts'
import { liveRoutes } from '#views/screens/routes.ts'
import { preparePaperCode } from '#village/accounts/paper.ts'
import { accountRoutes } from '#village/accounts/routes.ts'
import { divisionRoutes } from '#village/divisions/routes.ts'
import { lawDutyRoutes } from '#village/duties/routes.ts'
import { notifyRoutes } from '#village/messages/routes.ts'
import { peopleRoutes } from '#village/people/routes.ts'
import { privacyRoutes } from '#village/privacy/routes.ts'
import { profileRoutes } from '#village/profiles/routes.ts'
import { carryOuts, shows } from './carry-outs.ts'
import { judged } from './judged.ts'
import { siteRoutes } from './site.ts'

/** A minute, an account or (before log-in) an address; a whole hall may share one address. */
const REQUESTS_A_MINUTE = 1200

/** The whole server, in order: how it reads, how it says no, what it answers. */
export async function buildApp(parts: Parts): Promise<FastifyInstance> {
  const { config, clock, log } = parts
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    childLoggerFactory: logOfRequest as unknown as never,
    logController: new LogController({ disableRequestLogging: config.mode !== 'production' }),
    // The proxy on the same machine says who is calling; nobody else is believed.
    trustProxy: 'loopback',
    bodyLimit: MOST_REQUEST_MEGABYTES * MEGABYTE,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerRouter(parts),
    clientErrorHandler: refuseOnTheLine,
  })

  answerProblems(app)
  shapeChecks(app, config.mode)
  app.decorateRequest('caller', null)
  app.decorateRequest('readAt')
  app.addHook('onRoute', (route) => {
    // Its name is known once and for all: to ask each request for it costs a ballot more than its checks.
    const name = (route.schema as { operationId?: string } | undefined)?.operationId ?? route.url
    const watch: onRequestHookHandler = (request, reply, next) => {
      // A live screen stays for hours and is at nothing in between.
      if (!request.headers.upgrade) reply.raw.once('close', enter(name))
      next()
    }
    route.onRequest = [watch, ...[route.onRequest ?? []].flat()]
  })
  app.addHook('preValidation', (request, _reply, next) => {
    request.readAt = clock.now()
    next()
  })

  await app.register(cookie)
  await app.register(multipart, { limits: { files: 1, fields: 20 } })
  await app.register(websocket, { options: { maxPayload: 4096, perMessageDeflate: false } })
  // After the sockets' own hook: it closes the line of an upgrade that is refused.
  fitTexts(app)
  if (config.mode !== 'test')
    await app.register(rateLimit, {
      max: REQUESTS_A_MINUTE,
      hook: 'preHandler',
      allowList: (request) => request.url.startsWith('/health/'),
      // A ballot's ticket names a person and no account.
      keyGenerator: (request) => request.caller?.accountId || request.caller?.personId || request.ip,
    })
  recordRefusals(app, parts)
  etags(app)
  compressPages(app)
  await collectContracts(app, config)

  healthRoutes(app, parts)
  await app.register(accountRoutes(parts))
  await app.register(divisionRoutes(parts, preparePaperCode))
  await app.register(profileRoutes(parts))
  await app.register(oversightRoutes(parts))
  await app.register(lawDutyRoutes(parts))
  await app.register(peopleRoutes(parts, holdListFor(parts)))
  await app.register(privacyRoutes(parts))
  await app.register(dutyRoutes(parts))
  await app.register(officeRoutes(parts))
  await app.register(dangerRoutes(parts))
  await app.register(villageRoutes(parts))
  await app.register(petitionRoutes(parts))
  await app.register(proposalRoutes(parts))
  await app.register(opinionRoutes(parts))
  await app.register(linkRoutes(parts))
  await app.register(meetingRoutes(parts))
  await app.register(pollRoutes(parts))
  await app.register(assistRoutes(parts))
  await app.register(actRoutes(parts, carryOuts, shows))
  await app.register(judgementRoutes(parts, judged))
  await app.register(numberRoutes(parts))
  await app.register(reminderRoutes(parts))
  await app.register(notifyRoutes(parts))
  await app.register(liveRoutes(parts))
  await app.register(wayRoutes(parts))
  await app.register(disclosureRoutes(parts))
  await app.register(workRoutes(parts))
  await app.register(recordRoutes(parts))
  await app.register(archiveRoutes(parts))
  await app.register(checkpointRoutes(parts))
  await app.register(fileRoutes(parts))
  await app.register(paperRoutes(parts))
  await app.register(testingRoutes(parts))
  await docsRoutes(app)
  await app.register(publicRoutes(parts))
  await siteRoutes(app, parts)
  return app
}
