using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

/// <summary>Blocks whose bytes on the wire are to be read, for which a process must have been started.</summary>
public sealed class KeyLogProcessTests(Pki pki) : IClassFixture<Pki>
{
    [Theory]
    [InlineData("1.3", nameof(SessionMode.Full), "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", 3)]
    [InlineData("1.3", nameof(SessionMode.Ticket), "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", 4)] // Priming included.
    [InlineData("1.2", nameof(SessionMode.Full), "CLIENT_RANDOM ", 3)]
    public void Both_sides_hand_in_the_same_secrets(string version, string session, string label, int handshakes)
    {
        using var server = Start("server");
        using var client = Start("client");
        var ready = server.Receive(MessageJson.Default.ReadyMessage);
        client.Receive();
        if (IsBefore9(ready))
        {
            Assert.DoesNotContain("observe:wire", ready.Offers);
            Assert.Contains("before .NET 9", ready.Not.Single(missing => missing.What == "observe:wire").Why, StringComparison.Ordinal);
            return;
        }
        Assert.Contains("observe:wire", ready.Offers);
        Assert.DoesNotContain("observe:wire", ready.Not.Select(missing => missing.What));
        var request = Requests.Configure(pki, Enum.Parse<SessionMode>(session), key: "rsa");
        request = request with { Tls = request.Tls with { Version = version } };
        var port = WorkerPair.Serve(server, client, request, request);

        var (ofClient, ofServer) = WorkerPair.Run(server, client, port, Observation.Wire);
        Assert.Equal(0, ofClient.Done.Failed);
        var lines = ofClient.Done.KeyLog!;
        Assert.Equal(handshakes, lines.Count(line => line.StartsWith(label, StringComparison.Ordinal)));
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.Equal(lines.Order(), ofServer.Done.KeyLog!.Order());

        Assert.Null(WorkerPair.Run(server, client, port).Client.Done.KeyLog);
        // What the block between wrote is not handed in.
        var (again, _) = WorkerPair.Run(server, client, port, Observation.Wire);
        Assert.Equal(3, again.Done.KeyLog!.Count(line => line.StartsWith(label, StringComparison.Ordinal)));
        Assert.Empty(again.Done.KeyLog!.Intersect(lines));
    }

    [Fact]
    public void Other_processes_refuse_and_say_what_they_would_need()
    {
        using var client = new WorkerProcess("client");
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.DoesNotContain("observe:wire", ready.Offers);
        Assert.Contains(IsBefore9(ready) ? "before .NET 9" : "HSLAB_KEYLOG=1", ready.Not.Single(missing => missing.What == "observe:wire").Why, StringComparison.Ordinal);
        client.Send(Requests.Configure(pki), MessageJson.Default.ConfigureRequest);
        client.Receive();
        client.Send(Requests.Block(1, 1, observe: Observation.Wire), MessageJson.Default.BlockRequest);
        Assert.Equal(ErrorCodes.Unsupported, client.Receive(MessageJson.Default.ErrorAnswer).Code);
    }

    /// <summary>Another build than this one may be tested.</summary>
    private static bool IsBefore9(ReadyMessage ready) => Version.Parse(ready.Version).Major < 9;

    private static WorkerProcess Start(string role) => new(role, opensslGroups: "X25519:P-256:P-384", environment: (KeyLog.Variable, "1"));
}
