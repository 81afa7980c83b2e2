using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Two worker processes that have said they are ready, one for each side.</summary>
internal static class WorkerPair
{
    /// <summary>Configures endpoint 0 on both sides and has the server listen.</summary>
    /// <returns>Its port.</returns>
    public static int Serve(WorkerProcess server, WorkerProcess client, ConfigureRequest clientSide, ConfigureRequest serverSide)
    {
        server.Send(serverSide, MessageJson.Default.ConfigureRequest);
        Assert.Equal(0, server.Receive(MessageJson.Default.ConfiguredAnswer).Endpoint);
        client.Send(clientSide, MessageJson.Default.ConfigureRequest);
        Assert.Equal(0, client.Receive(MessageJson.Default.ConfiguredAnswer).Endpoint);
        server.Send(new ServeRequest(2, 0), MessageJson.Default.ServeRequest);
        return server.Receive(MessageJson.Default.ServingAnswer).Port;
    }

    /// <summary>A block of three handshakes, or as many as there are names.</summary>
    /// <param name="frames">How many sample frames each side sends.</param>
    public static (Samples[] Client, Samples[] Server) RunBlock(
        WorkerProcess server, WorkerProcess client, int port, Observation observe = Observation.Timing, int frames = 1, long[]? names = null)
    {
        var (ofClient, ofServer) = Run(server, client, port, observe, frames, names);
        return (ofClient.Samples, ofServer.Samples);
    }

    /// <summary>The same with what each side says at its end.</summary>
    public static ((Samples[] Samples, DoneAnswer Done) Client, (Samples[] Samples, DoneAnswer Done) Server) Run(
        WorkerProcess server, WorkerProcess client, int port, Observation observe = Observation.Timing, int frames = 1, long[]? names = null)
    {
        var handshakes = names?.Length ?? 3;
        server.Send(Requests.Block(handshakes, observe: observe), MessageJson.Default.BlockRequest);
        Assert.Equal(1, server.Receive(MessageJson.Default.ArmedAnswer).Block);
        client.Send(Requests.Block(handshakes, port, observe: observe) with { Names = names }, MessageJson.Default.BlockRequest);
        var ofClient = Receive(client);
        server.Send(Requests.Collect(handshakes), MessageJson.Default.CollectRequest);
        return (ofClient, Receive(server));

        (Samples[], DoneAnswer) Receive(WorkerProcess worker)
        {
            Samples[] samples = [.. Enumerable.Range(0, frames).Select(_ => Samples.Decode(worker.Receive()))];
            var done = worker.Receive(MessageJson.Default.DoneAnswer);
            Assert.InRange(done.Handshakes, handshakes, worker == client ? handshakes : int.MaxValue); // The server also sees a ticket being fetched.
            return (samples, done);
        }
    }
}
