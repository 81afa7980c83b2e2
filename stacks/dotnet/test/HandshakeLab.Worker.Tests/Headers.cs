using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>The JSON header that sample and profile frames begin with.</summary>
internal static class Headers
{
    private const int Alignment = 8;

    /// <param name="rest">What follows the header.</param>
    /// <exception cref="ProtocolException">What follows does not begin where it must.</exception>
    public static T Split<T>(Frame frame, JsonTypeInfo<T> type, out ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> payload = frame.Payload;
        var end = sizeof(uint) + (int)BinaryPrimitives.ReadUInt32LittleEndian(payload);
        if (end % Alignment != 0)
        {
            throw new ProtocolException($"a header that ends at {end}");
        }
        rest = payload[end..];
        return JsonSerializer.Deserialize(payload[sizeof(uint)..end], type)!;
    }
}
