using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Requests with ordinary values.</summary>
internal static class Requests
{
    public static ConfigureRequest Configure(
        Pki pki, SessionMode session = SessionMode.Full, Hooks hooks = Hooks.Timing, string[]? alpn = null, string[]? groups = null,
        bool retry = false, string key = "ecdsa", string? rootFile = null, string serverName = Pki.ServerName, long delayNs = 0) =>
        new(1, 0, "1000", new TlsSettings("1.3", groups ?? [TestEnvironment.Groups], alpn ?? [], session, retry), rootFile ?? pki.RootFile,
            pki.ChainFile(key), pki.KeyFile(key), serverName, hooks, Capacity: 512, delayNs);

    public static BlockRequest Block(int handshakes, int? port = null, int connections = 1, Observation observe = Observation.Timing, long block = 1, long[]? schedule = null) =>
        new(2, 0, block, observe, handshakes, connections, port, schedule, TimeoutMs: 20_000);

    public static CollectRequest Collect(int expect, long block = 1) => new(3, 0, block, expect, TimeoutMs: 5_000);
}
