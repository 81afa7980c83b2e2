using System.Net.Security;
using System.Security.Authentication;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>How a handshake ended.</summary>
/// <param name="Alpn">The protocol that was negotiated, null for none.</param>
/// <param name="Failure">What went wrong, null if nothing did.</param>
internal readonly record struct Outcome(string? Alpn, string? Failure)
{
    private const int Tls12 = 0x0303;
    private const int Tls13 = 0x0304;

    /// <summary>
    /// Fills in what a handshake that returned has negotiated: from the wire where it was tapped, which is exact about the group
    /// and resumption, else the little that SslStream tells.
    /// </summary>
    public static Outcome OfReturned(Settings settings, Recorder recorder, SslStream stream)
    {
        var role = settings.Role == Role.Client ? "client" : "server";
        if (recorder[Slot.End] - recorder[Slot.Start] > Settings.DeadlineNs)
        {
            return new Outcome(null, $"{role}: timed out after {Settings.Deadline.TotalSeconds} s");
        }
        recorder[Slot.Alpn] = Slots.NoAlpn;
        if (settings.Hooks == Hooks.Off)
        {
            recorder[Slot.Version] = stream.SslProtocol switch { SslProtocols.Tls12 => Tls12, SslProtocols.Tls13 => Tls13, _ => Slots.Unknown };
            recorder[Slot.Suite] = (int)stream.NegotiatedCipherSuite;
            return new Outcome(AlpnOf(settings, stream), null);
        }
        if (ServerHello.Find(recorder.ServerBytes) is not { } hello)
        {
            return new Outcome(null, $"{role}: handshake done, but its ServerHello was not understood");
        }
        recorder[Slot.Version] = hello.Version;
        recorder[Slot.Suite] = hello.Suite;
        recorder[Slot.Group] = hello.Group ?? Slots.Unknown;
        recorder[Slot.Resumed] = hello.Resumed ? 1 : 0;
        recorder[Slot.Retried] = hello.Retried ? 1 : 0;
        // OpenSSL falls back to its default groups where it does not know a name in its configuration.
        return hello.Group is { } group && !IsAllowed(settings, group)
            ? new Outcome(null, $"{role}: negotiated group 0x{group:x4}, which was not asked for: is OPENSSL_CONF as {Stack.ProcessGroups.Variable} says?")
            : new Outcome(AlpnOf(settings, stream), null);
    }

    private static bool IsAllowed(Settings settings, int code)
    {
        foreach (var group in settings.Groups)
        {
            if (group.Code == code)
            {
                return true;
            }
        }
        return false;
    }

    private static string? AlpnOf(Settings settings, SslStream stream)
    {
        if (settings.Protocols.Count == 0)
        {
            return null;
        }
        var negotiated = stream.NegotiatedApplicationProtocol;
        return negotiated.Protocol.IsEmpty ? null : negotiated.ToString();
    }
}
