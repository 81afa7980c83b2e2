using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Tests;

/// <summary>TLS 1.2, and certificates on both sides.</summary>
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
