import { createServer } from 'node:http'

const server = createServer((_request, reply) => reply.end('{"live":true}'))
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${server.address().port}/`))
process.on('disconnect', () => process.exit())
