using System.Runtime;
using System.Runtime.InteropServices;

namespace HandshakeLab.Worker.Machine;

/// <summary>What this process keeps resident.</summary>
internal static partial class Memory
{
    /// <summary>Collects all garbage and gives free memory back to the system, the C library's as well, where OpenSSL's objects lie.</summary>
    public static void GiveBack()
    {
        Collect();
        GC.WaitForPendingFinalizers(); // Of connections, which hold memory of OpenSSL.
        Collect();
        _ = Trim(0);
    }

    private static void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
