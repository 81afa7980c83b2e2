import { expect, it } from 'vitest';
import { reasonIn } from './index.ts';

const inChinese = (pairs: Readonly<Record<string, string>>): void => {
  for (const [text, said] of Object.entries(pairs)) expect(reasonIn(text, 'zh')).toBe(said);
};

it('says in Chinese what it knows: whole, with a part that varies, and one reason within another', () => {
  inChinese({
    'SslStream has no 0-RTT': 'SslStream 没有 0-RTT',
    'OpenSSL 3.0.22 has no group X25519MLKEM768': 'OpenSSL 3.0.22 没有 X25519MLKEM768 组',
    'dotnet10 does not offer group:x25519mlkem768: OpenSSL 3.0.22 has no group X25519MLKEM768': 'dotnet10 不提供 group:x25519mlkem768：OpenSSL 3.0.22 没有 X25519MLKEM768 组',
    'go1.26 is not available: this version has not been added': 'go1.26 不可用：此版本尚未添加',
    "session:ticket if the client's TargetHost is empty or an IP address": '客户端的 TargetHost 为空或 IP 地址时的 session:ticket',
    '2 CPUs: the app shares them with what is measured, and paints only between blocks. Client and server share CPU 1.': '2 个 CPU：应用与被测进程共用，只在区块之间绘制。客户端与服务端共用 CPU 1。',
  });
});

it('knows what the engine says of the machine and of a run', () => {
  inChinese({
    'no scaling_cur_freq in /sys: this system does not tell its CPUs’ frequency': '/sys 中没有 scaling_cur_freq，此系统不报告 CPU 频率',
    '/proc/pressure/cpu cannot be read (ENOENT): pressure counts are off in this kernel': '无法读取 /proc/pressure/cpu（ENOENT），此内核未启用压力计数',
    'chrt: failed to set pid 0’s policy: Operation not permitted: it needs CAP_SYS_NICE, or a real-time limit of 1 or more (ulimit -r; "rtprio" in limits.conf)':
      'chrt: failed to set pid 0’s policy: Operation not permitted：需要 CAP_SYS_NICE，或 1 以上的实时限额（ulimit -r；limits.conf 中的“rtprio”）',
    '2 of go1.27 client’s threads: normal; 1 of openssl3.0 server’s threads: nice -5': 'go1.27 client 的 2 个线程：普通；openssl3.0 server 的 1 个线程：nice -5',
    '90 of 100 were held, 89 by the server': '100 个连接保持了 90 个，服务端保持 89 个',
    'asked for resumed true, negotiated false': '要求会话复用：是，协商结果：否',
    'neither side tells its keys: dotnet8 client: before .NET 9 the runtime does not give secrets away': '双方都不提供密钥：dotnet8 client：.NET 9 之前，运行时不提供密钥',
  });
});

it('knows why a stack is not there and what helps, and leaves commands as they are typed', () => {
  inChinese({
    'dotnet9 is not available: .NET is not available: no .NET SDK 8 or newer is installed': 'dotnet9 不可用：.NET 不可用：未安装 .NET SDK 8 或更新版本',
    'Caddy is not installed': '未安装 Caddy',
    'cmake and gcc not on PATH': 'cmake、gcc 不在 PATH 中',
    'its worker ended with code 1: no such file': '其工作进程以 code 1 结束：no such file',
    "check that the machine's Debian mirror can be reached, then: npm run setup -- --with go1.22": '请确认可以访问本机的 Debian 镜像，然后运行：npm run setup -- --with go1.22',
  });
  expect(reasonIn('npm run setup -- --with go1.22', 'zh')).toBe('npm run setup -- --with go1.22');
});

it('knows what the schema says is wrong', () => {
  inChinese({ 'is missing; give a list': '缺少；请给出 a list', '7 is not allowed here; give one of 1, 2': '此处不能是 7；请从 1, 2 中选择' });
});

it('leaves what it does not know, and what is read in English', () => {
  for (const text of ['alert 42 bad_certificate', 'connect ECONNREFUSED 127.0.0.1:40123', 'Something new. And more of it.', 'https://go.dev/issue/60107', '']) expect(reasonIn(text, 'zh')).toBe(text);
  expect(reasonIn('SslStream has no 0-RTT', 'en')).toBe('SslStream has no 0-RTT');
});
