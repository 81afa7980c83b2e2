using HandshakeLab.Worker.Profiling;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Stack;

/// <summary>What this stack can do and show, and what not.</summary>
internal static class Capabilities
{
    public const string StackName = "dotnet";

    /// <summary>The runtime's version, such as 10.0.12.</summary>
    public static string Version => Environment.Version.ToString();

    public static Library Library => new("OpenSSL", OpenSsl.Version.ToString());

    /// <summary>Tokens of what scenarios may ask for.</summary>
    public static IReadOnlyList<string> Offers =>
    [
        "role:client", "role:server", "tls:1.2", "tls:1.3",
        .. Groups.Available.Select(group => $"group:{group.Token}"),
        "groups:per-process",
        "key:ecdsa-p256", "key:ecdsa-p384", "key:rsa-2048", "key:rsa-3072", "key:rsa-4096",
        "session:full", "session:ticket", "session:off",
        .. SessionCache.Size is null ? [] : new[] { "session:cache" },
        "retry", "alpn", "mtls", "exchange", "preamble", "closes:client", "hold", "observe:timing", "observe:allocations", "connections",
        "loop:open", "threads",
        .. ProfilerProgram.Hindrance is null ? Profiles : [],
        .. KeyLog.IsOn ? new[] { "observe:wire" } : [],
    ];

    /// <summary>The marks and columns that are filled, of both sides.</summary>
    public static IReadOnlyList<string> Observes =>
    [
        .. from role in new[] { Role.Client, Role.Server }
           from slot in Columns.Of(role, Hooks.Timing, Quantity.Ns)
           where slot != Slot.Port
           select $"{(role == Role.Client ? "client" : "server")}.{slot.ColumnName()}",
    ];

    /// <summary>What cannot be offered or observed.</summary>
    public static IReadOnlyList<Missing> Not =>
    [
        new("earlyData", "SslStream has no 0-RTT", EarlyDataIssue),
        new("key:ed25519", "X509Certificate2 cannot hold an Ed25519 key", "https://github.com/dotnet/runtime/issues/63174"),
        new("groups", "SslStream has no API for key exchange groups: OpenSSL takes them from the file that OPENSSL_CONF names, once per process",
            "https://docs.openssl.org/3.0/man3/SSL_CONF_cmd/"),
        .. Groups.All.Except(Groups.Available).Select(group =>
            new Missing($"group:{group.Token}", $"OpenSSL {OpenSsl.Version} has no group {group.OpenSslName}", "https://docs.openssl.org/3.5/man3/SSL_CTX_set1_curves/")),
        .. Both("hsSecret", NoSecrets, "https://github.com/dotnet/runtime/pull/100665"),
        .. Both("appSecret", NoSecrets, "https://github.com/dotnet/runtime/pull/100665"),
        new("client.certificateRead", "certificates are decoded inside SSL_do_handshake, without a public hook", SslStreamDocs),
        new("client.nameChecked", "the name is checked after the chain is built and before the validation callback (verified), without a hook of its own", SslStreamDocs),
        new("server.parsed", "ServerOptionsSelectionCallback belongs to the asynchronous overload only; measured is the synchronous one", SelectionDocs),
        new("server.selected", "ServerOptionsSelectionCallback belongs to the asynchronous overload only; measured is the synchronous one", SelectionDocs),
        new("server.signStart", "OpenSSL signs by itself: a key object of one's own is exported and replaced", SslStreamDocs),
        new("server.signEnd", "OpenSSL signs by itself: a key object of one's own is exported and replaced", SslStreamDocs),
        new("server.finishedRead", "the client's Finished is checked inside SSL_do_handshake, without a public hook", SslStreamDocs),
        new("objects", "the runtime counts bytes exactly; of objects it only samples some", "https://learn.microsoft.com/dotnet/api/system.gc.getallocatedbytesforcurrentthread"),
        new("allocations:native", "counted is the managed heap of the handshake's thread: what OpenSSL allocates is not seen", "https://learn.microsoft.com/dotnet/api/system.gc.getallocatedbytesforcurrentthread"),
        new("tickets", "SslStream has no API for the number of tickets; its servers send two in TLS 1.3, as OpenSSL does by default", "https://docs.openssl.org/3.0/man3/SSL_CTX_set_num_tickets/"),
        .. Both("tickets", "in TLS 1.3 they are encrypted, and SslStream does not tell of them", SslStreamDocs),
        .. Both("earlyData", "SslStream has no 0-RTT", EarlyDataIssue),
        new("client.earlyWritten", "SslStream has no 0-RTT", EarlyDataIssue),
        new("antiReplay", "SslStream has no 0-RTT", EarlyDataIssue),
        .. Environment.Version.Major > 10 ? [] : new[]
        {
            new Missing("mtls:verdict", "a server validates the client's certificate when the handshake is over and closes without an alert: the sample of a client that it refuses is good, the server's is not",
                "https://github.com/dotnet/runtime/pull/115996"),
        },
        .. Resumption.Conditions,
        .. SessionCache.Not,
        .. KeyLog.Hindrance is { } hindrance ? [hindrance] : Array.Empty<Missing>(),
        .. OfProfiles,
    ];

    private static string[] Profiles => ["observe:cpu-profile", "observe:alloc-profile"];

    private static Missing[] OfProfiles => ProfilerProgram.Hindrance is { } hindrance
        ? [.. Profiles.Select(profile => new Missing(profile, hindrance, EventPipeDocs))]
        :
        [
            new("cpu-profile:time", "SampleProfiler looks at all threads once a millisecond at most, by the clock on the wall, where the runtime can stop them; samples in blocking calls are left out, so one says that the handshake's thread was not waiting, not that it had the CPU",
                EventPipeDocs),
            new("cpu-profile:native", "native code is one frame below its P/Invoke: what OpenSSL, the kernel or the runtime did in it is not seen", EventPipeDocs),
            new("alloc-profile:exact", Environment.Version.Major >= 10
                ? "AllocationSampled draws about one of every 100 KiB allocated at random: bytes are estimates, and of the managed heap only"
                : "AllocationTick, all that there is before .NET 10, tells one allocation of about every 100 KiB, not drawn at random, and lays all of them to it: bytes are estimates, and of the managed heap only",
                "https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-garbage-collection-events"),
        ];

    private static string NoSecrets => Environment.Version.Major >= 9
        ? "secrets go to a key log file only (SSLKEYLOGFILE): there is no callback"
        : "there is neither a callback for secrets nor, before .NET 9, a key log file";

    private const string EarlyDataIssue = "https://github.com/dotnet/runtime/issues/49274";
    private const string SslStreamDocs = "https://learn.microsoft.com/dotnet/api/system.net.security.sslstream";
    private const string EventPipeDocs = "https://learn.microsoft.com/dotnet/core/diagnostics/eventpipe";
    private const string SelectionDocs = "https://learn.microsoft.com/dotnet/api/system.net.security.serveroptionsselectioncallback";

    private static Missing[] Both(string mark, string why, string source) =>
        [new($"client.{mark}", why, source), new($"server.{mark}", why, source)];
}
