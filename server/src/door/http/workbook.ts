/** Excel 表 as an answer: with its Chinese name, and kept in no cache. */
import type { FastifyReply } from 'fastify'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** `plain`: the name for who reads no other; both without their ending. */
export const sendWorkbook = (
  reply: FastifyReply,
  { plain, name, file }: { plain: string; name: string; file: Buffer },
) =>
  reply
    .header('content-type', XLSX)
    .header(
      'content-disposition',
      `attachment; filename="${plain}.xlsx"; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`,
    )
    .header('cache-control', 'no-store')
    .send(file)
