using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
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
    private readonly ExchangePart? _exchange;
    private readonly byte[] _scratch = new byte[4096];
    private readonly string _ticketName;
    private string? _refusal;
    private int _primedPort;

    public ClientLane(Settings settings, int index)
    {
        _settings = settings;
        _index = index;
        Recorder = new Recorder(settings.Version);
        _exchange = settings.Exchanges ? new ExchangePart(settings, Recorder) : null;
        // The runtime keeps one ticket for each name, for the whole process: two lanes, or two endpoints, must not share a name.
        _ticketName = $"t{Interlocked.Increment(ref _lanesMade):d6}.{settings.ServerName}";
        _options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = settings.Version,
            // True also keeps the SSL_CTX between connections, as in ordinary programs: nothing resumes all the same where no name comes twice.
            AllowTlsResume = settings.Session != SessionMode.Off,
            ApplicationProtocols = settings.Protocols.Count == 0 ? null : settings.Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = settings.NewChainPolicy(),
            ClientCertificateContext = settings.Certificate,
            RemoteCertificateValidationCallback = settings.Hooks == Hooks.Timing ? OnValidation : null,
        };
    }

    /// <summary>The last handshake.</summary>
    public Recorder Recorder { get; }

    /// <summary>Fetches the lane's first ticket, in mode <c>ticket</c>, unless it has one of this server.</summary>
    /// <exception cref="RefusalException">The server cannot be shaken hands with.</exception>
    public void Prime(IPEndPoint server)
    {
        if (_settings.Session != SessionMode.Ticket || _primedPort == server.Port)
        {
            return;
        }
        if (Step(server, countsBytes: false, Arrival.None).Failure is { } failure)
        {
            throw new RefusalException(ErrorCodes.PrimeFailed, $"lane {_index}: {failure}");
        }
        _primedPort = server.Port;
    }

    /// <summary>
    /// One handshake: connect, handshake, the exchange if there is one, read until the server has closed, close.
    /// The sample is left in <see cref="Recorder"/>.
    /// </summary>
    /// <param name="countsBytes">Whether allocations are recorded.</param>
    /// <param name="arrival">What the block says of this handshake.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // HandshakeLab.Profile knows handshakes by this frame.
    public Outcome Step(IPEndPoint server, bool countsBytes, Arrival arrival)
    {
        Begin(countsBytes, arrival);
        using var socket = NewSocket();
        if (Connect(socket, server) is { } failure)
        {
            return new Outcome(null, failure);
        }
        // The stream is made before the start: what is timed is the handshake call. Making one costs well under a microsecond.
        using var stream = NewStream(socket, out var tap);
        var outcome = Authenticate(stream, tap);
        if (outcome.Failure is null)
        {
            outcome = outcome with { Failure = _exchange?.Run(stream) };
        }
        if (outcome.Failure is null)
        {
            if (_settings.ClientCloses)
            {
                SayGoodbye(stream, socket);
            }
            return outcome with { Failure = ReadToEnd(stream, socket) };
        }
        // The server reads the end of the stream behind our alert, and closes.
        EndSending(socket);
        if (LimitReading(socket))
        {
            Drain(socket);
        }
        return outcome;
    }

    /// <summary>Makes a connection, with the exchange if there is one, that stays open. Its handshake is full, and leaves no sample.</summary>
    /// <returns>The connection, which the caller closes; null where it could not be made.</returns>
    public SslStream? Open(IPEndPoint server)
    {
        Begin(countsBytes: false, Arrival.None);
        _options.TargetHost = UniqueName.Under(_settings.ServerName); // Not the lane's own, whose ticket is for the block.
        var socket = NewSocket();
        if (Connect(socket, server) is not null)
        {
            socket.Dispose();
            return null;
        }
        var stream = NewStream(socket, out var tap);
        if (Authenticate(stream, tap).Failure is null && _exchange?.Run(stream) is null)
        {
            return stream;
        }
        stream.Dispose();
        return null;
    }

    private SslStream NewStream(Socket socket, out TapStream? tap)
    {
        tap = _settings.Hooks == Hooks.Timing ? new TapStream(socket, Recorder, isServer: false) : null;
        return new SslStream(tap ?? new BlockingStream(socket));
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        SendTimeout = (int)Settings.Deadline.TotalMilliseconds,
        ReceiveTimeout = (int)Settings.Deadline.TotalMilliseconds,
    };

    private void Begin(bool countsBytes, Arrival arrival)
    {
        var recorder = Recorder;
        recorder.Reset(countsBytes);
        recorder[Slot.Lane] = _index;
        recorder[Slot.Intended] = arrival.Intended;
        recorder[Slot.LaneFree] = arrival.LaneFree;
        recorder[Slot.Name] = arrival.Name;
        _refusal = null;
        _options.TargetHost = TargetHost(arrival.Name);
    }

    private string TargetHost(long number) => _settings.Session == SessionMode.Ticket
        ? _ticketName
        : number == Slots.Unknown ? UniqueName.Under(_settings.ServerName) : $"n{number}.{_settings.ServerName}";

    /// <returns>What went wrong, null if nothing did.</returns>
    private string? Connect(Socket socket, IPEndPoint server)
    {
        var recorder = Recorder;
        recorder.Mark(Slot.ConnectStart);
        var failure = Reach(socket, server) ?? (_settings.HasPreamble ? AwaitPreamble(socket) : null);
        recorder.Mark(Slot.ConnectEnd);
        if (failure is null)
        {
            recorder[Slot.Port] = ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
        return failure;
    }

    private static string? Reach(Socket socket, IPEndPoint server)
    {
        try
        {
            socket.Connect(server);
            return null;
        }
        catch (SocketException e)
        {
            return FailureText.OfConnect(e);
        }
    }

    private static string? AwaitPreamble(Socket socket)
    {
        try
        {
            Span<byte> first = stackalloc byte[1];
            return socket.Receive(first) == 1 && first[0] == 0 ? null : FailureText.OfPreamble(null);
        }
        catch (SocketException e)
        {
            return FailureText.OfPreamble(e);
        }
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
    /// Waits until the server has closed, so that the handshake is complete there too. Where what it still sends matters, SslStream reads it;
    /// else the bytes are taken as they are, so that neither a ticket is kept nor CPU time spent on any.
    /// </summary>
    /// <returns>What went wrong, null if nothing did.</returns>
    private string? ReadToEnd(SslStream stream, Socket socket)
    {
        try
        {
            if (_settings.ReadsWhatFollows)
            {
                while (stream.Read(_scratch) > 0)
                {
                }
            }
        }
        catch (IOException e) when (e.InnerException is SocketException cause)
        {
            return IsTimeOut(cause) ? FailureText.NotClosed : null; // A reset is an end, too.
        }
        catch (IOException e)
        {
            return FailureText.IsAlert(e) ? FailureText.OfEnd(e) : null;
        }
        return Drain(socket) ? null : FailureText.NotClosed;
    }

    /// <summary>Reads until the peer has closed.</summary>
    /// <returns>False if it did not in time.</returns>
    private bool Drain(Socket socket)
    {
        try
        {
            while (socket.Receive(_scratch) > 0)
            {
            }
            return true;
        }
        catch (SocketException e)
        {
            return !IsTimeOut(e);
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

    /// <summary>close_notify and the end of the stream; what the server still sends can be read afterwards.</summary>
    private static void SayGoodbye(SslStream stream, Socket socket)
    {
        try
        {
            stream.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The server has closed already.
        }
        EndSending(socket);
    }

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
