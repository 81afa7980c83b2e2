using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Recording;

/// <summary>Which columns an endpoint fills.</summary>
internal static class Columns
{
    private static readonly Slot[] OfExchange = [Slot.RequestStart, Slot.RequestSent, Slot.FirstByte, Slot.RequestRead, Slot.ResponseSent];
    private static readonly Slot[] WithoutHooks = [Slot.Port, Slot.Lane, Slot.Version, Slot.Suite, Slot.Alpn, Slot.Error, Slot.Name, Slot.Intended, Slot.LaneFree, Slot.ConnectStart, Slot.ConnectEnd, .. OfExchange, Slot.Start, Slot.End];
    private static readonly Slot[] OfClients = [Slot.Lane, Slot.Name, Slot.Intended, Slot.LaneFree, Slot.ConnectStart, Slot.ConnectEnd, Slot.RequestStart, Slot.RequestSent, Slot.FirstByte, Slot.VerifyStart, Slot.VerifyEnd, Slot.Verified];
    private static readonly Slot[] OfServers = [Slot.RequestRead, Slot.ResponseSent];

    /// <summary>The columns of a frame.</summary>
    /// <param name="exchanges">Whether there is application data.</param>
    /// <param name="names">Whether the servers' names have numbers.</param>
    public static IReadOnlyList<Slot> Of(Role role, Hooks hooks, Quantity quantity, bool exchanges = true, bool names = true) =>
    [
        .. Enum.GetValues<Slot>().Where(slot =>
            !(role == Role.Client ? OfServers : OfClients).Contains(slot)
            && (exchanges || !OfExchange.Contains(slot))
            && (names || slot != Slot.Name)
            && (hooks == Hooks.Timing || WithoutHooks.Contains(slot))
            && (quantity == Quantity.Ns || slot == Slot.Port || slot.IsOfHandshake())),
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
