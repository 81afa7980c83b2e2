using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>Serves one connection at a time on a server's thread. Everything it needs for them is made once.</summary>
internal sealed class ServerHandler
{
    private readonly ServerEndpoint _endpoint;
    private readonly Settings _settings;
    private readonly SslServerAuthenticationOptions _options;
    private readonly ExchangePart? _exchange;

    public ServerHandler(ServerEndpoint endpoint)
    {
        _endpoint = endpoint;
        _settings = endpoint.Settings;
        Recorder = new Recorder(_settings.Version);
        _exchange = _settings.Exchanges ? new ExchangePart(_settings, Recorder) : null;
        _options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = _settings.Version,
            AllowTlsResume = _settings.Session != SessionMode.Off,
            ApplicationProtocols = _settings.Protocols.Count == 0 ? null : _settings.Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ServerCertificateContext = _settings.Certificate,
            ClientCertificateRequired = _settings.Mutual,
            CertificateChainPolicy = _settings.Mutual ? _settings.NewChainPolicy() : null,
        };
    }

    /// <summary>The last handshake.</summary>
    public Recorder Recorder { get; }

    /// <summary>One connection: handshake, the exchange if there is one, then close_notify and FIN, unless it is to be kept open.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="accepted">When it was accepted, in ns of CLOCK_MONOTONIC.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // HandshakeLab.Profile knows handshakes by this frame.
    public void Serve(Socket socket, long accepted)
    {
        var block = _endpoint.Now;
        var recorder = Recorder;
        recorder.Reset(block?.CountsBytes ?? false);
        recorder.BeginAt(accepted);
        socket.NoDelay = true;
        socket.SendTimeout = socket.ReceiveTimeout = (int)Settings.Deadline.TotalMilliseconds;

        var tap = _settings.Hooks == Hooks.Timing ? new TapStream(socket, recorder, isServer: true) : null;
        var stream = new SslStream(tap ?? new BlockingStream(socket));
        var isHeld = false;
        try
        {
            var outcome = Authenticate(stream, tap);
            recorder[Slot.Port] = ((IPEndPoint)socket.RemoteEndPoint!).Port;
            if (outcome.Failure is null && _exchange?.Run(stream) is { } failure)
            {
                outcome = outcome with { Failure = failure };
            }
            // Kept before the client can see the end: its next handshake may use another block.
            _endpoint.Keep(this, block, outcome);
            isHeld = outcome.Failure is null && _endpoint.Held.TryKeep(stream);
            if (outcome.Failure is null && !isHeld)
            {
                SendCloseNotify(stream);
            }
        }
        finally
        {
            if (!isHeld)
            {
                stream.Dispose();
            }
        }
        _endpoint.Finish(block);
    }

    private Outcome Authenticate(SslStream stream, TapStream? tap)
    {
        var recorder = Recorder;
        if (tap is not null)
        {
            recorder.CountCalls();
        }
        try
        {
            stream.AuthenticateAsServer(_options);
            recorder.Mark(Slot.End);
        }
        catch (Exception e)
        {
            // Whatever the stack throws is a handshake that failed.
            recorder.Mark(Slot.End);
            return new Outcome(null, FailureText.OfHandshake(Role.Server, _settings.Hooks, recorder, e, refusal: null));
        }
        finally
        {
            tap?.Detach();
        }
        return Outcome.OfReturned(_settings, recorder, stream);
    }

    private static void SendCloseNotify(SslStream stream)
    {
        try
        {
            // Completes in place: the stream below blocks.
            stream.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // A peer that is gone has nothing to be told.
        }
    }
}
