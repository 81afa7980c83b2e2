using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HandshakeLab.Worker.Protocol;

/// <summary>Builds frames one after the other, so that an answer leaves in one write. Its memory is kept between uses.</summary>
internal sealed class FrameBuffer
{
    private const int HeaderAlignment = sizeof(double);

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);

    /// <summary>The frames built since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Appends a <c>J</c> frame.</summary>
    public void AppendMessage(object message, JsonTypeInfo type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        AppendHead(FrameKind.Message, json.Length);
        _bytes.Write(json);
    }

    /// <summary>Appends an <c>S</c> frame.</summary>
    /// <param name="header">Says how many columns of how many rows follow.</param>
    /// <param name="value">The value at (column, row); NaN where it is unknown.</param>
    /// <exception cref="InvalidOperationException">The frame would be longer than the protocol allows.</exception>
    public void AppendSamples(SampleHeader header, Func<int, int, double> value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, MessageJson.Default.SampleHeader);
        AppendHeader(FrameKind.Samples, json, (long)header.Columns.Count * header.Count * sizeof(double), $"{header.Count} samples");
        for (var column = 0; column < header.Columns.Count; column++)
        {
            var length = header.Count * sizeof(double);
            var cells = _bytes.GetSpan(length);
            for (var row = 0; row < header.Count; row++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(cells[(row * sizeof(double))..], value(column, row));
            }
            _bytes.Advance(length);
        }
    }

    /// <summary>Appends a <c>P</c> frame.</summary>
    /// <param name="profile">The profile in the format that the header names.</param>
    /// <exception cref="InvalidOperationException">The frame would be longer than the protocol allows.</exception>
    public void AppendProfile(ProfileHeader header, ReadOnlySpan<byte> profile)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, MessageJson.Default.ProfileHeader);
        AppendHeader(FrameKind.Profile, json, profile.Length, "a profile");
        _bytes.Write(profile);
    }

    /// <summary>Appends what a frame begins with whose payload is a JSON header and something aligned behind it.</summary>
    private void AppendHeader(FrameKind kind, byte[] json, long restLength, string what)
    {
        var padded = RoundUp(sizeof(uint) + json.Length, HeaderAlignment) - sizeof(uint);
        var payload = sizeof(uint) + padded + restLength;
        if (payload >= Frame.MaxLength)
        {
            throw new InvalidOperationException($"{what} would need a frame of {payload} bytes: allowed are {Frame.MaxLength}");
        }
        AppendHead(kind, (int)payload);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(sizeof(uint)), (uint)padded);
        _bytes.Advance(sizeof(uint));
        _bytes.Write(json);
        _bytes.GetSpan(HeaderAlignment)[..(padded - json.Length)].Fill((byte)' ');
        _bytes.Advance(padded - json.Length);
    }

    private void AppendHead(FrameKind kind, int payloadLength)
    {
        var head = _bytes.GetSpan(Frame.PrefixLength + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)payloadLength + 1);
        head[Frame.PrefixLength] = (byte)kind;
        _bytes.Advance(Frame.PrefixLength + 1);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
