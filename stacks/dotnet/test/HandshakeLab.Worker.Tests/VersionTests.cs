using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Tests;

/// <summary>TLS 1.2, and certificates on both sides.</summary>
[Collection(Pair.Collection)]
public sealed class VersionTests(Pki pki) : IClassFixture<Pki>
{
    [Theory]
    [InlineData(nameof(SessionMode.Full), "rsa", 0)]
    [InlineData(nameof(SessionMode.Ticket), "rsa", 1)]
    [InlineData(nameof(SessionMode.Off), "rsa", 0)]
    [InlineData(nameof(SessionMode.Full), "ecdsa", 0)]
    public void Tls_1_2(string session, string key, long resumed)
    {
        var request = Configure("1.2", Enum.Parse<SessionMode>(session), key: key);
        using var pair = new Pair(request, request);
        pair.Run();
        var (client, server) = pair.Run(connections: 2);
        foreach (var side in new[] { client, server })
        {
            Assert.Equal([], side.Strings);
            Assert.InRange(side.Samples.Count, Pair.Handshakes, Pair.Handshakes + 1); // The second lane fetches its ticket.
            Assert.All(Pair.Column(side, Slot.Version), version => Assert.Equal(0x0303, version));
        }
        Assert.All(Pair.Column(client, Slot.Resumed), value => Assert.Equal(resumed, value));
        Assert.All(Pair.Column(client, Slot.Group), group => Assert.Equal(resumed == 1 ? Slots.Unknown : 0x1d, group));
        Pair.Rises(client, 0, Slot.Start, Slot.Write0Start, Slot.Read0End, Slot.VerifyStart, Slot.VerifyEnd, Slot.Verified, Slot.End);
    }

    [Theory]
    [InlineData("X25519", "client: reading the server's flight: remote alert 40 handshake_failure")]
    [InlineData("X25519:P-256:P-384", null)]
    public void In_TLS_1_2_the_process_s_groups_are_the_curves_of_certificates_too(string groups, string? failure)
    {
        using var server = new WorkerProcess("server", opensslGroups: groups);
        using var client = new WorkerProcess("client", opensslGroups: groups);
        server.Receive();
        client.Receive();
        var port = WorkerPair.Serve(server, client, Configure("1.2"), Configure("1.2"));
        var (ofClient, _) = WorkerPair.RunBlock(server, client, port);
        Assert.Equal(failure, ofClient[0].Header.Strings.SingleOrDefault());
        Assert.All(ofClient[0]["group"], group => Assert.Equal(failure is null ? 0x1d : double.NaN, group));
    }

    [Fact]
    public void Names_are_refused_where_they_could_decide_what_resumes()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Configure("1.3")));
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => client.Run(Requests.Block(1, port: 1) with { Names = [0] }, CancellationToken.None)).Code);
    }

    [Fact]
    public void Names_must_be_as_many_as_the_handshakes()
    {
        using var client = new ClientEndpoint(Settings.Load(Role.Client, Configure("1.3", SessionMode.Off)));
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => client.Run(Requests.Block(2, port: 1) with { Names = [0] }, CancellationToken.None)).Code);
    }

    [Fact]
    public void Names_without_sessions_are_full_handshakes()
    {
        using var pair = new Pair(Configure("1.3", SessionMode.Off), Configure("1.3", SessionMode.Off));
        var (client, _) = pair.Run(names: [3, 3, 1]);
        Assert.Equal([3, 3, 1], Pair.Column(client, Slot.Name));
        Assert.Equal([0, 0, 0], Pair.Column(client, Slot.Resumed));
    }

    [Fact]
    public void What_SslStream_cannot_set_is_refused()
    {
        var request = Configure("1.3");
        foreach (var tls in new[] { request.Tls with { Tickets = 1 }, request.Tls with { AntiReplay = true }, request.Tls with { EarlyData = EarlyData.Accepted } })
        {
            Assert.Equal(ErrorCodes.Unsupported, Assert.Throws<RefusalException>(() => Settings.Load(Role.Server, request with { Tls = tls })).Code);
        }
        Assert.Equal(ErrorCodes.BadRequest, Assert.Throws<RefusalException>(() => Settings.Load(Role.Client, request with { Tls = request.Tls with { Version = "1.2", Retry = true } })).Code);
    }

    [Fact]
    public void Two_versions_do_not_agree()
    {
        using var pair = new Pair(Configure("1.2"), Configure("1.3"));
        var (client, server) = pair.Run();
        Assert.Equal((Pair.Handshakes, Pair.Handshakes), (client.Failed, server.Failed));
        Assert.Contains("alert 70 protocol_version", client.Strings.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.3", nameof(SessionMode.Full), 0)]
    [InlineData("1.2", nameof(SessionMode.Full), 0)]
    [InlineData("1.3", nameof(SessionMode.Ticket), 1)]
    [InlineData("1.2", nameof(SessionMode.Ticket), 1)]
    public void Both_sides_show_a_certificate(string version, string session, long resumed)
    {
        var request = Configure(version, Enum.Parse<SessionMode>(session), key: "rsa", mutual: true);
        using var pair = new Pair(request, request);
        pair.Run();
        var (client, server) = pair.Run();
        Assert.Equal([], server.Strings);
        Assert.Equal([], client.Strings);
        Assert.All(Pair.Column(client, Slot.Resumed), value => Assert.Equal(resumed, value));
    }

    [Fact]
    public void A_client_that_shows_no_certificate_is_refused()
    {
        using var pair = new Pair(Configure("1.3"), Configure("1.3", mutual: true));
        var (_, server) = pair.Run();
        Assert.Equal(["server: validating the client's certificate: The remote certificate is invalid according to the validation procedure: RemoteCertificateNotAvailable"], server.Strings);
        Assert.Equal(Pair.Handshakes, server.Failed);
    }

    [Fact]
    public void A_client_of_another_root_is_refused()
    {
        using var pair = new Pair(Configure("1.3", mutual: true), Configure("1.3", mutual: true) with { RootFile = pki.OtherRootFile });
        var (client, server) = pair.Run();
        Assert.Equal(["server: validating the client's certificate: The remote certificate is invalid because of errors in the certificate chain: PartialChain"], server.Strings);
        Assert.Equal(0, client.Failed); // It is not told: see what Capabilities says of it.
        Assert.Equal(Pair.Handshakes, server.Failed);
    }

    private ConfigureRequest Configure(string version, SessionMode session = SessionMode.Full, string key = "ecdsa", bool mutual = false)
    {
        var request = Requests.Configure(pki, session, key: key);
        return request with { Tls = request.Tls with { Version = version, Mutual = mutual } };
    }
}
