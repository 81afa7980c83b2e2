using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HandshakeLab.Worker.Handshakes;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker;

/// <summary>
/// Carries out the engine's requests, one after the other on a thread of its own, while the calling thread reads:
/// so the end of stdin is seen whatever is being done.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process, and so do its threads, which use what would be disposed of.")]
internal sealed class WorkerLoop(Role role, Stream input, Stream output, TextWriter log)
{
    private const int ProtocolVersion = 3;

    private readonly Dictionary<int, ClientEndpoint> _clients = [];
    private readonly Dictionary<int, ServerEndpoint> _servers = [];
    private readonly FrameBuffer _frames = new();
    private readonly BlockingCollection<Frame> _requests = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Speaks the protocol until <c>stop</c>, the end of the input or a protocol error.</summary>
    /// <returns>The exit code. The caller must then end the process: handshakes may still be under way.</returns>
    public int Run()
    {
        Send(new ReadyMessage(
            ProtocolVersion, Capabilities.StackName, Capabilities.Version, Capabilities.Library, role, Environment.ProcessId, CpuMask.Read(),
            Capabilities.Offers, Capabilities.Observes, Capabilities.Not), MessageJson.Default.ReadyMessage);
        Start("requests", Work);
        Start("input", Read);
        return _ended.Task.GetAwaiter().GetResult();
    }

    private static void Start(string name, Action action) => new Thread(() => action()) { IsBackground = true, Name = name }.Start();

    private void Read()
    {
        try
        {
            while (Frame.Read(input) is { } frame)
            {
                if (frame.Kind != FrameKind.Message)
                {
                    throw new ProtocolException("samples and profiles go from the worker to the engine only");
                }
                if (ReadEnvelope(frame).Type == "stop")
                {
                    _stopping.Cancel(); // What is under way ends early.
                }
                _requests.Add(frame);
            }
            _ended.TrySetResult(ExitCodes.Good);
        }
        catch (ProtocolException e)
        {
            log.WriteLine($"hslab-dotnet: {e.Message}");
            _ended.TrySetResult(ExitCodes.ProtocolError);
        }
        catch (IOException e)
        {
            log.WriteLine($"hslab-dotnet: reading stdin: {e.Message}");
            _ended.TrySetResult(ExitCodes.Good);
        }
    }

    private void Work()
    {
        try
        {
            foreach (var frame in _requests.GetConsumingEnumerable())
            {
                var envelope = ReadEnvelope(frame);
                if (!Answer(envelope, frame))
                {
                    break;
                }
            }
        }
        catch (IOException e)
        {
            log.WriteLine($"hslab-dotnet: writing stdout: {e.Message}"); // The engine is gone.
        }
        _ended.TrySetResult(ExitCodes.Good);
    }

    /// <summary>Carries out one request and answers it.</summary>
    /// <returns>False after <c>stop</c>.</returns>
    private bool Answer(Envelope envelope, Frame frame)
    {
        try
        {
            return CarryOut(envelope.Type, frame);
        }
        catch (RefusalException e)
        {
            Send(new ErrorAnswer(envelope.Id ?? 0, e.Code, e.Message), MessageJson.Default.ErrorAnswer);
        }
        catch (JsonException e)
        {
            Send(new ErrorAnswer(envelope.Id ?? 0, ErrorCodes.BadRequest, e.Message), MessageJson.Default.ErrorAnswer);
        }
        catch (Exception e) when (e is not IOException)
        {
            // One request that this program cannot handle is no reason to lose the others' endpoints.
            log.WriteLine($"hslab-dotnet: {e}");
            Send(new ErrorAnswer(envelope.Id ?? 0, ErrorCodes.Internal, $"{e.GetType().Name}: {e.Message}"), MessageJson.Default.ErrorAnswer);
        }
        return true;
    }

    private bool CarryOut(string? type, Frame frame)
    {
        switch (type)
        {
            case "configure":
                Configure(Parse(frame, MessageJson.Default.ConfigureRequest));
                return true;
            case "serve":
                var serve = Parse(frame, MessageJson.Default.ServeRequest);
                Send(new ServingAnswer(serve.Id, serve.Endpoint, Server(serve.Endpoint).Serve()), MessageJson.Default.ServingAnswer);
                return true;
            case "block":
                var block = Parse(frame, MessageJson.Default.BlockRequest);
                if (role == Role.Client)
                {
                    var client = Client(block.Endpoint);
                    Report(block.Id, block.Endpoint, block.Block, client.Settings, client.Run(block, _stopping.Token));
                }
                else
                {
                    Server(block.Endpoint).Arm(block, _stopping.Token);
                    Send(new ArmedAnswer(block.Id, block.Block), MessageJson.Default.ArmedAnswer);
                }
                return true;
            case "collect":
                var collect = Parse(frame, MessageJson.Default.CollectRequest);
                var server = Server(collect.Endpoint);
                Report(collect.Id, collect.Endpoint, collect.Block, server.Settings, server.Collect(collect, _stopping.Token));
                return true;
            case "hold":
                Hold(Parse(frame, MessageJson.Default.HoldRequest));
                return true;
            case "release":
                Release(Parse(frame, MessageJson.Default.ReleaseRequest));
                return true;
            case "replay":
                throw new RefusalException(ErrorCodes.Unsupported, "replay: SslStream has no 0-RTT");
            case "stop":
                CloseAll();
                Send(new StoppedAnswer(Parse(frame, MessageJson.Default.StopRequest).Id), MessageJson.Default.StoppedAnswer);
                return false;
            default:
                throw new RefusalException(ErrorCodes.BadRequest, $"unknown type \"{type}\"");
        }
    }

