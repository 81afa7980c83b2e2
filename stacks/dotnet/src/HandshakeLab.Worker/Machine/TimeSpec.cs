using System.Runtime.InteropServices;

namespace HandshakeLab.Worker.Machine;

/// <summary>The C library's <c>struct timespec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
