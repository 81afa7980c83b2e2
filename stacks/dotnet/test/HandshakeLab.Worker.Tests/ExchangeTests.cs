using System.Net;
using System.Net.Sockets;
using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Tests;

/// <summary>Application data behind the handshake, and a relay's byte before it.</summary>
[Collection(Pair.Collection)]
public sealed class ExchangeTests(Pki pki) : IClassFixture<Pki>
{
    private static readonly Exchange Large = new(RequestBytes: 100, ResponseBytes: 70_000);

    [Theory]
    [InlineData(nameof(SessionMode.Full), nameof(Hooks.Timing), 0)]
    [InlineData(nameof(SessionMode.Ticket), nameof(Hooks.Timing), 1)]
    [InlineData(nameof(SessionMode.Full), nameof(Hooks.Off), null)]
    public void A_request_and_its_response_follow_the_handshake(string session, string hooks, int? resumed)
    {
        var request = Requests.Configure(pki, Enum.Parse<SessionMode>(session), Enum.Parse<Hooks>(hooks)) with { Exchange = Large };
        using var pair = new Pair(request, request);
        // Twice: a ticket that a full handshake left must not be used in the next block.
        pair.Run();
        var (client, server) = pair.Run();
        Assert.Equal((0, 0), (client.Failed, server.Failed));
        for (var row = 0; row < Pair.Handshakes; row++)
        {
            Pair.Rises(client, row, Slot.Start, Slot.End, Slot.RequestStart, Slot.RequestSent, Slot.FirstByte);
            Pair.Rises(server, row, Slot.Start, Slot.End, Slot.RequestRead, Slot.ResponseSent);
            Assert.True(Pair.Cell(client, row, Slot.RequestStart) < Pair.Cell(server, row, Slot.RequestRead));
            Assert.True(Pair.Cell(server, row, Slot.RequestRead) < Pair.Cell(client, row, Slot.FirstByte));
            Assert.Equal(resumed ?? Slots.Unknown, Pair.Cell(client, row, Slot.Resumed));
        }
    }

    [Fact]
    public void A_response_that_is_too_short_is_a_failed_sample()
    {
        using var pair = new Pair(Requests.Configure(pki) with { Exchange = Large }, Requests.Configure(pki) with { Exchange = Large with { ResponseBytes = 69_999 } });
        var (client, server) = pair.Run();
        Assert.Equal(["client: reading the response: connection closed by the peer"], client.Strings);
        Assert.Equal((Pair.Handshakes, 0), (client.Failed, server.Failed));
    }

    [Fact]
    public void Without_an_exchange_there_are_no_such_marks()
    {
        using var pair = new Pair(Requests.Configure(pki), Requests.Configure(pki));
        var (client, server) = pair.Run();
        Assert.All([Slot.RequestStart, Slot.RequestSent, Slot.FirstByte], slot => Assert.Equal(Slots.Unknown, Pair.Cell(client, 0, slot)));
        Assert.All([Slot.RequestRead, Slot.ResponseSent], slot => Assert.Equal(Slots.Unknown, Pair.Cell(server, 0, slot)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(1, int.MaxValue)]
    public void An_exchange_of_a_senseless_size_is_refused(int requestBytes, int responseBytes)
    {
        var request = Requests.Configure(pki) with { Exchange = new Exchange(requestBytes, responseBytes) };
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => Settings.Load(Role.Client, request)).Code);
    }

    [Fact]
    public void The_connect_ends_with_the_relay_s_byte()
    {
        const int DelayMs = 30;
        using var server = new ServerEndpoint(Settings.Load(Role.Server, Requests.Configure(pki)));
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki) with { Preamble = true }));
        using var relay = new Relay(server.Serve(), DelayMs, [0]);
        var made = client.Run(Requests.Block(1, relay.Port), CancellationToken.None);
        Assert.Equal(0, made.Failed);
        Assert.InRange(Pair.Cell(made, 0, Slot.ConnectEnd) - Pair.Cell(made, 0, Slot.ConnectStart), DelayMs * 1_000_000L, 4_000_000_000);
        Pair.Rises(made, 0, Slot.ConnectEnd, Slot.Start, Slot.Write0Start);
    }

    [Fact]
    public void A_relay_that_begins_with_something_else_is_a_failed_sample()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki) with { Preamble = true }));
        using var relay = new Relay(target: 1, delayMs: 0, [7]);
        Assert.Equal(["client: waiting for the relay's first byte: it did not come first"], client.Run(Requests.Block(1, relay.Port), CancellationToken.None).Strings);
    }

    /// <summary>Carries one connection to the target, after some bytes of its own.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Relay(int target, int delayMs, byte[] first)
        {
            _listener.Start();
            _ = Carry(target, delayMs, first);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task Carry(int target, int delayMs, byte[] first)
        {
            using var near = await _listener.AcceptTcpClientAsync();
            await Task.Delay(delayMs + 1);
            await near.GetStream().WriteAsync(first);
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAll(CarryTo(near, far), CarryTo(far, near));
        }

        private static async Task CarryTo(TcpClient from, TcpClient to)
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
    }
}
