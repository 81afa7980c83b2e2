using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>
/// Failures in words: side, step, what went wrong and the alert where known, without anything that differs
/// from one connection to the next, so that equal failures have equal texts.
/// </summary>
internal static partial class FailureText
{
    /// <summary>OpenSSL's reason codes from here on are alerts received, by their numbers (SSL_AD_REASON_OFFSET in ssl.h).</summary>
    private const int AlertReasonOffset = 1000;

    private const int ReasonMask = 0x7fffff;

    private const string RemoteAlert = "remote alert";

    /// <summary>A TCP connect failed.</summary>
    public static string OfConnect(SocketException cause) => $"client: connecting: {Describe(cause)}";

    /// <summary>A relay's byte, with which the connect ends, did not come as it should.</summary>
    /// <param name="cause">Null where the connection was closed, or began with something else.</param>
    public static string OfPreamble(SocketException? cause) =>
        $"client: waiting for the relay's first byte: {(cause is null ? "it did not come first" : Describe(cause))}";

    /// <summary>The exchange after a good handshake failed.</summary>
    /// <param name="cause">Null where the peer has closed before its time.</param>
    public static string OfExchange(Role role, string step, IOException? cause) =>
        $"{SideOf(role)}: {step}: {(cause is null ? "connection closed by the peer" : DescribeCause(cause))}";

    /// <summary>The server keeps a connection open that it should close.</summary>
    public static readonly string NotClosed = $"client: handshake done, but the server did not close within {Settings.Deadline.TotalSeconds} s";

    /// <summary>A good connection ended with an alert, not with close_notify.</summary>
    public static string OfEnd(IOException cause) => $"client: handshake done, then {DescribeCause(cause)}";

    /// <summary>Whether it is more than that the connection is gone.</summary>
    public static bool IsAlert(Exception cause) => DescribeCause(cause).StartsWith(RemoteAlert, StringComparison.Ordinal);

    /// <summary>A handshake failed.</summary>
    /// <param name="refusal">What the client's validation found wrong, null if it found nothing or was not reached.</param>
    public static string OfHandshake(Role role, Hooks hooks, Recorder recorder, Exception cause, string? refusal)
    {
        var side = SideOf(role);
        if (refusal is not null || IsValidation(cause))
        {
            return $"{side}: validating the {SideOf(role == Role.Client ? Role.Server : Role.Client)}'s certificate: {refusal ?? cause.Message}";
        }
        var step = hooks == Hooks.Timing ? $"{StepOf(role, recorder)}: " : "";
        var alert = recorder.SentAlert is { } number ? $" (alert {Alerts.Describe(number)} sent)" : "";
        return $"{side}: {step}{DescribeCause(cause)}{alert}";
    }

    /// <summary>What the client's validation found wrong, such as <c>RemoteCertificateChainErrors: PartialChain</c>.</summary>
    public static string OfValidation(SslPolicyErrors errors, X509Chain? chain)
    {
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, next) => all | next.Status);
        return status == X509ChainStatusFlags.NoError ? errors.ToString() : $"{errors}: {status}";
    }

    private static string SideOf(Role role) => role == Role.Client ? "client" : "server";

    /// <summary>The step after the last call that returned.</summary>
    private static string StepOf(Role role, Recorder recorder) => (role, recorder[Slot.Reads] > 0, recorder[Slot.Writes] > 0) switch
    {
        (Role.Client, _, false) => "building the ClientHello",
        (Role.Client, false, true) => "waiting for the ServerHello",
        (Role.Client, true, true) => "reading the server's flight",
        (_, false, _) => "waiting for the ClientHello",
        (_, true, false) => "reading the ClientHello",
        (_, true, true) => recorder.SentAlert is null ? "waiting for the client's Finished" : "reading the ClientHello",
    };

    private static string DescribeCause(Exception cause)
    {
        var innermost = cause;
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return Describe(socket);
            }
            if (OpenSslError().Match(e.Message) is { Success: true } error)
            {
                return DescribeOpenSsl(error);
            }
            innermost = e;
        }
        return innermost is IOException && innermost.Message.Contains("EOF", StringComparison.Ordinal)
            ? "connection closed by the peer"
            : innermost.Message;
    }

    private static string DescribeOpenSsl(Match error)
    {
        var reason = int.Parse(error.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ReasonMask;
        return reason is >= AlertReasonOffset and <= AlertReasonOffset + byte.MaxValue
            ? $"{RemoteAlert} {Alerts.Describe((byte)(reason - AlertReasonOffset))}"
            : error.Groups["text"].Value.Trim();
    }

    private static string Describe(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.TimedOut or SocketError.WouldBlock => $"timed out after {Settings.Deadline.TotalSeconds} s",
        SocketError.ConnectionReset => "connection reset by the peer",
        SocketError.ConnectionRefused => "connection refused",
        _ => cause.Message,
    };

    /// <summary>SslStream says so by the text alone; without the validation callback there is nothing else to tell it by.</summary>
    private static bool IsValidation(Exception cause) =>
        cause is AuthenticationException { InnerException: null } && cause.Message.StartsWith("The remote certificate", StringComparison.Ordinal);

    [GeneratedRegex("error:(?<code>[0-9A-F]{8}):[^:]*:[^:]*:(?<text>[^:]*)")]
    private static partial Regex OpenSslError();
}
