using System.Globalization;
using System.Runtime.InteropServices;
using HandshakeLab.Profile;
using Microsoft.Diagnostics.NETCore.Client;

// `hslab-dotnet-profile --pid N --kind cpu|alloc|alloc-tick`: prints the line `started` when the runtime of process N records,
// stops at the line `stop` and prints the profile as one JSON object. At the end of the input whoever asked is gone, and so is the profile.

if (args is not ["--pid", var pidText, "--kind", var kindText]
    || !int.TryParse(pidText, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
    || ProfileKinds.Parse(kindText) is not { } kind)
{
    Console.Error.WriteLine("usage: hslab-dotnet-profile --pid N --kind cpu|alloc|alloc-tick");
    return 2;
}

using var folder = new TemporaryFolder();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => folder.Dispose());
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => folder.Dispose());
try
{
    var trace = folder.File("trace.nettrace");
    using (var recording = new TraceRecording(pid, kind, trace))
    {
        Console.Out.Write("started\n");
        Console.Out.Flush();
        if (Console.In.ReadLine() != "stop")
        {
            return 0;
        }
        recording.Finish();
    }
    var profile = TraceReader.Read(trace, folder.File("trace.etlx"), kind);
    using var output = Console.OpenStandardOutput();
    profile.WriteTo(output);
    return 0;
}
catch (Exception e) when (e is DiagnosticsClientException or IOException or TimeoutException or FormatException)
{
    Console.Error.WriteLine($"hslab-dotnet-profile: {e.GetType().Name}: {e.Message}");
    return 1;
}