    private void Configure(ConfigureRequest request)
    {
        var settings = Settings.Load(role, request);
        if (role == Role.Client)
        {
            CheckCache(request.Endpoint, settings);
            if (_clients.Remove(request.Endpoint, out var former))
            {
                former.Dispose();
            }
            _clients.Add(request.Endpoint, new ClientEndpoint(settings));
        }
        else
        {
            if (_servers.Remove(request.Endpoint, out var former))
            {
                former.Dispose();
            }
            _servers.Add(request.Endpoint, new ServerEndpoint(settings));
        }
        Send(new ConfiguredAnswer(request.Id, request.Endpoint), MessageJson.Default.ConfiguredAnswer);
    }

    private void Hold(HoldRequest request)
    {
        var failed = 0;
        HeldConnections held;
        if (role == Role.Client)
        {
            var client = Client(request.Endpoint);
            failed = client.Hold(request, _stopping.Token);
            held = client.Held;
        }
        else
        {
            held = Server(request.Endpoint).Held;
            held.Open();
        }
        Memory.GiveBack();
        Send(new HoldingAnswer(request.Id, request.Endpoint, held.Count, failed), MessageJson.Default.HoldingAnswer);
    }

    private void Release(ReleaseRequest request)
    {
        (role == Role.Client ? Client(request.Endpoint).Held : Server(request.Endpoint).Held).Release();
        Memory.GiveBack();
        Send(new ReleasedAnswer(request.Id, request.Endpoint), MessageJson.Default.ReleasedAnswer);
    }

    /// <summary>The process's cache belongs to one endpoint: what others put into it would drive out what this one's names left.</summary>
    private void CheckCache(int endpoint, Settings settings)
    {
        foreach (var (number, other) in _clients)
        {
            if (number != endpoint && (settings.Session == SessionMode.Cache || other.Settings.Session == SessionMode.Cache))
            {
                throw new RefusalException(ErrorCodes.CacheNeedsProcess, $"the session cache is the process's own ({SessionCache.Variable}), and endpoint {number} is in this process already: an endpoint with a cache needs a process of its own");
            }
        }
    }

    /// <summary>Sends a block's profile, its samples and <c>done</c>, in one write.</summary>
    private void Report(long id, int endpoint, long block, Settings settings, BlockResult result)
    {
        _frames.Clear();
        if (result.Profile is { } profile)
        {
            _frames.AppendProfile(new ProfileHeader(endpoint, block, role, ProfilePart.Whole, ProfileFormat.Stacks), profile);
        }
        var samples = result.Samples;
        Quantity[] quantities = result.Observe == Observation.Allocations ? [Quantity.Ns, Quantity.Bytes] : [Quantity.Ns];
        foreach (var quantity in quantities)
        {
            var columns = Columns.Of(role, settings.Hooks, quantity, settings.Exchanges, result.HasNames);
            var header = new SampleHeader(endpoint, block, role, quantity, samples.Count, [.. columns.Select(column => column.ColumnName())], result.Strings);
            _frames.AppendSamples(header, (column, row) => Columns.Cell(samples, row, columns[column], quantity, settings.EpochNs));
        }
        _frames.AppendMessage(new DoneAnswer(id, endpoint, block, samples.Count, result.Failed, result.ElapsedNs, result.Usage) { KeyLog = result.KeyLog }, MessageJson.Default.DoneAnswer);
        Flush();
    }

    private void Send<T>(T message, JsonTypeInfo<T> type)
        where T : IMessage
    {
        _frames.Clear();
        _frames.AppendMessage(message, type);
        Flush();
    }

    private void Flush()
    {
        output.Write(_frames.Written);
        output.Flush();
    }

    private ClientEndpoint Client(int endpoint) =>
        _clients.TryGetValue(endpoint, out var client)
            ? client
            : throw new RefusalException(ErrorCodes.UnknownEndpoint, $"endpoint {endpoint} was not configured");

    private ServerEndpoint Server(int endpoint)
    {
        if (role != Role.Server)
        {
            throw new RefusalException(ErrorCodes.WrongRole, "this is for servers, and this worker is a client");
        }
        return _servers.TryGetValue(endpoint, out var server)
            ? server
            : throw new RefusalException(ErrorCodes.UnknownEndpoint, $"endpoint {endpoint} was not configured");
    }

    private void CloseAll()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
        foreach (var server in _servers.Values)
        {
            server.Dispose();
        }
    }

    /// <exception cref="ProtocolException">It is not a JSON object with a string member <c>type</c>.</exception>
    private static Envelope ReadEnvelope(Frame frame)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(frame.Payload, MessageJson.Default.Envelope);
            return envelope?.Type is null ? throw new ProtocolException("a message without a type") : envelope;
        }
        catch (JsonException e)
        {
            throw new ProtocolException($"unparsable JSON: {e.Message}", e);
        }
    }

    private static T Parse<T>(Frame frame, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(frame.Payload, type) ?? throw new JsonException("the message is null");
}

/// <summary>Exit codes of the process.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>The other side does not speak the protocol, or the command line is wrong.</summary>
    public const int ProtocolError = 2;
}
