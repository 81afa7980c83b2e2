using System.Net.Security;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>One side's part in the application data that follows a handshake.</summary>
internal sealed class ExchangePart(Settings settings, Recorder recorder)
{
    /// <summary>A TLS record's most, so that one read takes one record.</summary>
    private const int BufferLength = 16 * 1024;

    private readonly byte[] _own = settings.Own ?? [];
    private readonly byte[] _buffer = new byte[BufferLength];

    /// <summary>A client writes its request and reads the whole response; a server the other way round.</summary>
    /// <returns>What went wrong, null if nothing did.</returns>
    public string? Run(SslStream stream) => settings.Role == Role.Client
        ? Write(stream, "writing the request", Slot.RequestStart, Slot.RequestSent) ?? Read(stream, "reading the response", Slot.FirstByte, whole: null)
        : Read(stream, "reading the request", first: null, Slot.RequestRead) ?? Write(stream, "writing the response", before: null, Slot.ResponseSent);

    private string? Write(SslStream stream, string step, Slot? before, Slot after)
    {
        try
        {
            if (before is { } slot)
            {
                recorder.Mark(slot);
            }
            stream.Write(_own);
            recorder.Mark(after);
            return null;
        }
        catch (IOException e)
        {
            return FailureText.OfExchange(settings.Role, step, e);
        }
    }

    private string? Read(SslStream stream, string step, Slot? first, Slot? whole)
    {
        try
        {
            for (var left = settings.PeerBytes; left > 0;)
            {
                var length = stream.Read(_buffer, 0, Math.Min(left, BufferLength));
                if (length == 0)
                {
                    return FailureText.OfExchange(settings.Role, step, cause: null);
                }
                if (first is { } slot)
                {
                    recorder.Mark(slot); // Of several, the first counts.
                }
                left -= length;
            }
            if (whole is { } all)
            {
                recorder.Mark(all);
            }
            return null;
        }
        catch (IOException e)
        {
            return FailureText.OfExchange(settings.Role, step, e);
        }
    }
}
