using System.Net;
using System.Net.Sockets;
using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Connections that are to be kept open and cannot be made.</summary>
[Collection(Pair.Collection)]
public sealed class HoldTests(Pki pki) : IClassFixture<Pki>
{
    [Fact]
    public void What_cannot_be_made_is_counted()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki)));
        Assert.Equal(3, client.Hold(new HoldRequest(1, 0, 3, Port: 1, TimeoutMs: 5_000), CancellationToken.None));
        Assert.Equal(0, client.Held.Count);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Assert.Equal(9, client.Hold(new HoldRequest(1, 0, 9, ((IPEndPoint)silent.LocalEndpoint).Port, TimeoutMs: 1), CancellationToken.None)); // One of them waited its time out.
    }
}
