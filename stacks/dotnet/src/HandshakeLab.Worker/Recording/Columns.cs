using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Recording;

/// <summary>Which columns an endpoint fills.</summary>
internal static class Columns
{
    private static readonly Slot[] WithoutHooks = [Slot.Port, Slot.Lane, Slot.Version, Slot.Suite, Slot.Alpn, Slot.Error, Slot.Intended, Slot.LaneFree, Slot.ConnectStart, Slot.ConnectEnd, Slot.Start, Slot.End];
    private static readonly Slot[] OfClients = [Slot.Lane, Slot.Intended, Slot.LaneFree, Slot.ConnectStart, Slot.ConnectEnd, Slot.VerifyStart, Slot.VerifyEnd, Slot.Verified];

    /// <summary>The columns of a frame.</summary>
    public static IReadOnlyList<Slot> Of(Role role, Hooks hooks, Quantity quantity) =>
    [
        .. Enum.GetValues<Slot>().Where(slot =>
            (role == Role.Client || !OfClients.Contains(slot))
            && (hooks == Hooks.Timing || WithoutHooks.Contains(slot))
            && (quantity == Quantity.Ns || slot == Slot.Port || slot.IsAfterStart())),
    ];

    /// <summary>A cell as it is sent.</summary>
    /// <param name="epochNs">What instants are relative to.</param>
    /// <returns>NaN where it is unknown.</returns>
    public static double Cell(SampleStore store, int row, Slot slot, Quantity quantity, long epochNs)
    {
        var isAmount = quantity == Quantity.Bytes && slot != Slot.Port;
        var value = isAmount ? store.Bytes(row, slot) : store.Value(row, slot);
        if (value == Slots.Unknown)
        {
            return double.NaN;
        }
        return !isAmount && slot.IsInstant() ? value - epochNs : value;
    }
}
