using System.Net;
using System.Net.Sockets;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Profiling;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>
/// An endpoint that accepts handshakes, any number at a time. It has a thread for each connection that a block announces;
/// they all wait in accept, and the one that gets a connection serves it to the end: none is handed from thread to thread.
/// </summary>
internal sealed class ServerEndpoint : IDisposable
{
    private const int Backlog = 512;

    private readonly object _gate = new();
    private readonly BlockRecord _block;
    private Socket? _listener;
    private BlockTag? _now;
    private ProfilerSession? _profiler;
    private int _over;
    private int _want;
    private int _connections = 1;
    private int _threads;
    private int _accepting;
    private int _accepted;
    private int _acceptedWhenRelieved;
    private volatile bool _closed;

    public ServerEndpoint(Settings settings)
    {
        Settings = settings;
        // Clients fetch their first tickets inside a block, at most one for each handshake.
        _block = new BlockRecord(settings.Session == SessionMode.Ticket ? settings.Capacity * 2 : settings.Capacity);
    }

    public Settings Settings { get; }

    /// <summary>The connections that are kept open.</summary>
    public HeldConnections Held { get; } = new();

    /// <summary>Listens on a port of loopback.</summary>
    /// <returns>The port.</returns>
    /// <exception cref="RefusalException">No port can be had.</exception>
    public int Serve()
    {
        if (_listener is null)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                listener.Listen(Backlog);
            }
            catch (SocketException e)
            {
                listener.Dispose();
                throw new RefusalException(ErrorCodes.BindFailed, e.Message, e);
            }
            _listener = listener;
            KeepThreads(_connections);
            ServerWatch.Add(this);
        }
        return ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    /// <summary>Forgets what earlier connections left and records those that begin from now on.</summary>
    /// <exception cref="RefusalException">It does not listen, or a profile is wanted and cannot be had.</exception>
    public void Arm(BlockRequest request, CancellationToken stopping)
    {
        if (_listener is null)
        {
            throw new RefusalException(ErrorCodes.BadRequest, "the endpoint was not told to serve");
        }
        Observations.Check(request.Observe);
        KeepThreads(Math.Max(1, request.Connections));
        KeyLog.Forget();
        _profiler?.Dispose();
        _profiler = ProfilerSession.StartFor(request.Observe, stopping);
        lock (_gate)
        {
            _over = 0;
            _block.Begin(request.Observe);
            Volatile.Write(ref _now, new BlockTag(request.Block, request.Observe == Observation.Allocations));
        }
    }

    /// <summary>Waits until so many connections of the block are over, the time is out or stopping is asked for.</summary>
    /// <exception cref="RefusalException">Another block is being recorded, or its profile cannot be had.</exception>
    public BlockResult Collect(CollectRequest request, CancellationToken stopping)
    {
        var result = Await(request, stopping);
        if (_profiler is null)
        {
            return result;
        }
        using var profiler = _profiler;
        _profiler = null;
        return result with { Profile = profiler.Finish() };
    }

    private BlockResult Await(CollectRequest request, CancellationToken stopping)
    {
        using var waking = stopping.Register(Wake);
        var until = Clock.Now + (request.TimeoutMs * 1_000_000L);
        lock (_gate)
        {
            if (_now?.Number != request.Block)
            {
                throw new RefusalException(ErrorCodes.BadRequest, $"block {request.Block} is not the one being recorded");
            }
            _want = request.Expect;
            while (_over < _want && !stopping.IsCancellationRequested)
            {
                var left = (until - Clock.Now) / 1_000_000;
                if (left <= 0 || !Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left)))
                {
                    break;
                }
            }
            // What comes later is not to change what is being sent.
            Volatile.Write(ref _now, null);
            return _block.ToResult() with { KeyLog = Observations.KeyLogOf(_block.Observe) };
        }
    }

    /// <summary>Stops listening. Connections under way end by themselves and are no longer recorded.</summary>
    public void Dispose()
    {
        _closed = true;
        ServerWatch.Remove(this);
        Volatile.Write(ref _now, null);
        _profiler?.Dispose();
        _listener?.Dispose(); // Wakes the threads in accept.
        Held.Release();
    }

    /// <summary>The block that a connection accepted now belongs to; null before the first.</summary>
    internal BlockTag? Now => Volatile.Read(ref _now);

    /// <summary>Stores a handshake's sample, if its block is still the one being recorded.</summary>
    internal void Keep(ServerHandler handler, BlockTag? tag, Outcome outcome)
    {
        lock (_gate)
        {
            if (tag is not null && tag == _now)
            {
                _block.Add(handler.Recorder, outcome.Alpn, outcome.Failure);
            }
        }
    }

    /// <summary>A connection is closed.</summary>
    internal void Finish(BlockTag? tag)
    {
        lock (_gate)
        {
            if (tag is null || tag != _now)
            {
                return;
            }
            _block.ChargeCpu();
            if (++_over == _want)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Adds a thread if a connection has been waiting while all are busy with what they were busy with at the last call.</summary>
    internal void Relieve()
    {
        var accepted = Volatile.Read(ref _accepted);
        if (accepted == _acceptedWhenRelieved && Volatile.Read(ref _accepting) == 0 && IsAwaited())
        {
            lock (_gate)
            {
                AddThread();
            }
        }
        _acceptedWhenRelieved = accepted;
    }

    private bool IsAwaited()
    {
        try
        {
            return _listener!.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void KeepThreads(int connections)
    {
        lock (_gate)
        {
            _connections = connections;
            while (_threads < connections)
            {
                AddThread();
            }
        }
    }

    private void AddThread()
    {
        _threads++;
        new Thread(AcceptAndServe) { IsBackground = true, Name = "server" }.Start();
    }

    /// <summary>Whether this thread is needed in accept; if not, it ends.</summary>
    private bool Joins()
    {
        lock (_gate)
        {
            if (!_closed && _accepting < _connections)
            {
                Interlocked.Increment(ref _accepting);
                return true;
            }
            _threads--;
            return false;
        }
    }

    private void AcceptAndServe()
    {
        var handler = new ServerHandler(this);
        while (Joins())
        {
            Socket? socket = null;
            var accepted = 0L;
            try
            {
                socket = _listener!.Accept();
                accepted = Clock.Now;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed, or out of file descriptors, which the client sees as a failure.
            }
            Interlocked.Decrement(ref _accepting);
            Interlocked.Increment(ref _accepted);
            if (socket is not null)
            {
                handler.Serve(socket, accepted);
            }
            else if (!_closed)
            {
                Thread.Sleep(1); // Until there are descriptors again.
            }
        }
    }

    /// <summary>One block; connections accepted before it are not of it.</summary>
    internal sealed class BlockTag(long number, bool countsBytes)
    {
        public long Number => number;

        public bool CountsBytes => countsBytes;
    }
}
