using System.Buffers.Binary;

namespace HandshakeLab.Worker.Recording;

/// <summary>What a ServerHello says was negotiated.</summary>
/// <param name="Version">Code point of the version, 0x0304 for TLS 1.3.</param>
/// <param name="Suite">Code point of the cipher suite.</param>
/// <param name="Group">Code point of the key exchange group, null without a key share.</param>
/// <param name="Resumed">Whether the server took the client's ticket.</param>
/// <param name="Retried">Whether a HelloRetryRequest went before.</param>
internal readonly record struct ServerHello(int Version, int Suite, int? Group, bool Resumed, bool Retried)
{
    private const byte MessageType = 2;
    private const int MessageHeaderLength = 4;
    private const int RandomLength = 32;
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
            var reader = new Reader(body[MessageHeaderLength..]);
            var hello = Parse(ref reader, retried, out var isRetry);
            if (reader.Failed)
            {
                return null;
            }
            if (!isRetry)
            {
                return hello;
            }
            retried = true;
        }
        return null;
    }

    private static ServerHello Parse(ref Reader message, bool retried, out bool isRetry)
    {
        var version = message.UInt16();
        isRetry = message.Take(RandomLength).SequenceEqual(RetryRandom);
        message.Take(message.UInt8()); // The session id, echoed.
        var suite = message.UInt16();
        message.UInt8(); // Compression.
        var extensions = new Reader(message.Take(message.UInt16()));

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

        public int UInt16() => Take(2) is { IsEmpty: false } value ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;
    }
}
