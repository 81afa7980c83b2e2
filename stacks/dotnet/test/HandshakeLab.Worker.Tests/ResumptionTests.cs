using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

/// <summary>What <see cref="Resumption.Conditions"/> says, with SslStream itself: whether the second handshake resumes what the first left.</summary>
[Collection(Pair.Collection)]
public sealed class ResumptionTests(Pki pki) : IClassFixture<Pki>
{
    private static readonly CipherSuitesPolicy Policy = new([TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384]);

    private int _last;

    [Fact]
    public void Two_equal_handshakes_resume()
    {
        Assert.True(Resumes());
        Assert.True(Resumes(client => client.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null));
        Assert.True(Resumes(client => client.CertificateChainPolicy = Trusting()));
    }

    [Fact]
    public void Conditions_of_the_client_turn_it_off()
    {
        Assert.False(Resumes(client => client.TargetHost = "127.0.0.1"));
        Assert.False(Resumes(client => client.TargetHost = ""));
        Assert.False(Resumes(client => client.CipherSuitesPolicy = Policy));
        Assert.False(Resumes(client => client.AllowTlsResume = false));
        Assert.False(Resumes(client => client.LocalCertificateSelectionCallback = (_, _, _, _, _) => null!));
    }

    [Fact]
    public void Conditions_of_the_server_turn_it_off()
    {
        Assert.False(Resumes(server: server => server.CipherSuitesPolicy = Policy));
        Assert.False(Resumes(server: server => server.AllowTlsResume = false));
    }

    [Fact]
    public void A_client_that_shows_a_certificate_resumes_where_the_server_knows_its_intermediates()
    {
        var certificate = Certificate();
        Assert.True(Resumes(client => client.ClientCertificateContext = certificate, server => Demand(server, [.. certificate.IntermediateCertificates])));
        var refusal = Assert.Throws<AuthenticationException>(() => Resumes(client => client.ClientCertificateContext = certificate, server => Demand(server, [])));
        Assert.Contains("PartialChain", refusal.Message, StringComparison.Ordinal);
    }

    private void Demand(SslServerAuthenticationOptions server, X509Certificate2[] known)
    {
        server.ClientCertificateRequired = true;
        server.CertificateChainPolicy = Trusting();
        server.CertificateChainPolicy.ExtraStore.AddRange(known);
    }

    private X509ChainPolicy Trusting()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(pki.RootFile);
        return policy;
    }

    private SslStreamCertificateContext Certificate() => Settings.Load(Role.Server, Requests.Configure(pki)).Certificate!;

    /// <exception cref="AuthenticationException">The server refuses the second handshake.</exception>
    private bool Resumes(Action<SslClientAuthenticationOptions>? client = null, Action<SslServerAuthenticationOptions>? server = null)
    {
        var ofClient = new SslClientAuthenticationOptions
        {
            TargetHost = $"r{Interlocked.Increment(ref _last)}.{Guid.NewGuid():N}",
            EnabledSslProtocols = SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        };
        client?.Invoke(ofClient);
        if (ofClient.CertificateChainPolicy is not null)
        {
            ofClient.RemoteCertificateValidationCallback = null;
            ofClient.TargetHost = $"r{_last}-{Guid.NewGuid():N}.{Pki.ServerName}";
        }
        var ofServer = new SslServerAuthenticationOptions { ServerCertificateContext = Certificate(), EnabledSslProtocols = SslProtocols.Tls13 };
        server?.Invoke(ofServer);
        Assert.False(HandshakeResumes(ofClient, ofServer));
        return HandshakeResumes(ofClient, ofServer);
    }

    private static bool HandshakeResumes(SslClientAuthenticationOptions ofClient, SslServerAuthenticationOptions ofServer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndpoint);
        using var far = listener.AcceptSocket();
        var serving = Task.Factory.StartNew(() => Serve(far, ofServer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        var recorder = new Recorder();
        recorder.Reset(countsBytes: false);
        recorder.CountCalls();
        using var tap = new TapStream(near, recorder, isServer: false);
        using var stream = new SslStream(tap);
        stream.AuthenticateAsClient(ofClient);
        tap.Detach();
        _ = stream.ReadByte(); // Takes the tickets.
        serving.GetAwaiter().GetResult();
        return ServerHello.Find(recorder.ServerBytes)!.Value.Resumed;
    }

    private static void Serve(Socket socket, SslServerAuthenticationOptions options)
    {
        using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        stream.AuthenticateAsServer(options);
        stream.WriteByte(0);
    }
}
