using System.Net;
using System.Net.Sockets;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

public sealed class ProcessTests(Pki pki) : IClassFixture<Pki>
{
    [Fact]
    public void A_session_from_ready_to_stopped()
    {
        using var server = new WorkerProcess("server");
        using var client = new WorkerProcess("client");
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        Assert.Equal((3, "dotnet", Role.Client, client.Id), (ready.Protocol, ready.Stack, ready.Role, ready.Pid));
        Assert.Contains("groups:per-process", ready.Offers);
        Assert.NotEmpty(ready.Cpus);
        Assert.Equal(Role.Server, server.Receive(MessageJson.Default.ReadyMessage).Role);

        var port = WorkerPair.Serve(server, client, Requests.Configure(pki), Requests.Configure(pki));
        var (ofClient, ofServer) = WorkerPair.RunBlock(server, client, port, Observation.Timing, frames: 1);
        Assert.Equal(ofServer[0]["port"], ofClient[0]["port"]);
        Assert.All(ofClient[0]["group"], group => Assert.Equal(0x1d, group));
        Assert.Equal(Quantity.Ns, ofClient[0].Header.Quantity);

        (ofClient, _) = WorkerPair.RunBlock(server, client, port, Observation.Allocations, frames: 2);
        Assert.Equal(Quantity.Bytes, ofClient[1].Header.Quantity);
        Assert.All(ofClient[1]["end"], bytes => Assert.InRange(bytes, 1, 1e6));

        foreach (var worker in new[] { server, client })
        {
            worker.Send(new StopRequest(9), MessageJson.Default.StopRequest);
            Assert.Equal(9, worker.Receive(MessageJson.Default.StoppedAnswer).Id);
            Assert.Equal((0, ""), worker.Wait());
        }
    }

    [Fact]
    public void A_retry_is_forced_by_the_order_of_the_client_s_groups()
    {
        using var server = new WorkerProcess("server");
        using var client = new WorkerProcess("client", "p256,x25519", "P-256:X25519");
        server.Receive();
        client.Receive();
        var groups = new[] { "p256", "x25519" };
        var port = WorkerPair.Serve(server, client, Requests.Configure(pki, groups: groups, retry: true), Requests.Configure(pki, groups: groups, retry: true));
        var (ofClient, ofServer) = WorkerPair.RunBlock(server, client, port, Observation.Timing, frames: 1);
        Assert.All(ofClient[0]["retried"].Concat(ofServer[0]["retried"]), retried => Assert.Equal(1, retried));
        Assert.All(ofClient[0]["group"], group => Assert.Equal(0x1d, group));
        Assert.All(ofClient[0]["error"], error => Assert.Equal(double.NaN, error));
    }

    [Theory]
    [InlineData("p521", "P-521", 0x0019)]
    [InlineData("x25519mlkem768", "X25519MLKEM768", 0x11ec)]
    [InlineData("secp256r1mlkem768", "SecP256r1MLKEM768", 0x11eb)]
    public void Every_group_is_either_negotiated_or_said_to_be_missing(string group, string opensslName, int code)
    {
        using var server = new WorkerProcess("server", group, opensslName);
        using var client = new WorkerProcess("client", group, opensslName);
        server.Receive();
        var ready = client.Receive(MessageJson.Default.ReadyMessage);
        var request = Requests.Configure(pki, groups: [group]);
        if (!ready.Offers.Contains($"group:{group}"))
        {
            Assert.Contains($"group:{group}", ready.Not.Select(missing => missing.What));
            client.Send(request, MessageJson.Default.ConfigureRequest);
            Assert.Equal(ErrorCodes.Unsupported, client.Receive(MessageJson.Default.ErrorAnswer).Code);
            return;
        }
        var port = WorkerPair.Serve(server, client, request, request);
        var (ofClient, ofServer) = WorkerPair.RunBlock(server, client, port);
        Assert.All(ofClient[0]["group"].Concat(ofServer[0]["group"]), negotiated => Assert.Equal(code, negotiated));
    }

    [Fact]
    public void A_group_that_was_not_asked_for_is_a_failure()
    {
        // OpenSSL was told another group than the worker.
        using var server = new WorkerProcess("server", opensslGroups: "P-256");
        using var client = new WorkerProcess("client", opensslGroups: "P-256");
        server.Receive();
        client.Receive();
        var port = WorkerPair.Serve(server, client, Requests.Configure(pki), Requests.Configure(pki));
        var (ofClient, _) = WorkerPair.RunBlock(server, client, port, Observation.Timing, frames: 1);
        Assert.Contains("negotiated group 0x0017", ofClient[0].Header.Strings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_stdin_ends_the_worker_in_the_middle_of_a_handshake()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new WorkerProcess("client");
        client.Receive();
        client.Send(Requests.Configure(pki), MessageJson.Default.ConfigureRequest);
        client.Receive();
        client.Send(Requests.Block(1, ((IPEndPoint)silent.LocalEndpoint).Port), MessageJson.Default.BlockRequest);
        using var accepted = silent.AcceptSocket();
        client.EndInput();
        Assert.Equal((0, ""), client.Wait());
    }

    [Theory]
    [InlineData("bad-kind.bin")]
    [InlineData("bad-json.bin")]
    [InlineData("bad-length.bin")]
    public void A_bad_frame_ends_the_worker_with_code_2_and_a_line(string name)
    {
        using var client = new WorkerProcess("client");
        client.Receive();
        client.SendBytes(TestData.Read(name));
        var (code, log) = client.Wait();
        Assert.Equal(2, code);
        Assert.Single(log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Refused_requests_are_answered_and_survived()
    {
        using var client = new WorkerProcess("client", groups: "");
        client.Receive();
        client.Send(Requests.Configure(pki), MessageJson.Default.ConfigureRequest);
        Assert.Equal(ErrorCodes.GroupsNeedProcess, client.Receive(MessageJson.Default.ErrorAnswer).Code);
        client.Send(new ServeRequest(2, 0), MessageJson.Default.ServeRequest);
        Assert.Equal(new ErrorAnswer(2, ErrorCodes.WrongRole, "this is for servers, and this worker is a client"), client.Receive(MessageJson.Default.ErrorAnswer));
        client.Send(Requests.Block(1, 1), MessageJson.Default.BlockRequest);
        Assert.Equal(ErrorCodes.UnknownEndpoint, client.Receive(MessageJson.Default.ErrorAnswer).Code);
    }
}
