using System.Text.Json.Serialization;

namespace HandshakeLab.Worker.Protocol;

// What the engine sends. Authority: stacks/PROTOCOL.md.

/// <summary>The members that tell what a message is and which answer it wants.</summary>
internal sealed record Envelope(string? Type, long? Id);

/// <summary>The TLS part of an endpoint's configuration.</summary>
/// <param name="Groups">Key exchange groups in order of preference, as tokens (<c>x25519</c>).</param>
/// <param name="Alpn">What a client offers or a server lists; empty for no ALPN extension.</param>
/// <param name="Retry">Whether a HelloRetryRequest is forced.</param>
internal sealed record TlsSettings(string Version, IReadOnlyList<string> Groups, IReadOnlyList<string>? Alpn, SessionMode Session, bool Retry)
{
    /// <summary>How many names a client keeps sessions of, with <see cref="SessionMode.Cache"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CacheSize { get; init; }

    /// <summary>How many tickets a server sends on each connection; null as the stack does by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Tickets { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarlyData? EarlyData { get; init; }

    /// <summary>A server's protection against a second use of the same early data; null as the stack does by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AntiReplay { get; init; }

    /// <summary>Whether the server demands a certificate of the client.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Mutual { get; init; }
}

/// <summary>What is sent after the handshake, once in each direction.</summary>
internal sealed record Exchange(int RequestBytes, int ResponseBytes);

/// <summary>Makes an endpoint.</summary>
/// <param name="EpochNs">CLOCK_MONOTONIC at the run's start in ns, a decimal number.</param>
/// <param name="Capacity">The most handshakes that one block may hold.</param>
/// <param name="DelayNs">A busy wait before the ClientHello, in ns.</param>
internal sealed record ConfigureRequest(
    long Id, int Endpoint, string EpochNs, TlsSettings Tls, string? RootFile, string? CertificateFile, string? KeyFile,
    string ServerName, Hooks Hooks, int Capacity, long DelayNs) : IMessage
{
    /// <summary>The application data of each connection; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Exchange? Exchange { get; init; }

    /// <summary>Whether a byte of a relay ends the connect, before the handshake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Preamble { get; init; }

    /// <summary>Who closes a connection first: <c>server</c> (where absent) or <c>client</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Closes { get; init; }

    public string Type => "configure";
}

/// <summary>Makes a server endpoint listen.</summary>
internal sealed record ServeRequest(long Id, int Endpoint) : IMessage
{
    public string Type => "serve";
}

/// <summary>Runs a block (client) or starts recording one (server).</summary>
/// <param name="Port">The server's port; absent for servers.</param>
/// <param name="ScheduleNs">Open loop: when each handshake is meant to begin, in ns from the block's start, ascending; null for a closed loop.</param>
/// <param name="TimeoutMs">When to give up, in ms.</param>
internal sealed record BlockRequest(
    long Id, int Endpoint, long Block, Observation Observe, int Handshakes, int Connections, int? Port,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? ScheduleNs, int TimeoutMs) : IMessage
{
    /// <summary>The number in each handshake's server name; null where the worker chooses the names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long>? Names { get; init; }

    public string Type => "block";
}

/// <summary>Asks a server for a block's samples.</summary>
/// <param name="Expect">How many connections to wait for.</param>
/// <param name="TimeoutMs">How long to wait for them at most, in ms.</param>
internal sealed record CollectRequest(long Id, int Endpoint, long Block, int Expect, int TimeoutMs) : IMessage
{
    public string Type => "collect";
}

/// <summary>Makes connections and keeps them open (client), or keeps open what comes (server).</summary>
/// <param name="Connections">How many.</param>
/// <param name="Port">The server's port; absent for servers.</param>
/// <param name="TimeoutMs">When to give up, in ms.</param>
internal sealed record HoldRequest(
    long Id, int Endpoint, int Connections, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Port, int TimeoutMs) : IMessage
{
    public string Type => "hold";
}

/// <summary>Closes the connections that were kept open.</summary>
internal sealed record ReleaseRequest(long Id, int Endpoint) : IMessage
{
    public string Type => "release";
}

/// <summary>Ends the worker.</summary>
internal sealed record StopRequest(long Id) : IMessage
{
    public string Type => "stop";
}
