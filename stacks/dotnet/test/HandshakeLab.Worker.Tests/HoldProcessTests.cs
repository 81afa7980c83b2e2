using System.Globalization;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Connections that two workers keep open and idle.</summary>
public sealed class HoldProcessTests(Pki pki) : IClassFixture<Pki>
{
    private const int Connections = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connections_are_held_and_released(bool exchanges)
    {
        var request = Requests.Configure(pki) with { Exchange = exchanges ? new Exchange(10, 10) : null };
        using var server = new WorkerProcess("server");
        using var client = new WorkerProcess("client");
        server.Receive();
        Assert.Contains("hold", client.Receive(MessageJson.Default.ReadyMessage).Offers);
        var port = WorkerPair.Serve(server, client, request, request);
        Assert.Equal(0, Hold(server, null).Connections);
        Assert.Equal((Connections, 0), (Hold(client, port).Connections, CountOpen(port) - Connections));
        Assert.True(SpinWait.SpinUntil(() => Hold(server, null).Connections == Connections, TimeSpan.FromSeconds(5)));

        foreach (var worker in new[] { client, server })
        {
            worker.Send(new ReleaseRequest(6, 0), MessageJson.Default.ReleaseRequest);
            Assert.Equal(new ReleasedAnswer(6, 0), worker.Receive(MessageJson.Default.ReleasedAnswer));
        }
        Assert.True(SpinWait.SpinUntil(() => CountOpen(port) == 0, TimeSpan.FromSeconds(5)), "connections are still open");
        // And blocks are as before: the server closes.
        Assert.Equal(0, WorkerPair.Run(server, client, port).Client.Done.Failed);
    }

    private static HoldingAnswer Hold(WorkerProcess worker, int? port)
    {
        worker.Send(new HoldRequest(5, 0, Connections, port, TimeoutMs: 20_000), MessageJson.Default.HoldRequest);
        return worker.Receive(MessageJson.Default.HoldingAnswer);
    }

    /// <summary>Established connections to a port of loopback, as the kernel lists them: each once, by its client's end.</summary>
    private static int CountOpen(int port) => File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[2].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal) && fields[3] == "01");
}
