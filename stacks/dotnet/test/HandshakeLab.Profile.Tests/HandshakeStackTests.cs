namespace HandshakeLab.Profile.Tests;

public sealed class HandshakeStackTests
{
    private static readonly RawFrame[] Outside =
    [
        new("System.Private.CoreLib", "System.Threading.Thread.StartCallback()"),
        new("hslab-dotnet", "HandshakeLab.Worker.Handshakes.ClientEndpoint+Runner.Run()"),
    ];

    private static readonly RawFrame Step = new("hslab-dotnet", "HandshakeLab.Worker.Handshakes.ClientLane.Step(class System.Net.IPEndPoint)");
    private static readonly RawFrame Serve = new("hslab-dotnet", "HandshakeLab.Worker.Handshakes.ServerHandler.Serve(class System.Net.Sockets.Socket,int64)");
    private static readonly RawFrame Stub = new("", "");

    [Fact]
    public void A_handshake_begins_at_its_entry()
    {
        Assert.Equal(["HandshakeLab.Worker.Handshakes.ClientLane.Step"], Names([.. Outside, Step]));
        Assert.Equal(["HandshakeLab.Worker.Handshakes.ServerHandler.Serve"], Names([.. Outside, Serve]));
    }

    [Fact]
    public void What_is_outside_a_handshake_is_none_of_it() => Assert.Null(HandshakeStack.Find(Outside));

    [Fact]
    public void What_the_worker_s_own_listener_costs_is_none_of_it() =>
        Assert.Null(HandshakeStack.Find([Step, new("System.Private.CoreLib", "System.Diagnostics.Tracing.EventSource.WriteEventWithRelatedActivityIdCore(int32)")]));

    [Fact]
    public void Asynchronous_methods_are_one_frame_and_stubs_none() =>
        Assert.Equal(
            ["HandshakeLab.Worker.Handshakes.ClientLane.Step", "System.Net.Security.SslStream.ForceAuthenticationAsync"],
            Names(
            [
                Step,
                new("System.Net.Security", "System.Net.Security.SslStream.ForceAuthenticationAsync(bool)"),
                new("System.Private.CoreLib", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder.Start(!!0&)"),
                new("System.Private.CoreLib", "System.Runtime.CompilerServices.AsyncMethodBuilderCore.Start(!!0&)"),
                new("System.Net.Security", "System.Net.Security.SslStream+<ForceAuthenticationAsync>d__159`1[X].MoveNext()"),
                Stub,
            ]));

    [Theory]
    [InlineData("System.Net.Sockets", "Interop+Sys.ReceiveMessage(int64*)", true)]
    [InlineData("System.Net.Sockets", "Interop+Sys.Receive(int32*)", true)]
    [InlineData("System.Net.Sockets", "System.Net.Sockets.SocketPal.TryCompleteReceiveFrom(int32&)", true)]
    [InlineData("System.Net.Sockets", "Interop+Sys.Poll(int32)", true)]
    [InlineData("System.Private.CoreLib", "System.Threading.Monitor.Enter(class System.Object)", true)]
    [InlineData("System.Net.Security", "Interop+Ssl.SslDoHandshake(int32)", false)]
    [InlineData("System.Net.Sockets", "Interop+Sys.Connect(int32)", false)]
    [InlineData("System.Net.Sockets", "System.Net.Sockets.SocketPal.TryCompleteSendTo(int32&)", false)]
    public void Native_calls_that_wait_are_known_by_their_caller(string module, string method, bool waits) =>
        Assert.Equal(waits, HandshakeStack.IsWaiting(HandshakeStack.Find([Step, new(module, method), Stub])!));

    [Theory]
    [InlineData("System.Net.Security", "Interop+Ssl.SslDoHandshake(int32)", "native (OpenSSL)")]
    [InlineData("System.Security.Cryptography", "Interop+Crypto.CryptoNative_X509VerifyCert(int32)", "native (OpenSSL)")]
    [InlineData("System.Security.Cryptography", "System.Security.Cryptography.HashProviderDispenser+OneShotHashProvider.HashData(int32)", "native (OpenSSL)")]
    [InlineData("System.Net.Security", "Microsoft.Win32.SafeHandles.SafeSslHandle.ReleaseHandle()", "native (OpenSSL)")]
    [InlineData("System.Net.Sockets", "System.Net.Sockets.SocketPal.TryCompleteSendTo(int32&)", "native (system)")]
    [InlineData("System.Private.CoreLib", "Interop+Sys.Stat(int32)", "native (system)")]
    [InlineData("System.Private.CoreLib", "System.Array.Resize(int32)", "native (runtime)")]
    public void Native_code_is_one_frame_named_by_whose_it_is(string module, string method, string native)
    {
        var stack = HandshakeStack.Find([Step, new(module, method)])!;
        Assert.Equal(new NamedFrame(native, null), HandshakeStack.WithLeaf(stack, ThreadState.External)[^1]);
        Assert.Equal(stack, HandshakeStack.WithLeaf(stack, ThreadState.Managed));
    }

    [Fact]
    public void Where_the_sampler_stopped_a_thread_is_not_shown()
    {
        var stack = HandshakeStack.Find(
        [
            Step,
            new("System.Net.Security", "Interop+Ssl.SslDoHandshake(int32)"),
            new("System.Private.CoreLib", "System.Threading.Thread.PollGC()"),
            new("System.Private.CoreLib", "System.Threading.Thread.<PollGC>g__PollGCWorker|67_0()"),
        ])!;
        Assert.Equal("Interop.Ssl.SslDoHandshake", HandshakeStack.WithLeaf(stack, ThreadState.Managed)[^1].Name);
    }

    private static IEnumerable<string> Names(RawFrame[] stack) => HandshakeStack.Find(stack)!.Select(frame => frame.Name);
}
