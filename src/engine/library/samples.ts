/** The ready experiments. Each answers one question, in two sentences. */
import { Scenario, type ScenarioInput } from '../../shared/scenario/schema.ts';
import type { Sample } from '../../shared/ipc/contract.ts';

type Words = Pick<Sample, 'title' | 'answers'>;

const sample = (id: string, words: Words, input: ScenarioInput): Sample => ({ id, ...words, scenario: Scenario.parse({ name: words.title.en, ...input }) });

export const SAMPLES: readonly Sample[] = [
  sample(
    'quick',
    {
      title: { en: 'Quick comparison', zh: '快速比较' },
      answers: {
        en: 'How long does a full TLS 1.3 handshake take between Go, .NET and Node, each as client and as server? Which phases take the time on each side?',
        zh: 'Go、.NET 与 Node 分别作为客户端和服务器时，一次完整的 TLS 1.3 握手需要多久？两侧的时间各花在哪些阶段？',
      },
    },
    { stacks: { client: ['go', 'dotnet', 'node'], server: ['go', 'dotnet', 'node'] }, length: { handshakes: 1200 } },
  ),
  sample(
    'go-dotnet',
    {
      title: { en: 'Go × .NET, full handshake', zh: 'Go × .NET 完整握手' },
      answers: {
        en: 'Is a handshake led by .NET slower than one led by Go, and by how much? Three intermediates, no resumption, CPUs pinned.',
        zh: '由 .NET 发起的握手是否比 Go 慢，慢多少？三级中间证书、不复用会话、绑定 CPU。',
      },
    },
    { stacks: { client: ['go', 'dotnet'], server: ['go', 'dotnet'] }, certificates: { intermediates: 3 }, length: { until: '1%', atMost: '3m' } },
  ),
  sample(
    'chain-depth',
    {
      title: { en: 'Chain depth 0 to 8', zh: '证书链深度 0 至 8' },
      answers: {
        en: 'What does each intermediate certificate cost the client? The slope is the price of one more certificate to read and verify.',
        zh: '每多一级中间证书，客户端要多花多少时间？斜率就是多读取并验证一张证书的代价。',
      },
    },
    { stacks: { client: ['go', 'dotnet'], server: 'go' }, certificates: { intermediates: [0, 1, 2, 4, 8] }, length: { for: '60s' } },
  ),
  sample(
    'key-exchange',
    {
      title: { en: 'Key exchange groups', zh: '密钥交换组' },
      answers: {
        en: 'What do P-256, P-384 and the post-quantum hybrid X25519MLKEM768 cost against X25519? Arms that a stack cannot run are listed with the reason.',
        zh: '与 X25519 相比，P-256、P-384 和后量子混合组 X25519MLKEM768 的代价是多少？某个栈无法运行的组合会列出原因。',
      },
    },
    { stacks: { client: ['go', 'dotnet'], server: 'go' }, keyExchange: { groups: ['x25519', 'p256', 'p384', 'x25519mlkem768'] }, length: { for: '60s' } },
  ),
  sample(
    'signatures',
    {
      title: { en: 'Certificate keys: ECDSA and RSA', zh: '证书密钥：ECDSA 与 RSA' },
      answers: {
        en: 'What does the kind of key in the leaf certificate cost the server that signs and the client that checks? RSA moves the cost to the server.',
        zh: '叶证书的密钥类型让签名的服务器和验证的客户端各付出多少？RSA 把代价移到服务器一侧。',
      },
    },
    { stacks: { client: 'go', server: ['go', 'dotnet'] }, certificates: { leaf: ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072'] }, length: { for: '60s' } },
  ),
  sample(
    'resumption',
    {
      title: { en: 'Full and resumed', zh: '完整握手与会话复用' },
      answers: {
        en: 'How much of a handshake does a session ticket save? Every resumed handshake is asserted to have been one.',
        zh: '会话票据能省去握手的多少？每次复用都会核实确实发生。',
      },
    },
    { stacks: { client: ['go', 'dotnet'], server: ['go', 'dotnet'] }, session: { resumption: ['full', 'ticket'] }, length: { for: '60s' } },
  ),
  sample(
    'zero-rtt',
    {
      title: { en: 'What 0-RTT saves', zh: '0-RTT 省去多少' },
      answers: {
        en: 'How long until the first byte of an answer: TLS 1.2, TLS 1.3 in full, resumed, and with early data? At round trips of 0 to 80 ms; only OpenSSL’s C library offers early data over TCP.',
        zh: '应答首字节要等多久：TLS 1.2、TLS 1.3 完整、复用，以及早期数据？往返时间 0 至 80 ms；TCP 上只有 OpenSSL 的 C 库提供早期数据。',
      },
    },
    { stacks: { client: 'openssl', server: 'openssl' }, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'], earlyData: ['none', 'accepted', 'rejected'] }, exchange: { requestBytes: 100, responseBytes: 1000 }, network: { roundTrip: ['0ms', '10ms', '35ms', '80ms'] }, observe: ['timing'], length: { for: '2m' } },
  ),
  sample(
    'quic-zero-rtt',
    {
      title: { en: '0-RTT over QUIC', zh: 'QUIC 上的 0-RTT' },
      answers: {
        en: 'What does early data save where the transport has no handshake of its own? quic-go, full, resumed, accepted and rejected, at round trips of 0 to 80 ms.',
        zh: '在传输层没有自己的握手时，早期数据能省去多少？quic-go：完整、复用、被接受和被拒绝，往返时间 0 至 80 ms。',
      },
    },
    { stacks: { client: 'go-quic', server: 'go-quic' }, session: { resumption: ['full', 'ticket'], earlyData: ['none', 'accepted', 'rejected'] }, exchange: { requestBytes: 100, responseBytes: 1000 }, network: { roundTrip: ['0ms', '10ms', '35ms', '80ms'] }, observe: ['timing'], length: { for: '60s' } },
  ),
  sample(
    'replay-probe',
    {
      title: { en: 'The same early data twice', zh: '同一份早期数据发送两次' },
      answers: {
        en: 'Does a server take the same 0-RTT request a second time, from its client or from somebody who copied the bytes? With and without its protection against replay.',
        zh: '服务器会不会第二次接收同一个 0-RTT 请求——来自原客户端，或来自复制了字节的第三方？分别在开启和关闭防重放时测试。',
      },
    },
    { stacks: { client: 'openssl', server: 'openssl' }, session: { resumption: 'ticket', earlyData: 'accepted', antiReplay: ['on', 'off'] }, exchange: { requestBytes: 100, responseBytes: 1000 }, observe: ['timing'], length: { for: '10s' } },
  ),
  sample(
    'session-cache',
    {
      title: { en: 'A cache of sessions', zh: '会话缓存' },
      answers: {
        en: 'How many sessions must a client keep for its handshakes to be resumed, when it asks for 200 names unevenly? Hit rate and the cost of each kind, against the cache’s size.',
        zh: '当客户端不均匀地访问 200 个名称时，需要保留多少会话才能复用？命中率和两类握手的代价，随缓存大小变化。',
      },
    },
    { stacks: { client: 'openssl', server: 'openssl' }, session: { resumption: 'cache', cacheSize: [4, 16, 64, 200], names: 200 }, observe: ['timing'], length: { for: '30s' } },
  ),
  sample(
    'openssl-versions',
    {
      title: { en: 'OpenSSL 3.0 and 3.5', zh: 'OpenSSL 3.0 与 3.5' },
      answers: {
        en: 'What did OpenSSL’s newer releases change, and in which phase? Decoding the certificates stands apart from verifying the chain.',
        zh: 'OpenSSL 较新的版本改变了什么，变在哪个阶段？证书解码与链验证分开显示。',
      },
    },
    { stacks: { client: 'openssl*', server: 'openssl' }, certificates: { intermediates: [1, 3] }, length: { for: '30s' } },
  ),
  sample(
    'cross-matrix',
    {
      title: { en: 'Every stack against every stack', zh: '所有协议栈两两对比' },
      answers: {
        en: 'Go, .NET, OpenSSL 3.0 and 3.5 and Node, each as client and as server: who is slower, and is it its own doing or the other side’s? Group and version are pinned and asserted.',
        zh: 'Go、.NET、OpenSSL 3.0 与 3.5、Node 互为客户端和服务端：谁更慢，是自身原因还是对端原因？密钥交换组和版本固定并核实。',
      },
    },
    { stacks: { client: ['go', 'dotnet', 'openssl3.0', 'openssl3.5', 'node'], server: ['go', 'dotnet', 'openssl3.0', 'openssl3.5', 'node'] }, keyExchange: { groups: ['x25519'] }, length: { for: '2m' } },
  ),
  sample(
    'on-the-wire',
    {
      title: { en: 'What a handshake costs on the wire', zh: '一次握手在线路上的代价' },
      answers: {
        en: 'How many bytes and round trips does each message take: classical against post-quantum, with a HelloRetryRequest, resumed? Messages are decrypted with the run’s own keys.',
        zh: '每个消息占用多少字节、需要几次往返：经典与后量子、HelloRetryRequest、会话复用？消息用本次运行自己的密钥解密。',
      },
    },
    { stacks: { client: 'openssl3.5', server: 'openssl3.5' }, keyExchange: { groups: ['x25519', 'x25519mlkem768'], retry: [false, true] }, session: { resumption: ['full', 'ticket'] }, observe: ['timing', 'wire'], length: { for: '20s' } },
  ),
  sample(
    'front-ends',
    {
      title: { en: 'Your front end', zh: '您的前端服务器' },
      answers: {
        en: 'How do nginx, HAProxy and Caddy compare, seen from a client? Point the scenario at your own configuration file to measure what you run.',
        zh: '从客户端看，nginx、HAProxy 与 Caddy 表现如何？可让场景使用您自己的配置文件，测量您实际运行的服务器。',
      },
    },
    { stacks: { client: 'openssl', server: ['nginx', 'haproxy', 'caddy', 's-server'] }, session: { resumption: ['full', 'ticket'] }, observe: ['timing'], length: { for: '30s' } },
  ),
  sample(
    'go-versions',
    {
      title: { en: 'Versions of Go', zh: 'Go 的各个版本' },
      answers: {
        en: 'Which release of Go changed the cost of a handshake, and in which phase? Versions that are not here are listed with the command that adds them.',
        zh: '哪个 Go 版本改变了握手的代价，变在哪个阶段？未安装的版本会列出添加它的命令。',
      },
    },
    { stacks: { client: 'go*', server: 'go' }, length: { for: '60s' } },
  ),
  sample(
    'rate-sweep',
    {
      title: { en: 'Latency against rate', zh: '延迟与到达率' },
      answers: {
        en: 'Up to which rate of new connections does a server keep up, and how does waiting grow before it does not? Arrivals are random, and latency counts from the intended start.',
        zh: '服务端能跟上多高的新连接速率？在跟不上之前，等待如何增长？到达是随机的，延迟从预定时刻算起。',
      },
    },
    { stacks: { client: 'go', server: ['go', 'dotnet'] }, load: { loop: 'open', rate: { from: 100, to: 1600, steps: 5 }, connections: 32 }, observe: ['timing'], length: { for: '60s' } },
  ),
  sample(
    'openssl-boringssl',
    {
      title: { en: 'Node on OpenSSL, Electron on BoringSSL', zh: 'Node（OpenSSL）与 Electron（BoringSSL）' },
      answers: {
        en: 'The same JavaScript on two TLS libraries: what does the library alone change? Both run one worker source.',
        zh: '同样的 JavaScript 运行在两个 TLS 库上：单是库会带来多少差别？两者使用同一份工作进程源码。',
      },
    },
    { stacks: { client: ['node', 'electron'], server: ['node', 'electron'] }, length: { for: '30s' } },
  ),
  sample(
    'allocations',
    {
      title: { en: 'Allocations and GC', zh: '内存分配与 GC' },
      answers: {
        en: 'How many bytes does a handshake allocate on each side, in which phase, and how often does the collector run? Times of these blocks are never reported.',
        zh: '一次握手在两侧各分配多少字节、发生在哪个阶段，垃圾回收多久运行一次？这些区块的时间不会被报告。',
      },
    },
    { stacks: { client: ['go', 'dotnet'], server: ['go', 'dotnet'] }, observe: ['timing', 'allocations'], length: { handshakes: 300 } },
  ),
];

export const findSample = (id: string): Sample | undefined => SAMPLES.find((known) => known.id === id);
