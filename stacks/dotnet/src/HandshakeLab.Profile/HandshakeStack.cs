namespace HandshakeLab.Profile;

/// <summary>What a thread was doing when it was looked at, as the trace says.</summary>
internal enum ThreadState
{
    /// <summary>Running managed code.</summary>
    Managed,

    /// <summary>In native code, at work or waiting.</summary>
    External,
}

/// <summary>Picks the handshake's part out of a thread's stack.</summary>
internal static class HandshakeStack
{
    /// <summary>The worker's methods that hold one handshake from connect to close; what is outside them is not a handshake's.</summary>
    private static readonly string[] Entries = ["HandshakeLab.Worker.Handshakes.ClientLane.Step", "HandshakeLab.Worker.Handshakes.ServerHandler.Serve"];

    /// <summary>What waits in native code by the name of the last frame before it. P/Invokes may be inlined into their callers.</summary>
    private static readonly HashSet<string> Waits =
    [
        "Interop.Sys.Accept", "Interop.Sys.Poll", "Interop.Sys.Read", "Interop.Sys.Receive", "Interop.Sys.ReceiveMessage", "Interop.Sys.Select",
        "System.Net.Sockets.SocketPal.Poll", "System.Net.Sockets.SocketPal.Select", "System.Net.Sockets.SocketPal.SysRead", "System.Net.Sockets.SocketPal.SysReceive",
        "System.Net.Sockets.SocketPal.TryCompleteAccept", "System.Net.Sockets.SocketPal.TryCompleteReceive", "System.Net.Sockets.SocketPal.TryCompleteReceiveFrom",
    ];

    /// <summary>Types that only wait in native code.</summary>
    private static readonly string[] WaitingTypes =
    [
        "System.Threading.Lock.", "System.Threading.LowLevel", "System.Threading.ManualResetEventSlim.", "System.Threading.Monitor.", "System.Threading.SemaphoreSlim.",
        "System.Threading.SpinWait.", "System.Threading.Thread.", "System.Threading.WaitHandle.",
    ];

    /// <summary>What the worker's own listener makes the runtime do for an event: no part of the handshake that is listened to.</summary>
    private const string Listening = "System.Diagnostics.Tracing.EventSource.WriteEvent";

    /// <summary>The part of a stack that begins with the handshake's entry; null where it is no handshake's.</summary>
    /// <param name="stack">Outermost first.</param>
    public static IReadOnlyList<NamedFrame>? Find(IReadOnlyList<RawFrame> stack)
    {
        List<NamedFrame>? found = null;
        foreach (var frame in stack)
        {
            var name = MethodName.Readable(frame.Method);
            if (found is null && !Entries.Contains(name))
            {
                continue;
            }
            if (name.StartsWith(Listening, StringComparison.Ordinal))
            {
                return null;
            }
            found ??= [];
            // Stubs that the runtime made have no name. An asynchronous method is seen twice, with its start in between.
            if (name.Length > 0 && !IsAsyncStart(name) && (found.Count == 0 || found[^1].Name != name))
            {
                found.Add(new NamedFrame(name, $"{frame.Module}.dll"));
            }
        }
        return found;
    }

    /// <summary>Whether a thread with this stack, as <see cref="Find"/> gave it, waits in native code.</summary>
    public static bool IsWaiting(IReadOnlyList<NamedFrame> stack) =>
        Waits.Contains(stack[^1].Name) || WaitingTypes.Any(type => stack[^1].Name.StartsWith(type, StringComparison.Ordinal));

    /// <summary>The stack with what a sample in this state adds to it.</summary>
    public static IReadOnlyList<NamedFrame> WithLeaf(IReadOnlyList<NamedFrame> stack, ThreadState state)
    {
        var length = stack.Count;
        // Where a thread stops for the sampler itself, on its way back from native code.
        while (length > 1 && stack[length - 1].Name.StartsWith("System.Threading.Thread.PollGC", StringComparison.Ordinal))
        {
            length--;
        }
        var kept = stack.Take(length);
        return state == ThreadState.External ? [.. kept, new NamedFrame(NativeName(stack[length - 1]), null)] : [.. kept];
    }

    private static bool IsAsyncStart(string name) =>
        name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)
        && (name.EndsWith("MethodBuilder.Start", StringComparison.Ordinal) || name.EndsWith("MethodBuilderCore.Start", StringComparison.Ordinal));

    /// <summary>Whose native code it is that a frame has called.</summary>
    private static string NativeName(NamedFrame last)
    {
        bool Begins(string start) => last.Name.StartsWith(start, StringComparison.Ordinal);
        if (Begins("Interop.Sys."))
        {
            return "native (system)";
        }
        if (Begins("Interop.Ssl.") || Begins("Interop.OpenSsl.") || Begins("Interop.Crypto."))
        {
            return "native (OpenSSL)";
        }
        // P/Invokes that were inlined: in these assemblies they go to one library only.
        return last.File switch
        {
            "System.Net.Sockets.dll" or "hslab-dotnet.dll" => "native (system)",
            "System.Security.Cryptography.dll" => "native (OpenSSL)",
            "System.Net.Security.dll" when Begins("Microsoft.Win32.SafeHandles.") => "native (OpenSSL)",
            _ => "native (runtime)",
        };
    }
}
