// The worker of the stacks `node` (OpenSSL) and `electron` (BoringSSL, under ELECTRON_RUN_AS_NODE): one source, two libraries.
// Speaks stacks/PROTOCOL.md on stdio.
import { OBSERVATIONS, ready } from './lib/capabilities.mjs';
import { ClientEndpoint } from './lib/client.mjs';
import { encodeMessage, encodeProfile, encodeSamples, FrameError, FrameReader } from './lib/frames.mjs';
import { ServerEndpoint } from './lib/server.mjs';

const PROTOCOL_ERROR = 2;

const role = process.argv[process.argv.indexOf('--role') + 1];
if (role !== 'client' && role !== 'server') {
  process.stderr.write('usage: worker.mjs --role client|server\n');
  process.exit(PROTOCOL_ERROR);
}

/** @type {Map<number, ClientEndpoint | ServerEndpoint>} */
const endpoints = new Map();
const send = (message) => process.stdout.write(encodeMessage(message));

function endpointOf(message) {
  const endpoint = endpoints.get(message.endpoint);
  if (!endpoint) throw Object.assign(new Error(`endpoint ${message.endpoint} is not configured`), { code: 'no-endpoint' });
  return endpoint;
}

function sendBlock(message, { samples, done, profile }) {
  if (profile) process.stdout.write(encodeProfile({ header: { endpoint: message.endpoint, block: message.block, role, part: 'whole', format: profile.format }, bytes: profile.bytes }));
  for (const one of samples) process.stdout.write(encodeSamples({ ...one, header: { endpoint: message.endpoint, block: message.block, role, ...one.header } }));
  send({ type: 'done', id: message.id, endpoint: message.endpoint, block: message.block, ...done });
}

const handlers = {
  async configure(message) {
    await endpoints.get(message.endpoint)?.close();
    endpoints.set(message.endpoint, role === 'client' ? new ClientEndpoint(message) : new ServerEndpoint(message));
    send({ type: 'configured', id: message.id, endpoint: message.endpoint });
  },
  async serve(message) {
    send({ type: 'serving', id: message.id, endpoint: message.endpoint, port: await endpointOf(message).listen() });
  },
  async block(message) {
    const endpoint = endpointOf(message);
    if (!OBSERVATIONS.includes(message.observe)) throw Object.assign(new Error(`this stack does not observe ${message.observe}`), { code: 'unsupported' });
    if (role === 'client') {
      sendBlock(message, await endpoint.run(message));
    } else {
      await endpoint.arm(message);
      send({ type: 'armed', id: message.id, block: message.block });
    }
  },
  async hold(message) {
    send({ type: 'holding', id: message.id, endpoint: message.endpoint, ...(await endpointOf(message).hold(message)) });
  },
  async release(message) {
    await endpointOf(message).release();
    send({ type: 'released', id: message.id, endpoint: message.endpoint });
  },
  async collect(message) {
    sendBlock(message, await endpointOf(message).collect(message));
  },
  async stop(message) {
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()));
    process.stdout.write(encodeMessage({ type: 'stopped', id: message.id }), () => process.exit(0));
  },
};

const reader = new FrameReader((frame) => {
  const message = frame.message;
  const handler = frame.kind === 'J' ? handlers[message?.type] : undefined;
  if (!handler) throw new FrameError(`no request of this protocol: ${frame.kind === 'J' ? message?.type : frame.kind}`);
  handler(message).catch((error) => send({ type: 'error', id: message.id, code: error.code ?? 'failed', message: error.message }));
});

process.stdin.on('data', (chunk) => {
  try {
    reader.push(chunk);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(PROTOCOL_ERROR);
  }
});
// The engine is gone, or wants us gone.
process.stdin.on('end', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));

send(ready(role));
