import { expect, it } from 'vitest';
import { reasonIn } from './index.ts';

it('says in Chinese what it knows: whole, with a part that varies, and one reason within another', () => {
  expect(reasonIn('SslStream has no 0-RTT', 'zh')).toBe('SslStream 没有 0-RTT');
  expect(reasonIn('OpenSSL 3.0.22 has no group X25519MLKEM768', 'zh')).toBe('OpenSSL 3.0.22 没有 X25519MLKEM768 组');
  expect(reasonIn('dotnet10 does not offer group:x25519mlkem768: OpenSSL 3.0.22 has no group X25519MLKEM768', 'zh')).toBe('dotnet10 不提供 group:x25519mlkem768：OpenSSL 3.0.22 没有 X25519MLKEM768 组');
  expect(reasonIn('go1.26 is not available: this version has not been added', 'zh')).toBe('go1.26 不可用：此版本尚未添加');
  expect(reasonIn('2 CPUs: the app shares them with what is measured, and paints only between blocks. Client and server share CPU 1.', 'zh')).toBe('2 个 CPU：应用与被测进程共用，只在区块之间绘制。客户端与服务端共用 CPU 1。');
});

it('leaves what it does not know, and what is read in English', () => {
  for (const text of ['alert 42 bad_certificate', 'Something new. And more of it.', '']) expect(reasonIn(text, 'zh')).toBe(text);
  expect(reasonIn('SslStream has no 0-RTT', 'en')).toBe('SslStream has no 0-RTT');
});
