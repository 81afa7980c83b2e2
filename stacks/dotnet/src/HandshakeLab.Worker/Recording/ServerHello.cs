using System.Buffers.Binary;

namespace HandshakeLab.Worker.Recording;

/// <summary>What a ServerHello says was negotiated.</summary>
/// <param name="Version">Code point of the version, 0x0304 for TLS 1.3.</param>
/// <param name="Suite">Code point of the cipher suite.</param>
/// <param name="Group">Code point of the key exchange group, null where no keys are exchanged.</param>
/// <param name="Resumed">Whether the server took the client's session.</param>
/// <param name="Retried">Whether a HelloRetryRequest went before.</param>
internal readonly record struct ServerHello(int Version, int Suite, int? Group, bool Resumed, bool Retried)
{
    private const byte MessageType = 2;
    private const int MessageHeaderLength = 4;
    private const int Tls13 = 0x0304;
    private const int RandomLength = 32;
    private const int Certificate = 11;
    private const int ServerKeyExchange = 12;
    private const int NamedCurve = 3;
    private const int PreSharedKey = 41;
    private const int SupportedVersions = 43;
    private const int KeyShare = 51;

    /// <summary>The random of a HelloRetryRequest, RFC 8446 section 4.1.3: SHA-256 of that name.</summary>
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    /// <summary>Finds the ServerHello in the first bytes that a server sent.</summary>
    /// <returns>Null where there is none, or where it is cut off or malformed.</returns>
    public static ServerHello? Find(ReadOnlySpan<byte> stream)
    {
        var retried = false;
        var records = new TlsRecords(stream);
        while (records.MoveNext())
        {
            if (records.Type != TlsRecords.Handshake)
            {
                continue;
            }
            var body = records.Body;
            if (body.Length < MessageHeaderLength || body[0] != MessageType)
            {
                return null;
            }
            var header = new Reader(body[1..]);
            var reader = new Reader(header.Take(header.UInt24()));
            var hello = Parse(ref reader, retried, out var isRetry);
            if (header.Failed || reader.Failed)
            {
                return null;
            }
            if (!isRetry)
            {
                return hello.Version == Tls13 ? hello : AddTls12(hello, stream);
            }
            retried = true;
        }
        return null;
    }

    /// <summary>
    /// TLS 1.2 says the rest by the messages that follow, in the clear until ChangeCipherSpec: no Certificate is a session resumed
    /// (RFC 5246 section 7.3), and ServerKeyExchange names the group (RFC 8422 section 5.4).
    /// </summary>
    private static ServerHello? AddTls12(ServerHello hello, ReadOnlySpan<byte> stream)
    {
        var messages = new Reader(Concatenate(stream, out var ends));
        var hasCertificate = false;
        while (!messages.AtEnd)
        {
            var type = messages.UInt8();
            var length = messages.UInt24();
            var body = new Reader(messages.Take(length));
            hasCertificate |= type == Certificate;
            if (type == ServerKeyExchange)
            {
                return hello with { Group = body.UInt8() == NamedCurve && body.UInt16() is var group && !body.Failed ? group : null };
            }
        }
        // Cut off before the first message that tells.
        return hasCertificate || ends ? hello with { Resumed = !hasCertificate } : null;
    }

    /// <summary>The handshake messages up to ChangeCipherSpec, which records may cut anywhere.</summary>
    /// <param name="ends">Whether it came.</param>
    private static byte[] Concatenate(ReadOnlySpan<byte> stream, out bool ends)
    {
        var messages = new byte[stream.Length];
        var length = 0;
        ends = false;
        for (var records = new TlsRecords(stream); !ends && records.MoveNext();)
        {
            if (records.Type == TlsRecords.Handshake)
            {
                records.Body.CopyTo(messages.AsSpan(length));
                length += records.Body.Length;
            }
            ends = records.Type == TlsRecords.ChangeCipherSpec;
        }
        return messages[..length];
    }

    private static ServerHello Parse(ref Reader message, bool retried, out bool isRetry)
    {
        var version = message.UInt16();
        isRetry = message.Take(RandomLength).SequenceEqual(RetryRandom);
        message.Take(message.UInt8()); // The session id, echoed.
        var suite = message.UInt16();
        message.UInt8(); // Compression.
        var extensions = new Reader(message.AtEnd ? default : message.Take(message.UInt16())); // Before TLS 1.3 there may be none.

        int? group = null;
        var resumed = false;
        while (!extensions.AtEnd)
        {
            var type = extensions.UInt16();
            var value = new Reader(extensions.Take(extensions.UInt16()));
            switch (type)
            {
                case SupportedVersions:
                    version = value.UInt16();
                    break;
                case KeyShare:
                    group = value.UInt16();
                    break;
                case PreSharedKey:
                    resumed = true;
                    break;
            }
        }
        return new ServerHello(version, suite, group, resumed, retried);
    }

    /// <summary>Reads big-endian fields; beyond the end everything is empty or zero.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool Failed { get; private set; }

        public readonly bool AtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(int length)
        {
            if (length > _rest.Length)
            {
                Failed = true;
                _rest = default;
                return default;
            }
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }

        public int UInt8() => Take(1) is [var value] ? value : 0;

        public int UInt24() => (UInt8() << 16) | UInt16();

        public int UInt16() => Take(2) is { IsEmpty: false } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;
    }
}
