using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Tests;

/// <summary>A client endpoint and a server endpoint of this process, block after block.</summary>
internal sealed class Pair(ConfigureRequest clientSide, ConfigureRequest serverSide) : IDisposable
{
    /// <summary>Of all tests with such endpoints: one at a time, since the listener for chain events is the process's own.</summary>
    public const string Collection = "endpoints of this process";

    public const int Handshakes = 5;

    private readonly ServerEndpoint _server = new(Settings.Load(Role.Server, serverSide));
    private readonly ClientEndpoint _client = new(Settings.Load(Role.Client, clientSide));

    public (BlockResult Client, BlockResult Server) Run(
        int connections = 1, Observation observe = Observation.Timing, long[]? schedule = null, long[]? names = null)
    {
        var handshakes = names?.Length ?? Handshakes;
        var port = _server.Serve();
        _server.Arm(Requests.Block(handshakes, connections: connections, observe: observe), CancellationToken.None);
        var made = _client.Run(Requests.Block(handshakes, port, connections, observe, schedule: schedule) with { Names = names }, CancellationToken.None);
        return (made, _server.Collect(Requests.Collect(handshakes), CancellationToken.None));
    }

    public static long[] Column(BlockResult side, Slot slot) => [.. Enumerable.Range(0, side.Samples.Count).Select(row => Cell(side, row, slot))];

    public static long Cell(BlockResult side, int row, Slot slot) => side.Samples.Value(row, slot);

    /// <summary>All instants are known and in this order.</summary>
    public static void Rises(BlockResult side, int row, params Slot[] slots)
    {
        var instants = slots.Select(slot => Cell(side, row, slot)).ToArray();
        Assert.DoesNotContain(Slots.Unknown, instants);
        Assert.Equal(instants.Order(), instants);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
