using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

/// <summary>The runtime's cache of sessions, whose size is a matter of the process.</summary>
public sealed class SessionCacheProcessTests(Pki pki) : IClassFixture<Pki>
{
    [Fact]
    public void Of_four_tickets_the_last_two_names_resume_with_a_server_that_sends_two()
    {
        using var server = new WorkerProcess("server");
        using var client = new WorkerProcess("client", environment: (SessionCache.Variable, "4"));
        server.Receive();
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.Contains("session:cache", ready.Offers);
        Assert.Contains("session:cache names", ready.Not.Select(missing => missing.What));
        var port = WorkerPair.Serve(server, client, Configure(4), Configure(4));

        var (ofClient, _) = WorkerPair.RunBlock(server, client, port, names: [0, 1, 0, 2, 0, 1, 1]);
        Assert.All(ofClient[0]["error"], error => Assert.Equal(double.NaN, error));
        Assert.Equal([0, 1, 0, 2, 0, 1, 1], ofClient[0]["name"]);
        Assert.Equal([0, 0, 1, 0, 1, 0, 1], ofClient[0]["resumed"]);
        (ofClient, _) = WorkerPair.RunBlock(server, client, port, names: [0]);
        Assert.Equal([1], ofClient[0]["resumed"]); // Over blocks too.
    }

    [Fact]
    public void A_cache_of_another_size_needs_another_process()
    {
        using var client = new WorkerProcess("client", environment: (SessionCache.Variable, "4"));
        client.Receive();
        client.Send(Configure(5), MessageJson.Default.ConfigureRequest);
        var refusal = client.Receive(MessageJson.Default.ErrorAnswer);
        Assert.Equal(ErrorCodes.CacheNeedsProcess, refusal.Code);
        Assert.Contains("DOTNET_SYSTEM_NET_SECURITY_TLSCACHESIZE=5", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_with_a_cache_has_the_process_for_itself()
    {
        using var client = new WorkerProcess("client", environment: (SessionCache.Variable, "4"));
        client.Receive();
        client.Send(Configure(4), MessageJson.Default.ConfigureRequest);
        client.Receive(MessageJson.Default.ConfiguredAnswer);
        client.Send(Requests.Configure(pki) with { Endpoint = 1 }, MessageJson.Default.ConfigureRequest);
        Assert.Equal(ErrorCodes.CacheNeedsProcess, client.Receive(MessageJson.Default.ErrorAnswer).Code);
        client.Send(Configure(4), MessageJson.Default.ConfigureRequest);
        client.Receive(MessageJson.Default.ConfiguredAnswer); // The same endpoint again.
    }

    [Fact]
    public void Without_the_variable_there_is_none()
    {
        using var client = new WorkerProcess("client");
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.DoesNotContain("session:cache", ready.Offers);
        Assert.Contains(SessionCache.Variable, ready.Not.Single(missing => missing.What == "session:cache").Why, StringComparison.Ordinal);
        client.Send(Configure(4), MessageJson.Default.ConfigureRequest);
        Assert.Equal(ErrorCodes.CacheNeedsProcess, client.Receive(MessageJson.Default.ErrorAnswer).Code);
    }

    private ConfigureRequest Configure(int cacheSize)
    {
        var request = Requests.Configure(pki, SessionMode.Cache);
        return request with { Tls = request.Tls with { CacheSize = cacheSize } };
    }
}
