namespace HandshakeLab.Worker.Handshakes;

/// <summary>
/// Looks after all server endpoints a few times a second, so that connections that begin no handshake, or more of them at a time
/// than were announced, do not keep the others waiting. It is this rare look or a spare thread in every accept, which costs
/// each handshake more: connections then alternate between two threads.
/// </summary>
internal static class ServerWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly List<ServerEndpoint> Endpoints = [];
    private static bool _started;

    public static void Add(ServerEndpoint endpoint)
    {
        lock (Endpoints)
        {
            Endpoints.Add(endpoint);
            if (!_started)
            {
                _started = true;
                new Thread(Run) { IsBackground = true, Name = "server watch" }.Start();
            }
        }
    }

    public static void Remove(ServerEndpoint endpoint)
    {
        lock (Endpoints)
        {
            Endpoints.Remove(endpoint);
        }
    }

    private static void Run()
    {
        while (true)
        {
            Thread.Sleep(Interval);
            lock (Endpoints)
            {
                foreach (var endpoint in Endpoints)
                {
                    endpoint.Relieve();
                }
            }
        }
    }
}
