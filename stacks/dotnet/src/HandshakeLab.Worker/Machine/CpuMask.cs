using System.Globalization;

namespace HandshakeLab.Worker.Machine;

/// <summary>The CPUs that this process may run on.</summary>
internal static class CpuMask
{
    private const string StatusFile = "/proc/self/status";
    private const string Label = "Cpus_allowed_list:";

    /// <summary>The mask in force, read back from the kernel: what was asked for may have been cut by a cgroup.</summary>
    /// <exception cref="InvalidDataException">The kernel does not say.</exception>
    public static IReadOnlyList<int> Read()
    {
        var line = File.ReadLines(StatusFile).FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"{StatusFile} has no {Label}");
        return Parse(line[Label.Length..]);
    }

    /// <summary>Reads the kernel's list notation, such as <c>0-3,8</c>.</summary>
    public static IReadOnlyList<int> Parse(string list)
    {
        var cpus = new List<int>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var from = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var to = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            cpus.AddRange(Enumerable.Range(from, to - from + 1));
        }
        return cpus;
    }
}
