using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>Makes one handshake after the other. Everything it needs for them is made once.</summary>
internal sealed class ClientLane
{
    private static int _lanesMade;

    private readonly Settings _settings;
    private readonly int _index;
    private readonly SslClientAuthenticationOptions _options;
    private readonly byte[] _scratch = new byte[4096];
    private readonly string _ticketName;
    private string? _refusal;
    private int _primedPort;

    public ClientLane(Settings settings, int index)
    {
        _settings = settings;
        _index = index;
        // The runtime keeps one ticket for each name, for the whole process: two lanes, or two endpoints, must not share a name.
        _ticketName = $"t{Interlocked.Increment(ref _lanesMade):d6}.{settings.ServerName}";
        _options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            // True also keeps the SSL_CTX between connections, as in ordinary programs: nothing resumes all the same where no ticket is read.
            AllowTlsResume = settings.Session != SessionMode.Off,
            ApplicationProtocols = settings.Protocols.Count == 0 ? null : settings.Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            RemoteCertificateValidationCallback = settings.Hooks == Hooks.Timing ? OnValidation : null,
        };
        _options.CertificateChainPolicy.CustomTrustStore.AddRange(settings.Roots);
    }

    /// <summary>The last handshake.</summary>
    public Recorder Recorder { get; } = new();

    /// <summary>Fetches the lane's first ticket, in mode <c>ticket</c>, unless it has one of this server.</summary>
    /// <exception cref="RefusalException">The server cannot be shaken hands with.</exception>
    public void Prime(IPEndPoint server)
    {
        if (_settings.Session != SessionMode.Ticket || _primedPort == server.Port)
        {
            return;
        }
        if (Step(server, _ticketName, countsBytes: false, Arrival.None).Failure is { } failure)
        {
            throw new RefusalException(ErrorCodes.PrimeFailed, $"lane {_index}: {failure}");
        }
        _primedPort = server.Port;
    }

    /// <summary>One handshake: connect, handshake, read until the server has closed, close. The sample is left in <see cref="Recorder"/>.</summary>
    /// <param name="uniqueName">A name that this lane has not used before, for full handshakes.</param>
    /// <param name="countsBytes">Whether allocations are recorded.</param>
    /// <param name="arrival">When it was meant to begin, in an open loop.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // HandshakeLab.Profile knows handshakes by this frame.
    public Outcome Step(IPEndPoint server, string uniqueName, bool countsBytes, Arrival arrival)
    {
        var recorder = Recorder;
        recorder.Reset(countsBytes);
        recorder[Slot.Lane] = _index;
        recorder[Slot.Intended] = arrival.Intended;
        recorder[Slot.LaneFree] = arrival.LaneFree;
        _refusal = null;
        _options.TargetHost = _settings.Session == SessionMode.Ticket ? _ticketName : uniqueName;

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SendTimeout = socket.ReceiveTimeout = (int)Settings.Deadline.TotalMilliseconds;
        try
        {
            recorder.Mark(Slot.ConnectStart);
            socket.Connect(server);
            recorder.Mark(Slot.ConnectEnd);
        }
        catch (SocketException e)
        {
            recorder.Mark(Slot.ConnectEnd);
            return new Outcome(null, FailureText.OfConnect(e));
        }
        recorder[Slot.Port] = ((IPEndPoint)socket.LocalEndPoint!).Port;

        // The stream is made before the start: what is timed is the handshake call. Making one costs well under a microsecond.
        var tap = _settings.Hooks == Hooks.Timing ? new TapStream(socket, recorder, isServer: false) : null;
        using var stream = new SslStream(tap ?? new BlockingStream(socket));
        var outcome = Authenticate(stream, tap);
        if (outcome.Failure is not null)
        {
            // The server reads the end of the stream behind our alert, and closes.
            EndSending(socket);
            if (!LimitReading(socket))
            {
                return outcome;
            }
        }
        var closed = ReadToEnd(stream, socket, outcome.Failure is null);
        return !closed && outcome.Failure is null
            ? outcome with { Failure = $"client: handshake done, but the server did not close within {Settings.Deadline.TotalSeconds} s" }
            : outcome;
    }

    private Outcome Authenticate(SslStream stream, TapStream? tap)
    {
        var recorder = Recorder;
        ChainEvents.RecordIn(tap is null ? null : recorder);
        if (tap is not null)
        {
            recorder.CountCalls();
        }
        try
        {
            recorder.Begin();
            if (_settings.DelayNs > 0)
            {
                BusyWait(_settings.DelayNs);
            }
            stream.AuthenticateAsClient(_options);
            recorder.Mark(Slot.End);
        }
        catch (Exception e)
        {
            // Whatever the stack throws is a handshake that failed.
            recorder.Mark(Slot.End);
            return new Outcome(null, FailureText.OfHandshake(Role.Client, _settings.Hooks, recorder, e, _refusal));
        }
        finally
        {
            tap?.Detach();
            ChainEvents.RecordIn(null);
        }
        return Outcome.OfReturned(_settings, recorder, stream);
    }

    private bool OnValidation(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Recorder.Mark(Slot.Verified);
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }
        _refusal = FailureText.OfValidation(errors, chain);
        return false;
    }

    /// <summary>
    /// Waits until the server has closed, so that the handshake is complete there too. Where a ticket is wanted, SslStream reads it;
    /// else the bytes are taken as they are, so that neither a ticket is kept nor CPU time spent on any.
    /// </summary>
    /// <returns>False if it did not close in time.</returns>
    private bool ReadToEnd(SslStream stream, Socket socket, bool isGood)
    {
        try
        {
            if (isGood && _settings.Session == SessionMode.Ticket)
            {
                while (stream.Read(_scratch) > 0)
                {
                }
            }
            while (socket.Receive(_scratch) > 0)
            {
            }
            return true;
        }
        catch (SocketException e)
        {
            return !IsTimeOut(e);
        }
        catch (IOException e)
        {
            return e.InnerException is not SocketException socketError || !IsTimeOut(socketError);
        }
    }

    /// <summary>What is left of the deadline is all that a failed handshake's peer is given to close.</summary>
    /// <returns>Whether anything is left.</returns>
    private bool LimitReading(Socket socket)
    {
        var left = (Settings.DeadlineNs - (Clock.Now - Recorder[Slot.Start])) / 1_000_000;
        if (left > 0)
        {
            socket.ReceiveTimeout = (int)left;
        }
        return left > 0;
    }

    private static bool IsTimeOut(SocketException e) => e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;

    private static void EndSending(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer is gone already.
        }
    }

    private static void BusyWait(long ns)
    {
        for (var end = Clock.Now + ns; Clock.Now < end;)
        {
        }
    }
}
