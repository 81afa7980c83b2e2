using System.Buffers.Binary;

namespace HandshakeLab.Worker.Protocol;

/// <summary>What a frame holds; the value is the kind byte.</summary>
internal enum FrameKind : byte
{
    /// <summary>One JSON object.</summary>
    Message = (byte)'J',

    /// <summary>Columns of samples.</summary>
    Samples = (byte)'S',

    /// <summary>A profile of this process.</summary>
    Profile = (byte)'P',
}

/// <summary>One frame: <c>u32 length | u8 kind | payload</c>, little-endian.</summary>
internal readonly record struct Frame(FrameKind Kind, byte[] Payload)
{
    /// <summary>The most bytes that kind and payload of a frame may have together.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Bytes before the kind byte.</summary>
    public const int PrefixLength = sizeof(uint);

    /// <summary>Reads the next frame.</summary>
    /// <returns>The frame, or null where the stream ends, even if inside a frame: the other side is gone.</returns>
    /// <exception cref="ProtocolException">The frame is empty, too long or of an unknown kind.</exception>
    public static Frame? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[PrefixLength + 1];
        if (!Fill(stream, head[..PrefixLength]))
        {
            return null;
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (length is 0 or > MaxLength)
        {
            throw new ProtocolException($"a frame of {length} bytes: allowed are 1 to {MaxLength}");
        }
        if (!Fill(stream, head[PrefixLength..]))
        {
            return null;
        }
        var kind = (FrameKind)head[PrefixLength];
        if (kind is not (FrameKind.Message or FrameKind.Samples or FrameKind.Profile))
        {
            throw new ProtocolException($"a frame of the unknown kind 0x{(byte)kind:x2}");
        }
        var payload = new byte[length - 1];
        return Fill(stream, payload) ? new Frame(kind, payload) : null;
    }

    private static bool Fill(Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
