using System.Diagnostics.CodeAnalysis;
using System.Net;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Profiling;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>An endpoint that makes handshakes: one thread for each lane, kept from block to block.</summary>
internal sealed class ClientEndpoint : IDisposable
{
    /// <summary>Ends a block early: the two sides cannot agree, and saying so more often tells nothing.</summary>
    private const int MaxFailuresInARow = 10;

    private readonly Settings _settings;
    private readonly List<Runner> _runners = [];
    private readonly AutoResetEvent _allEnded = new(false);
    private readonly object _gate = new();
    private readonly BlockRecord _block;
    private int _failuresInARow;

    public ClientEndpoint(Settings settings)
    {
        _settings = settings;
        _block = new BlockRecord(settings.Capacity);
        AddLanes(1);
    }

    public Settings Settings => _settings;

    /// <summary>The connections that are kept open.</summary>
    public HeldConnections Held { get; } = new();

    /// <summary>Makes connections one after the other and keeps them open.</summary>
    /// <returns>How many could not be made, of failures or for want of time.</returns>
    /// <exception cref="RefusalException">The request makes no sense.</exception>
    public int Hold(HoldRequest request, CancellationToken stopping)
    {
        var server = ServerAt(request.Port);
        var giveUpAt = Clock.Now + (request.TimeoutMs * 1_000_000L);
        var made = 0;
        Held.Open();
        for (var i = 0; i < request.Connections && Clock.Now < giveUpAt && !stopping.IsCancellationRequested; i++)
        {
            if (_runners[0].Lane.Open(server) is not { } stream)
            {
                continue;
            }
            Held.TryKeep(stream);
            made++;
        }
        return request.Connections - made;
    }

    /// <summary>
    /// Makes a block of handshakes. Returns when they are over, when the time is out (a handshake under way is still finished),
    /// after too many failures in a row, or when stopping is asked for.
    /// </summary>
    /// <exception cref="RefusalException">The request makes no sense, or a ticket or a profile cannot be had.</exception>
    public BlockResult Run(BlockRequest request, CancellationToken stopping)
    {
        var server = Check(request);
        Observations.Check(request.Observe);
        KeyLog.Forget();
        var lanes = Math.Min(request.Connections, request.Handshakes);
        AddLanes(lanes);
        ChainEvents.Listen(_settings.Hooks == Hooks.Timing);
        for (var i = 0; i < lanes; i++)
        {
            _runners[i].Lane.Prime(server);
        }

        Alarm.SleepUntil(0); // What is made at the first call is not to delay the first arrival.
        using var profiler = ProfilerSession.StartFor(request.Observe, stopping);
        _failuresInARow = 0;
        _block.Begin(request.Observe);
        var giveUpAt = _block.BegunNs + (request.TimeoutMs * 1_000_000L);
        var job = new Job(server, lanes, request.Handshakes, request.ScheduleNs, request.Names, _block.BegunNs, giveUpAt, stopping);
        for (var i = 0; i < lanes; i++)
        {
            _runners[i].Start(job);
        }
        if (lanes > 0)
        {
            _allEnded.WaitOne();
        }
        _block.ChargeCpu();
        var result = _block.ToResult() with { HasNames = request.Names is not null, KeyLog = Observations.KeyLogOf(request.Observe) };
        return profiler is null ? result : result with { Profile = profiler.Finish() };
    }

    public void Dispose()
    {
        foreach (var runner in _runners)
        {
            runner.Quit();
        }
        _allEnded.Dispose();
        Held.Release();
    }

    private IPEndPoint Check(BlockRequest request)
    {
        var server = ServerAt(request.Port);
        if (request.Connections < 1)
        {
            throw new RefusalException(ErrorCodes.BadRequest, $"connections {request.Connections} is less than 1");
        }
        if (request.Handshakes < 0 || request.Handshakes > _settings.Capacity)
        {
            throw new RefusalException(ErrorCodes.BadRequest, $"handshakes {request.Handshakes} is not between 0 and the endpoint's capacity {_settings.Capacity}");
        }
        if (request.ScheduleNs is { } schedule)
        {
            CheckSchedule(schedule, request.Handshakes);
        }
        if (request.Names is { } names)
        {
            CheckNames(names, request.Handshakes);
        }
        return server;
    }

    private static IPEndPoint ServerAt(int? port) => port is > 0 and <= IPEndPoint.MaxPort
        ? new IPEndPoint(IPAddress.Loopback, port.Value)
        : throw new RefusalException(ErrorCodes.BadRequest, $"port {port} is not between 1 and {IPEndPoint.MaxPort}");

    private void CheckNames(IReadOnlyList<long> names, int handshakes)
    {
        if (names.Count != handshakes)
        {
            throw new RefusalException(ErrorCodes.BadRequest, $"names has {names.Count} numbers for {handshakes} handshakes");
        }
        if (_settings.Session is not (SessionMode.Cache or SessionMode.Off))
        {
            throw new RefusalException(ErrorCodes.BadRequest, "names are for the sessions cache and off: SslStream keeps a session of each name, so with others a name that comes again could decide what resumes");
        }
    }

    private static void CheckSchedule(IReadOnlyList<long> schedule, int handshakes)
    {
        if (schedule.Count != handshakes)
        {
            throw new RefusalException(ErrorCodes.BadRequest, $"scheduleNs has {schedule.Count} arrivals for {handshakes} handshakes");
        }
        for (var i = 0; i < schedule.Count; i++)
        {
            if (schedule[i] < (i == 0 ? 0 : schedule[i - 1]))
            {
                throw new RefusalException(ErrorCodes.BadRequest, $"scheduleNs does not ascend from 0: {schedule[i]} at index {i}");
            }
        }
    }

    private void AddLanes(int count)
    {
        while (_runners.Count < count)
        {
            _runners.Add(new Runner(this, new ClientLane(_settings, _runners.Count)));
        }
    }

    private void RunLane(ClientLane lane, Job job)
    {
        if (job.IsOpenLoop)
        {
            Alarm.Sharpen();
        }
        while (job.Take(out var arrival))
        {
            var outcome = lane.Step(job.Server, _block.CountsBytes, arrival);
            if (Keep(lane, outcome))
            {
                job.End();
            }
        }
    }

    /// <summary>Stores the lane's sample.</summary>
    /// <returns>Whether there were too many failures in a row.</returns>
    private bool Keep(ClientLane lane, Outcome outcome)
    {
        lock (_gate)
        {
            _block.Add(lane.Recorder, outcome.Alpn, outcome.Failure);
            _failuresInARow = outcome.Failure is null ? 0 : _failuresInARow + 1;
            return _failuresInARow >= MaxFailuresInARow;
        }
    }

    /// <summary>A lane and its thread.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The thread disposes of its event when it ends.")]
    private sealed class Runner
    {
        private readonly ClientEndpoint _endpoint;
        private readonly AutoResetEvent _wake = new(false);
        private Job? _job;

        public Runner(ClientEndpoint endpoint, ClientLane lane)
        {
            _endpoint = endpoint;
            Lane = lane;
            new Thread(Run) { IsBackground = true, Name = "lane" }.Start();
        }

        public ClientLane Lane { get; }

        public void Start(Job job)
        {
            _job = job;
            _wake.Set();
        }

        public void Quit()
        {
            _job = null;
            _wake.Set();
        }

        private void Run()
        {
            while (true)
            {
                _wake.WaitOne();
                if (_job is not { } job)
                {
                    _wake.Dispose();
                    return;
                }
                _endpoint.RunLane(Lane, job);
                if (job.Leave())
                {
                    _endpoint._allEnded.Set();
                }
            }
        }
    }
}
