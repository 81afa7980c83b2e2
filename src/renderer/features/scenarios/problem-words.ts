/** What the schema says is wrong, in the language of the window. The schema itself speaks English: it also serves the command line. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^(.+) is not allowed here; give a whole number from (\d+) to (\d+)$/, '此处不能是 $1；请给出 $2 到 $3 的整数'],
  [/^(.+) is not allowed here; give one of (.+)$/, '此处不能是 $1；请从 $2 中选择'],
  [/^(.+) is not allowed here; give default or a number from (\d+) to (\d+)$/, '此处不能是 $1；请给出 default 或 $2 到 $3 的数'],
  [/^(.+) is not allowed here; give auto or a number of handshakes from (\d+) to (\d+)$/, '此处不能是 $1；请给出 auto 或 $2 到 $3 的握手次数'],
  [/^(.+) is not allowed here; give none or bits per second from (\d+) to (\d+)$/, '此处不能是 $1；请给出 none 或 $2 到 $3 比特每秒'],
  [/^(.+) is not allowed here; give a text$/, '此处不能是 $1；请给出文字'],
  [/^(.+) is not allowed here; give a list$/, '此处不能是 $1；请给出列表'],
  [/^(.+) is not allowed here; give a number$/, '此处不能是 $1；请给出数字'],
  [/^(.+) is not allowed here; give (.+) or more$/, '此处不能是 $1；请给出 $2 或更大'],
  [/^(.+) is not allowed here; give (.+) or less$/, '此处不能是 $1；请给出 $2 或更小'],
  [/^is no group of fields; give its fields or remove it$/, '不是一组字段；请给出其字段或删除'],
  [/^(.+) is not allowed here; give for example (.+)$/, '此处不能是 $1；例如可写 $2'],
  [/^(.+) is not allowed here; give (.+?) or (\{.+\})(?:; at is one of (.+), action one of (.+))?$/, '此处不能是 $1；请给出 $2 或 $3'],
  [/^(.+) is not allowed here; give (.+)$/, '此处不能是 $1；请给出 $2'],
  [/^is missing; an open loop needs a rate, handshakes per second$/, '缺少：开环需要速率（每秒握手次数）'],
  [/^is missing; give (.+)$/, '缺少；请给出 $1'],
  [/^is missing$/, '缺少'],
  [/^holds no value; give at least one$/, '没有值；请至少给出一个'],
  [/^holds a value twice; give each once$/, '同一个值出现两次；每个值只写一次'],
  [/^holds more than (\d+) rates$/, '超过 $1 个速率'],
  [/^(.+) is no duration between (\S+) and (\S+); write for example (.+) or (.+)$/, '$1 不是 $2 到 $3 之间的时长；例如可写 $4 或 $5'],
  [/^(.+) is no round trip; give none, or (\S+) to (\S+), for example (.+)$/, '$1 不是往返时间；请给出 none 或 $2 到 $3，例如 $4'],
  [/^(.+) is no precision between (\S+) and (\S+); write for example (.+)$/, '$1 不是 $2 到 $3 之间的精度；例如可写 $4'],
  [/^(.+) is no stack name; write for example (.+)$/, '$1 不是协议栈名称；例如可写 $2'],
  [/^an ALPN name has 1 to 255 bytes$/, 'ALPN 名称为 1 到 255 字节'],
  [/^(.+) is no rate; give handshakes per second from (\d+) to (\d+), a list of them, or (.+)$/, '$1 不是速率；请给出 $2 到 $3 的每秒握手次数、这样的列表或 $4'],
  [/^(.+) is no rate; give handshakes per second from (\d+) to (\d+)$/, '$1 不是速率；请给出 $2 到 $3 的每秒握手次数'],
  [/^(.+) is no length; give one of (.+) \(per arm\) or (.+)$/, '$1 不是长度；请给出 $2（每个组合）或 $3'],
  [/^(.+) is no format this version reads; give (\d+)$/, '此版本不读取格式 $1；请给出 $2'],
  [/^(.+) is no exponent; give 0 to 4$/, '$1 不是指数；请给出 0 到 4'],
  [/^belongs to an open loop; set load\.loop to open or remove it$/, '属于开环；请把 load.loop 设为 open 或删除此项'],
  [/^must not be none where bitsPerSecond or fault is set: they need the relay; give 0ms or more$/, '设置了 bitsPerSecond 或 fault 时不能是 none：它们需要中继；请给出 0ms 或更大'],
  [/^is no field of a scenario; remove it or check its spelling$/, '不是场景的字段；请删除或检查拼写'],
  [/^is no map of fields$/, '不是字段的映射'],
  [/^the text is longer than (\d+) characters$/, '文本超过 $1 个字符'],
];

/** A problem's text; as the schema says it where the language has no other words. */
export function problemText(message: string, language: string): string {
  if (!language.startsWith('zh')) return message;
  for (const [pattern, words] of CHINESE) if (pattern.test(message)) return message.replace(pattern, words);
  return message;
}
