using HandshakeLab.Worker.Profiling;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Profiles of real workers in real handshakes.</summary>
public sealed class ProfileProcessTests(Pki pki) : IClassFixture<Pki>, IDisposable
{
    private const int Handshakes = 300;

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("hslab-test-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public void A_CPU_profile_shows_handshakes_at_work_and_none_that_wait()
    {
        var (client, server) = Run(Observation.CpuProfile);
        foreach (var (side, call) in new[] { (client, "AuthenticateAsClient"), (server, "AuthenticateAsServer") })
        {
            var (unit, note, stacks) = Profiles.Parse(side);
            Assert.Equal("samples", unit);
            Assert.Contains("by the clock on the wall", note, StringComparison.Ordinal);
            Assert.Contains(stacks, stack => stack.Frames.Contains($"System.Net.Security.SslStream.{call}") && stack.Frames[^1] == "native (OpenSSL)" && stack.Value > 0);
            Assert.DoesNotContain(stacks, stack => stack.Frames[^1].StartsWith("native", StringComparison.Ordinal) && stack.Frames[^2].StartsWith("Interop.Sys.Receive", StringComparison.Ordinal));
        }
        NothingIsLeft();
    }

    [Fact]
    public void An_allocation_profile_shows_what_handshakes_allocate()
    {
        var (client, server) = Run(Observation.AllocProfile);
        var (unit, _, stacks) = Profiles.Parse(client);
        Assert.Equal("bytes", unit);
        Assert.True(stacks.Sum(stack => stack.Value) > 0);
        Assert.All(stacks, stack => Assert.Equal("HandshakeLab.Worker.Handshakes.ClientLane.Step", stack.Frames[0]));
        Assert.All(stacks, stack => Assert.StartsWith("new ", stack.Frames[^1], StringComparison.Ordinal));
        Assert.Equal("bytes", Profiles.Parse(server).Unit);
        NothingIsLeft();
    }

    [Fact]
    public void A_profiler_whose_worker_is_gone_ends_and_leaves_nothing()
    {
        using var server = StartServing();
        server.Send(Requests.Block(1, observe: Observation.CpuProfile), MessageJson.Default.BlockRequest);
        server.Receive(MessageJson.Default.ArmedAnswer);
        Assert.Single(Leftovers());
        server.EndInput();
        Assert.Equal(0, server.Wait().Code);
        Assert.True(SpinWait.SpinUntil(() => Leftovers().Length == 0, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void The_next_block_ends_a_profile_that_nobody_collected()
    {
        using var server = StartServing();
        server.Send(Requests.Block(1, observe: Observation.CpuProfile), MessageJson.Default.BlockRequest);
        server.Receive(MessageJson.Default.ArmedAnswer);
        server.Send(Requests.Block(1, block: 2), MessageJson.Default.BlockRequest);
        server.Receive(MessageJson.Default.ArmedAnswer);
        NothingIsLeft();
        server.Send(Requests.Collect(0, block: 2), MessageJson.Default.CollectRequest);
        Assert.Equal(FrameKind.Samples, server.Receive().Kind);
    }

    [Fact]
    public void Without_its_profiler_a_worker_says_so_and_lives_on()
    {
        using var client = Start("client", (ProfilerProgram.Variable, "/nowhere"));
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.DoesNotContain("observe:cpu-profile", ready.Offers);
        Assert.Contains(ready.Not, missing => missing.What == "observe:cpu-profile" && missing.Why.Contains("/nowhere", StringComparison.Ordinal));
        client.Send(Requests.Configure(pki), MessageJson.Default.ConfigureRequest);
        client.Receive();
        client.Send(Requests.Block(1, port: 1, observe: Observation.CpuProfile), MessageJson.Default.BlockRequest);
        var error = client.Receive(MessageJson.Default.ErrorAnswer);
        Assert.Equal(ErrorCodes.Unsupported, error.Code);
        Assert.Contains("/nowhere", error.Message, StringComparison.Ordinal);
        client.Send(Requests.Block(1, port: 1), MessageJson.Default.BlockRequest);
        Assert.Equal(FrameKind.Samples, client.Receive().Kind);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho no such luck >&2; exit 3\n", "no such luck")]
    [InlineData("#!/bin/sh\nexit 3\n", "the profiler ended with code 3 and no words")]
    public void A_profiler_that_fails_is_quoted(string script, string words)
    {
        var program = Path.Combine(_temporary.FullName, "profiler");
        File.WriteAllText(program, script);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var server = StartServing((ProfilerProgram.Variable, program));
        server.Send(Requests.Block(1, observe: Observation.AllocProfile), MessageJson.Default.BlockRequest);
        Assert.Equal(new ErrorAnswer(2, ErrorCodes.ProfilerFailed, words), server.Receive(MessageJson.Default.ErrorAnswer));
    }

    private (byte[] Client, byte[] Server) Run(Observation observe)
    {
        using var server = Start("server");
        using var client = Start("client");
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.Contains(observe == Observation.CpuProfile ? "observe:cpu-profile" : "observe:alloc-profile", ready.Offers);
        server.Receive();
        var port = WorkerPair.Serve(server, client, Requests.Configure(pki), Requests.Configure(pki));
        server.Send(Requests.Block(Handshakes, observe: observe), MessageJson.Default.BlockRequest);
        server.Receive(MessageJson.Default.ArmedAnswer);
        client.Send(Requests.Block(Handshakes, port, observe: observe), MessageJson.Default.BlockRequest);
        var ofClient = Receive(client, Role.Client);
        server.Send(Requests.Collect(Handshakes), MessageJson.Default.CollectRequest);
        return (ofClient, Receive(server, Role.Server));
    }

    /// <summary>The profile comes first, then the samples as in any block.</summary>
    private static byte[] Receive(WorkerProcess worker, Role role)
    {
        var (header, profile) = Profiles.Decode(worker.Receive());
        Assert.Equal(new ProfileHeader(0, 1, role, ProfilePart.Whole, ProfileFormat.Stacks), header);
        Assert.Equal((Quantity.Ns, Handshakes), (Samples.Decode(worker.Receive()).Header is var samples ? samples.Quantity : default, samples.Count));
        Assert.Equal(0, worker.Receive(MessageJson.Default.DoneAnswer).Failed);
        return profile;
    }

    private WorkerProcess StartServing(params (string Name, string Value)[] environment)
    {
        var server = Start("server", environment);
        server.Receive();
        server.Send(Requests.Configure(pki), MessageJson.Default.ConfigureRequest);
        server.Receive();
        server.Send(new ServeRequest(1, 0), MessageJson.Default.ServeRequest);
        server.Receive(MessageJson.Default.ServingAnswer);
        return server;
    }

    private WorkerProcess Start(string role, params (string Name, string Value)[] environment) =>
        new(role, environment: [("TMPDIR", _temporary.FullName), .. environment]);

    private void NothingIsLeft() => Assert.Empty(Leftovers());

    private string[] Leftovers() => Directory.GetDirectories(_temporary.FullName, "hslab-profile-*");
}
