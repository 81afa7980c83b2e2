using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using static HandshakeLab.Worker.Tests.Pair;

namespace HandshakeLab.Worker.Tests;

/// <summary>Client and server through their own endpoints, over loopback.</summary>
[Collection(Pair.Collection)]
public sealed class EndpointTests(Pki pki) : IClassFixture<Pki>
{
    private const int Handshakes = Pair.Handshakes;

    [Fact]
    public void Full_handshakes_have_all_marks_in_order()
    {
        var (client, server) = Run(Requests.Configure(pki), Requests.Configure(pki));
        Assert.Equal((Handshakes, 0), (client.Samples.Count, client.Failed));
        Assert.Equal((Handshakes, 0), (server.Samples.Count, server.Failed));
        for (var row = 0; row < Handshakes; row++)
        {
            Rises(client, row, Slot.ConnectStart, Slot.ConnectEnd, Slot.Start, Slot.Write0Start, Slot.Write0End, Slot.Read0End, Slot.Write1End, Slot.End);
            Rises(client, row, Slot.Read0End, Slot.VerifyStart, Slot.VerifyEnd, Slot.Verified, Slot.End);
            Rises(server, row, Slot.Start, Slot.Read0Start, Slot.Read0End, Slot.Write0Start, Slot.Write0End, Slot.Read1End, Slot.End);
            foreach (var side in new[] { client, server })
            {
                Assert.Equal((0x0304, 0x001d, 0, 0), (Cell(side, row, Slot.Version), Cell(side, row, Slot.Group), Cell(side, row, Slot.Resumed), Cell(side, row, Slot.Retried)));
                Assert.Equal(Slots.NoAlpn, Cell(side, row, Slot.Alpn));
                Assert.Equal(Slots.Unknown, Cell(side, row, Slot.Error));
            }
            Assert.Equal(Cell(server, row, Slot.Port), Cell(client, row, Slot.Port));
            Assert.Equal(Cell(server, row, Slot.BytesRead), Cell(client, row, Slot.BytesWritten));
        }
        Assert.True(client.Usage.CpuNs > 0);
        Assert.InRange(client.ElapsedNs, 1, long.MaxValue);
    }

    [Theory]
    [InlineData(nameof(SessionMode.Full), 0)]
    [InlineData(nameof(SessionMode.Ticket), 1)]
    [InlineData(nameof(SessionMode.Off), 0)]
    public void Sessions_resume_in_mode_ticket_only(string mode, long resumed)
    {
        var session = Enum.Parse<SessionMode>(mode);
        var (client, server) = Run(Requests.Configure(pki, session), Requests.Configure(pki, session), connections: 2);
        Assert.Equal(0, client.Failed);
        Assert.All(Enumerable.Range(0, Handshakes), row => Assert.Equal(resumed, Cell(client, row, Slot.Resumed)));
        // The server has also seen the lanes fetch their tickets.
        Assert.Equal(session == SessionMode.Ticket ? Handshakes + 2 : Handshakes, server.Samples.Count);
    }

    [Theory]
    [InlineData(nameof(Hooks.Timing))]
    [InlineData(nameof(Hooks.Off))]
    public void The_server_s_order_decides_on_ALPN(string mode)
    {
        var hooks = Enum.Parse<Hooks>(mode);
        var (client, server) = Run(Requests.Configure(pki, hooks: hooks, alpn: ["h2", "http/1.1"]), Requests.Configure(pki, hooks: hooks, alpn: ["http/1.1", "h2"]));
        foreach (var side in new[] { client, server })
        {
            Assert.Equal(0, Cell(side, 0, Slot.Alpn));
            Assert.Equal(["http/1.1"], side.Strings);
        }
    }

    [Fact]
    public void Without_hooks_only_start_and_end_are_stamped()
    {
        var (client, _) = Run(Requests.Configure(pki, hooks: Hooks.Off), Requests.Configure(pki, hooks: Hooks.Off));
        Rises(client, 0, Slot.ConnectStart, Slot.ConnectEnd, Slot.Start, Slot.End);
        Assert.All([Slot.VerifyStart, Slot.Verified, Slot.Reads, Slot.Read0End, Slot.Group], slot => Assert.Equal(Slots.Unknown, Cell(client, 0, slot)));
    }

    [Fact]
    public void An_RSA_key_works_without_a_round_trip_through_PKCS12() =>
        Assert.Equal(0, Run(Requests.Configure(pki), Requests.Configure(pki, key: "rsa")).Client.Failed);

