using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace HandshakeLab.Profile;

/// <summary>What is profiled.</summary>
internal enum ProfileKind
{
    /// <summary>What the threads are doing, about once a millisecond.</summary>
    Cpu,

    /// <summary>Allocations drawn at random, from .NET 10 on.</summary>
    Alloc,

    /// <summary>One allocation of every 100 KiB or so, which is all that earlier runtimes tell.</summary>
    AllocTick,
}

/// <summary>What the kinds mean for the runtime and for a reader.</summary>
internal static class ProfileKinds
{
    // https://learn.microsoft.com/dotnet/core/diagnostics/well-known-event-providers
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";
    private const long GcKeyword = 0x1;
    private const long AllocationSamplingKeyword = 0x80000000000;

    public static ProfileKind? Parse(string text) => text switch
    {
        "cpu" => ProfileKind.Cpu,
        "alloc" => ProfileKind.Alloc,
        "alloc-tick" => ProfileKind.AllocTick,
        _ => null,
    };

    /// <summary>Where its events come from.</summary>
    public static EventPipeProvider Provider(this ProfileKind kind) => kind switch
    {
        ProfileKind.Alloc => new EventPipeProvider(Runtime, EventLevel.Informational, AllocationSamplingKeyword),
        ProfileKind.AllocTick => new EventPipeProvider(Runtime, EventLevel.Verbose, GcKeyword),
        _ => new EventPipeProvider(Sampler, EventLevel.Informational),
    };

    /// <summary>The unit of its values, in the protocol's words.</summary>
    public static string Unit(this ProfileKind kind) => kind == ProfileKind.Cpu ? "samples" : "bytes";

    /// <summary>What a reader must know about its values.</summary>
    public static string Note(this ProfileKind kind) => kind switch
    {
        ProfileKind.Alloc =>
            "Estimates: of the managed heap's allocations, about one of every 100 KiB is drawn at random and stands for as much as its size makes likely. "
            + "Native memory is not seen.",
        ProfileKind.AllocTick =>
            "Estimates: of about every 100 KiB allocated on the managed heap, by whatever thread, the last allocation is told and stands for all of them; "
            + "it is not drawn at random. Native memory is not seen.",
        _ =>
            "Samples by the clock on the wall, one a millisecond or fewer, taken where the runtime can stop a thread. "
            + "Samples in calls that wait (receive, accept, poll, locks, sleep) are left out; what such a call does itself goes with them. "
            + "A sample says that the thread was not waiting, not that it had the CPU. Native code is one frame below its P/Invoke.",
    };
}
