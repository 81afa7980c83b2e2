namespace HandshakeLab.Profile;

/// <summary>
/// How many bytes a randomly drawn allocation stands for. Every byte is drawn with the same chance, so an allocation of s bytes is with
/// 1 − (1 − p)^s, and stands for s divided by that: about 100 KiB for small ones, its own size for huge ones.
/// https://github.com/dotnet/runtime/blob/main/docs/design/features/RandomizedAllocationSampling.md
/// </summary>
internal static class AllocationWeight
{
    private const double Chance = 1.0 / 102_400;

    public static double Of(long objectBytes) => objectBytes / (1 - Math.Pow(1 - Chance, objectBytes));
}