    [Fact]
    public void A_wrong_root_is_a_sample_that_says_so()
    {
        var (client, _) = Run(Requests.Configure(pki, rootFile: pki.OtherRootFile), Requests.Configure(pki));
        Assert.Equal(Handshakes, client.Failed);
        Assert.Equal(["client: validating the server's certificate: RemoteCertificateChainErrors: PartialChain"], client.Strings);
    }

    [Fact]
    public void A_wrong_name_is_a_sample_that_says_so()
    {
        var (client, _) = Run(Requests.Configure(pki, serverName: "other.test"), Requests.Configure(pki));
        Assert.Equal(["client: validating the server's certificate: RemoteCertificateNameMismatch"], client.Strings);
    }

    [Fact]
    public void Both_sides_name_an_alert()
    {
        var (client, server) = Run(Requests.Configure(pki, alpn: ["h2"]), Requests.Configure(pki, alpn: ["http/1.1"]));
        Assert.Equal(["client: reading the server's flight: remote alert 120 no_application_protocol"], client.Strings);
        Assert.Equal(["server: reading the ClientHello: no application protocol (alert 120 no_application_protocol sent)"], server.Strings);
    }

    [Fact]
    public void Ten_failures_in_a_row_end_the_block()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki)));
        var result = client.Run(Requests.Block(handshakes: 40, port: 1), CancellationToken.None);
        Assert.Equal((10, 10), (result.Samples.Count, result.Failed));
        Assert.Equal(["client: connecting: connection refused"], result.Strings);
    }

    [Fact]
    public void The_delay_lies_before_the_ClientHello()
    {
        const long Delay = 20_000_000;
        var (client, _) = Run(Requests.Configure(pki, delayNs: Delay), Requests.Configure(pki));
        Assert.InRange(Cell(client, 0, Slot.Write0Start) - Cell(client, 0, Slot.Start), Delay, long.MaxValue);
    }

    [Fact]
    public void Allocation_blocks_count_bytes_that_only_grow()
    {
        var (client, server) = Run(Requests.Configure(pki), Requests.Configure(pki), observe: Observation.Allocations);
        long[] Bytes(BlockResult side, params Slot[] slots) => [.. slots.Select(slot => side.Samples.Bytes(Handshakes - 1, slot))];

        var ofClient = Bytes(client, Slot.Start, Slot.Write0Start, Slot.Write0End, Slot.Read0End, Slot.Write1End, Slot.VerifyStart, Slot.VerifyEnd, Slot.Verified, Slot.End);
        Assert.Equal(ofClient.Order(), ofClient);
        Assert.Equal(0, ofClient[0]);
        Assert.InRange(ofClient[^1], 500, 100_000);
        Assert.Equal(Slots.Unknown, client.Samples.Bytes(0, Slot.Read5End));

        var ofServer = Bytes(server, Slot.Start, Slot.Read0End, Slot.Write0Start, Slot.Read1End, Slot.End);
        Assert.Equal(ofServer.Order(), ofServer);

        Assert.True(client.Usage.Exact);
        Assert.Equal(Enumerable.Range(0, Handshakes).Sum(row => client.Samples.Bytes(row, Slot.End)), client.Usage.AllocatedBytes);
        Assert.Null(client.Usage.AllocatedObjects);
    }

    [Fact]
    public void In_an_open_loop_each_handshake_has_its_own_time_and_lane()
    {
        long[] schedule = [0, 3_000_000, 3_000_000, 50_000_000, 70_000_000];
        var (client, server) = Run(Requests.Configure(pki), Requests.Configure(pki), connections: 2, schedule: schedule);
        Assert.Equal((Handshakes, 0), (client.Samples.Count, client.Failed));
        Assert.Equal(Handshakes, server.Samples.Count);
        var intended = Column(client, Slot.Intended).Order().ToArray();
        Assert.Equal(schedule, intended.Select(instant => instant - intended[0])); // The first offset is 0.
        for (var row = 0; row < Handshakes; row++)
        {
            Rises(client, row, Slot.Intended, Slot.ConnectStart);
            Rises(client, row, Slot.LaneFree, Slot.ConnectStart, Slot.ConnectEnd, Slot.Start);
        }
        Assert.Equal(client.ElapsedNs, Column(client, Slot.End).Max() - intended[0]);
        Assert.All(Column(server, Slot.Intended), instant => Assert.Equal(Slots.Unknown, instant));
    }

    [Fact]
    public void Arrivals_that_come_too_fast_wait_for_the_lane()
    {
        var (client, _) = Run(Requests.Configure(pki), Requests.Configure(pki, hooks: Hooks.Off), schedule: [0, 1, 2, 3, 4]);
        for (var row = 1; row < Handshakes; row++)
        {
            Rises(client, row, Slot.Intended, Slot.LaneFree, Slot.ConnectStart);
            Assert.True(Cell(client, row, Slot.LaneFree) >= Cell(client, row - 1, Slot.End)); // It was not free before.
        }
    }

    [Fact]
    public void In_a_closed_loop_nothing_is_intended()
    {
        var (client, _) = Run(Requests.Configure(pki), Requests.Configure(pki));
        Assert.All(Column(client, Slot.Intended).Concat(Column(client, Slot.LaneFree)), instant => Assert.Equal(Slots.Unknown, instant));
    }

    [Fact]
    public void Arrivals_behind_the_time_limit_are_left_out()
    {
        using var server = new ServerEndpoint(Settings.Load(Role.Server, Requests.Configure(pki)));
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki)));
        var request = Requests.Block(3, server.Serve(), connections: 3, schedule: [0, 20_000_000_000, 20_000_000_001]);
        Assert.Equal(1, client.Run(request with { TimeoutMs = 300 }, CancellationToken.None).Samples.Count);
    }

    [Fact]
    public void Waiting_for_an_arrival_ends_when_stopping_is_asked_for()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki)));
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, client.Run(Requests.Block(1, port: 1, schedule: [15_000_000_000]), stopping.Token).Samples.Count);
    }

    [Theory]
    [InlineData(new long[] { 0, 1 })]
    [InlineData(new long[] { 0, 2, 1 })]
    [InlineData(new long[] { -1, 0, 1 })]
    public void A_schedule_that_makes_no_sense_is_refused(long[] schedule)
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Requests.Configure(pki)));
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => client.Run(Requests.Block(3, port: 1, schedule: schedule), CancellationToken.None)).Code);
    }

    [Theory]
    [InlineData(nameof(Role.Client), new[] { "p256" }, false, ErrorCodes.GroupsNeedProcess)]
    [InlineData(nameof(Role.Client), new[] { "p256", "x25519" }, true, ErrorCodes.GroupsNeedProcess)]
    [InlineData(nameof(Role.Client), new[] { "x25519" }, true, ErrorCodes.BadRequest)]
    [InlineData(nameof(Role.Client), new[] { "ffdhe2048" }, false, ErrorCodes.Unsupported)]
    [InlineData(nameof(Role.Client), new string[0], false, ErrorCodes.BadRequest)]
    public void Groups_that_this_process_does_not_have_are_refused(string role, string[] groups, bool retry, string code)
    {
        var refusal = Assert.Throws<RefusalException>(() => Settings.Load(Enum.Parse<Role>(role), Requests.Configure(pki, groups: groups, retry: retry)));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void A_server_that_forces_a_retry_needs_the_last_group_only() =>
        Assert.Equal(["x25519"], Settings.Load(Role.Server, Requests.Configure(pki, groups: ["p256", "x25519"], retry: true)).Groups.Select(group => group.Token));

    [Fact]
    public void A_server_that_does_not_listen_records_nothing()
    {
        using var server = new ServerEndpoint(Settings.Load(Role.Server, Requests.Configure(pki)));
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => server.Arm(Requests.Block(1), CancellationToken.None)).Code);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_refused()
    {
        Assert.Equal(ErrorCodes.Unreadable, Assert.Throws<RefusalException>(() => Settings.Load(Role.Client, Requests.Configure(pki, rootFile: "/nowhere.pem"))).Code);
        Assert.Equal(ErrorCodes.Unreadable, Assert.Throws<RefusalException>(() => Settings.Load(Role.Client, Requests.Configure(pki, rootFile: pki.KeyFile()))).Code);
        Assert.Equal(ErrorCodes.Unreadable, Assert.Throws<RefusalException>(() => Settings.Load(Role.Server, Requests.Configure(pki, key: "no"))).Code);
    }

    private static (BlockResult Client, BlockResult Server) Run(
        ConfigureRequest clientSide, ConfigureRequest serverSide, int connections = 1, Observation observe = Observation.Timing, long[]? schedule = null)
    {
        using var pair = new Pair(clientSide, serverSide);
        return pair.Run(connections, observe, schedule);
    }
}
