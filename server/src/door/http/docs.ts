import { REFUSALS } from '@cunyi/shared/words/refusals.ts'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Config, Mode } from '#base/system/config.ts'
import release from '../../../package.json' with { type: 'json' }

/** Requests are checked against their contract always; replies where a mistake may be loud. */
export function shapeChecks(app: FastifyInstance, mode: Mode) {
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(mode === 'production' ? () => JSON.stringify : serializerCompiler)
}

/** 接口文档: OpenAPI 3.1 made from the same contracts that check the requests. */
export async function docsRoutes(app: FastifyInstance) {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/api/docs/rejections', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(refusalsPage()),
  )
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { docExpansion: 'none' },
    staticCSP: true,
  })
}

/** Registered before any route, so that it hears of all of them. */
export async function collectContracts(app: FastifyInstance, config: Config) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '村议 Cunyi',
        version: release.version,
        description:
          'Four deliberations and two disclosures of a village. Every refusal is one object (RFC 9457).',
      },
      servers: [{ url: config.publicUrl }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ token: [] }, {}],
    },
    transform: jsonSchemaTransform,
  })
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** What `type` of a refusal points to: every code with its sentences, rule and source. */
function refusalsPage(): string {
  const rows = Object.entries(REFUSALS).map(
    ([code, { status, zh, en, rule, source }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td>${[zh, en, rule, source].map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`,
  )
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>拒绝 Refusals</title><style>body{font:15px/1.5 system-ui;margin:1.5rem}td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}:target{background:#fff3c4}</style>
<h1>拒绝 Refusals</h1><table><tr><th>code</th><th>HTTP</th><th>中文</th><th>English</th><th>rule</th><th>source</th></tr>
${rows.join('\n')}</table></html>`
}
