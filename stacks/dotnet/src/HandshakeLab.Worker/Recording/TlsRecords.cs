using System.Buffers.Binary;

namespace HandshakeLab.Worker.Recording;

/// <summary>Walks over the TLS records at the beginning of a stream; a record that is cut off is given as far as it goes.</summary>
internal ref struct TlsRecords(ReadOnlySpan<byte> stream)
{
    public const byte ChangeCipherSpec = 20;
    public const byte Alert = 21;
    public const byte Handshake = 22;

    private const int HeaderLength = 5;

    private ReadOnlySpan<byte> _rest = stream;

    /// <summary>The current record's content type.</summary>
    public byte Type { get; private set; }

    /// <summary>The current record's content.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length <= HeaderLength)
        {
            return false;
        }
        Type = _rest[0];
        var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(_rest[3..]), _rest.Length - HeaderLength);
        Body = _rest.Slice(HeaderLength, length);
        _rest = _rest[(HeaderLength + length)..];
        return true;
    }
}
